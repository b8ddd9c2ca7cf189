"""Who asks, and for what: the callers of the access table, and the things that its requests name."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import yaml

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.catalogue import created_platform
from tests.support.feedback import completed, rate, review, watched_title
from tests.support.watchlist import stored_genre, stored_title
from watchkeeper.configs.container import Container
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.foundation.core.clock import now
from watchkeeper.models.types.role import Role
from watchkeeper.models.types.token_claims import AccessClaims

CALLERS = ("nobody", "owner", "other", "disabled", "expired", "admin")
"""In the order of the columns of the table."""

ASKED_IN_ORDER = ("nobody", "disabled", "expired", "other", "owner", "admin")
"""Those who may least come first: what `owner` does may end the account."""

_TABLE = yaml.safe_load((PROJECT_ROOT / "tests" / "api" / "access_table.yml").read_text("utf-8"))
ANSWERS: Mapping[str, list[int]] = _TABLE["answers"]
REQUESTS: Mapping[str, dict[str, Any]] = _TABLE["requests"]

Maker = Callable[["Stage", Person | None], Awaitable[object]]


class Stage:
    """The people of the table, and makers of what they ask for: anew for each of them, and always `owner`'s."""

    def __init__(self, accounts: Accounts, connection: asyncpg.Connection, anonymous: httpx.AsyncClient) -> None:
        self.accounts = accounts
        self.connection = connection
        self.anonymous = anonymous
        self.people: dict[str, Person] = {}

    async def set_up(self, container: Container) -> None:
        for name in ("owner", "other", "disabled", "expired"):
            self.people[name] = await self.accounts.person()
        for name in ("admin", "another admin"):
            self.people[name] = await self.accounts.admin()
        await self._let_token_expire(self.people["expired"], container)
        disabled = f"/api/v1/users/{self.people['disabled'].id}"
        answer = await self.people["admin"].http.patch(disabled, json={"is_active": False})
        assert answer.status_code == 200, answer.text

    async def ask(self, operation: str, caller: str) -> httpx.Response:
        """Send an operation as one of the callers, with the request that the table names for it."""
        return await (await self.prepared(operation, caller))()

    async def prepared(self, operation: str, caller: str) -> Callable[[], Awaitable[httpx.Response]]:
        """Make all that an operation needs, and return what sends it."""
        method, _, path = operation.partition(" ")
        person = self.people.get(caller)
        http = person.http if person is not None else self.anonymous
        request = await self._filled(REQUESTS.get(operation, {}), person)
        for name in MAKERS:
            if f"{{{name}}}" in path:
                path = path.replace(f"{{{name}}}", str(await MAKERS[name](self, person)))
        assert "{" not in path, f"tests/support/access.py makes nothing for the parameter of {path}"
        return partial(http.request, method, path, **request)

    async def _filled(self, value: Any, person: Person | None) -> Any:
        """Return a request of the table with every `$name` in it made."""
        if isinstance(value, dict):
            return {name: await self._filled(member, person) for name, member in value.items()}
        if isinstance(value, list):
            return [await self._filled(member, person) for member in value]
        if isinstance(value, str) and value.startswith("$"):
            made = await MAKERS[value[1:]](self, person)
            return str(made) if isinstance(made, UUID) else made
        return value

    async def _let_token_expire(self, person: Person, container: Container) -> None:
        session_id = await self.connection.fetchval("SELECT id FROM sessions WHERE user_id = $1", person.id)
        claims = AccessClaims(person.id, session_id, Role.USER, now() - timedelta(seconds=1))
        person.http.headers["Authorization"] = f"Bearer {container.signer().sign_access(claims)}"

    @property
    def owner(self) -> Person:
        return self.people["owner"]


async def _title(stage: Stage, caller: Person | None) -> UUID:
    return await stored_title(stage.connection)


async def _watched_title(stage: Stage, caller: Person | None) -> UUID:
    return await watched_title(stage.connection, *([caller] if caller is not None else []))


async def _genre(stage: Stage, caller: Person | None) -> UUID:
    return await stored_genre(stage.connection, f"genre {uuid4()}")


async def _platform(stage: Stage, caller: Person | None) -> str:
    return await created_platform(stage.people["admin"], f"platform {uuid4()}")


async def _entry(stage: Stage, caller: Person | None) -> UUID:
    title_id = await stored_title(stage.connection)
    await completed(stage.connection, stage.owner, title_id)
    entry_id: UUID = await stage.connection.fetchval("SELECT id FROM watch_entries WHERE title_id = $1", title_id)
    return entry_id


async def _rating(stage: Stage, caller: Person | None) -> object:
    return (await rate(stage.owner, await watched_title(stage.connection, stage.owner)))["id"]


async def _review(stage: Stage, caller: Person | None) -> object:
    return (await review(stage.owner, await watched_title(stage.connection, stage.owner)))["id"]


async def _session(stage: Stage, caller: Person | None) -> UUID:
    """Return another session of `owner`, not the one in use."""
    login = {"username": stage.owner.username, "password": PASSWORD}
    assert (await stage.anonymous.post("/api/v1/auth/login", json=login)).status_code == 200
    newest = "SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
    session_id: UUID = await stage.connection.fetchval(newest, stage.owner.id)
    return session_id


async def _user(stage: Stage, caller: Person | None) -> UUID:
    return (await stage.accounts.person()).id


async def _name(stage: Stage, caller: Person | None) -> str:
    return f"name-{uuid4().hex[:12]}"


async def _email(stage: Stage, caller: Person | None) -> str:
    return f"{uuid4().hex[:12]}@example.com"


async def _password(stage: Stage, caller: Person | None) -> str:
    return PASSWORD


async def _own_username(stage: Stage, caller: Person | None) -> str:
    return caller.username if caller is not None else "nobody"


async def _own_refresh_token(stage: Stage, caller: Person | None) -> str:
    return str(caller.tokens["refresh_token"]) if caller is not None else "nobody has one"


async def _provider_number(stage: Stage, caller: Person | None) -> int:
    return 603


async def _list_name(stage: Stage, caller: Person | None) -> str:
    return "nobody-shares-this"


MAKERS: Mapping[str, Maker] = {
    "title_id": _title,
    "watched_title_id": _watched_title,
    "genre_id": _genre,
    "platform_id": _platform,
    "entry_id": _entry,
    "rating_id": _rating,
    "review_id": _review,
    "session_id": _session,
    "user_id": _user,
    "tmdb_id": _provider_number,
    "anilist_id": _provider_number,
    "list_name": _list_name,
    "name": _name,
    "email": _email,
    "password": _password,
    "own_username": _own_username,
    "own_refresh_token": _own_refresh_token,
}
"""What the parameters of paths, and `$name` in requests, stand for."""
