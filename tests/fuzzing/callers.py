"""Who asks: nobody, a user, an admin or a script with a token to read, and always for an account that still stands."""

import asyncio
import secrets
from typing import Any

import httpx
from schemathesis import AuthContext, Case

from tests.support.accounts import PASSWORD
from tests.support.databases import execute

ROLES = ("nobody", "user", "admin", "reader")
"""A reader is a script with an application token of the scope `read`."""

_MAY_END_ACCOUNTS = ("/api/v1/auth/", "/api/v1/users")


class Caller:
    """Signs requests as one role.

    Some operations end a session, disable an account or change its role or password, perhaps those of the caller. After
    one of them the caller asks who they are, and becomes somebody new where they are nobody any more.
    """

    def __init__(self, address: str, dsn: str, role: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=60, verify=False)
        self._dsn = dsn
        self._role = role
        self._token = ""
        self._is_in_doubt = True

    def get(self, case: Case[Any], context: AuthContext) -> str:
        """Return an access token that is good now."""
        if self._is_in_doubt and not self._is_still_somebody():
            self._token = self._sign_up()
        self._is_in_doubt = False
        return self._token

    def set(self, case: Case[Any], token: str, context: AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {token}"
        self._is_in_doubt |= case.method != "GET" and case.path.startswith(_MAY_END_ACCOUNTS)

    def close(self) -> None:
        self._http.close()

    def _is_still_somebody(self) -> bool:
        if not self._token:
            return False
        answer = self._http.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {self._token}"})
        return answer.status_code == httpx.codes.OK and answer.json()["role"] == self._account_role

    @property
    def _account_role(self) -> str:
        return "user" if self._role == "reader" else self._role

    def _sign_up(self) -> str:
        name = f"{self._role}-{secrets.token_hex(4)}"
        account = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
        self._http.post("/api/v1/auth/register", json=account).raise_for_status()
        if self._role == "admin":
            asyncio.run(execute(self._dsn, f"UPDATE users SET role = 'admin' WHERE username = '{name}'"))
        answer = self._http.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
        token: str = answer.raise_for_status().json()["access_token"]
        return self._token_to_read(token) if self._role == "reader" else token

    def _token_to_read(self, access_token: str) -> str:
        body = {"name": "A script", "scopes": ["read"], "password": PASSWORD}
        headers = {"Authorization": f"Bearer {access_token}"}
        created = self._http.post("/api/v1/auth/tokens", json=body, headers=headers).raise_for_status()
        token: str = created.json()["token"]
        return token
