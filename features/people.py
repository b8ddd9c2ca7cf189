"""The people of a scenario: each has an account of their own, so scenarios never get in each other's way."""

import secrets
from typing import Any

import httpx

PASSWORD = "correct horse battery staple"


class Person:
    """Somebody with an account; `http` is their signed-in client."""

    def __init__(self, service: str, name: str, account: dict[str, str]) -> None:
        self.name = name
        self.username = account["username"]
        self.email = account["email"]
        self.password = account["password"]
        self.tokens: dict[str, Any] = {}
        # There is no TLS, and to read who may vouch for it takes longer than the requests of a scenario.
        self.http = httpx.Client(base_url=f"{service}/api/v1", timeout=20, verify=False)

    def sign_up(self, invitation: str | None = None) -> httpx.Response:
        account = {"username": self.username, "email": self.email, "password": self.password}
        return self.http.post("/auth/register", json=account | ({"invitation": invitation} if invitation else {}))

    def sign_in(self, login: str | None = None) -> httpx.Response:
        body = {"username": login or self.username, "password": self.password}
        answer = self.http.post("/auth/login", json=body)
        if answer.status_code == httpx.codes.OK:
            self.hold(answer.json())
        return answer

    def hold(self, tokens: dict[str, Any]) -> None:
        """Use these tokens from now on."""
        self.tokens = tokens
        self.http.headers["Authorization"] = f"Bearer {tokens['access_token']}"

    @property
    def id(self) -> str:
        answer = self.http.get("/auth/me")
        assert answer.status_code == httpx.codes.OK, answer.text
        return str(answer.json()["id"])


class People:
    """Finds the people of a scenario by the names that the scenario gives them."""

    def __init__(self, service: str, first_admin: dict[str, str]) -> None:
        self._service = service
        self._first_admin = first_admin
        self._known: dict[str, Person] = {}

    def stranger(self, name: str) -> Person:
        """Return somebody who has no account yet."""
        username = f"{name.lower()}-{secrets.token_hex(5)}"
        account = {"username": username, "email": f"{username}@example.com", "password": PASSWORD}
        self._known[name] = Person(self._service, name, account)
        return self._known[name]

    def member(self, name: str) -> Person:
        """Return somebody who has an account and is signed in."""
        if name in self._known:
            return self._known[name]
        person = self.stranger(name)
        assert person.sign_up().status_code == httpx.codes.CREATED
        assert person.sign_in().status_code == httpx.codes.OK
        return person

    def admin(self) -> Person:
        """Return the admin that the service began with."""
        if "admin" not in self._known:
            self._known["admin"] = Person(self._service, "admin", self._first_admin)
            assert self._known["admin"].sign_in().status_code == httpx.codes.OK
        return self._known["admin"]

    def __getitem__(self, name: str) -> Person:
        return self._known[name]

    def leave(self) -> None:
        for person in self._known.values():
            person.http.close()
