"""Who asks, and for what: the callers of `access` in resources.yml, and the things that its requests name."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.episodes import stored_episode, stored_season
from tests.support.feedback import completed, review, watched_title
from tests.support.imports import store_commit, stored_preview, stored_row
from tests.support.marks import marked
from tests.support.resources import FILE, OPERATIONS, OperationEntry
from tests.support.watchlist import added, stored_title
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.token_claims import AccessClaims

ASKED_IN_ORDER = ("nobody", "disabled", "expired", "other", "owner", "admin")
"""Those who may least come first: what `owner` does may end the account."""

Maker = Callable[["Stage", Person | None], Awaitable[object]]


class Stage:
    """The people of the table, and makers of what they ask for: anew for each of them, and always `owner`'s."""

    def __init__(
        self, accounts: Accounts, connection: asyncpg.Connection, anonymous: httpx.AsyncClient | None = None
    ) -> None:
        self.accounts = accounts
        self.connection = connection
        self.anonymous = anonymous or accounts.client()
        self.people: dict[str, Person] = {}
        self.play_of_entry_id = ""
        self.row_id = uuid4()

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
        person = self.people.get(caller)
        http = person.http if person is not None else self.anonymous
        address, request = await self.request_for(operation, person)
        return partial(http.request, operation.partition(" ")[0], address, **request)

    async def request_for(self, operation: str, person: Person | None) -> tuple[str, dict[str, Any]]:
        """Make all that an operation needs, and return its address and what is sent along, as httpx takes it."""
        assert operation in OPERATIONS, f"Add {operation} to `operations` of its resource in {FILE}."
        entry, path = OPERATIONS[operation], operation.partition(" ")[2]
        request: dict[str, Any] = await self.filled(entry.request, person)
        return await self._address(path, entry, person), request

    async def _address(self, path: str, entry: OperationEntry, person: Person | None) -> str:
        """Return a path with every parameter set to something that is there."""
        for name in re.findall(r"{(\w+)}", path):
            if name in entry.path:
                made = await self.filled(entry.path[name], person)
            elif name in MAKERS:
                made = await MAKERS[name](self, person)
            else:
                made = await self._created(path.partition(f"/{{{name}}}")[0])
            path = path.replace(f"{{{name}}}", str(made))
        return path

    async def _created(self, collection: str) -> object:
        """Return the id of what the POST of a collection makes: `owner`'s, where that may be."""
        operation = f"POST {collection}"
        assert operation in OPERATIONS, (
            f"Nothing makes what lies below {collection}: neither has {FILE} a {operation}, nor MAKERS a maker."
        )
        answer = await self.ask(operation, who_may(operation))
        assert answer.status_code == httpx.codes.CREATED, f"{FILE}, request of {operation}: {answer.text}"
        return answer.json()["id"]

    async def filled(self, value: Any, person: Person | None) -> Any:
        """Return a request of the table with every `$name` in it made."""
        if isinstance(value, Mapping):
            return {name: await self.filled(member, person) for name, member in value.items()}
        if isinstance(value, list):
            return [await self.filled(member, person) for member in value]
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


_WITH_PEOPLE_OF_ITS_OWN = re.compile(
    r".*/(webhooks|integrations|hooks|calendar/links|lists|imports|tags|tokens|pick)|(?!GET).*/(auth|users|admin)\b"
)
"""Operations that may change somebody, of whose resources an account may have few, or that choose among all there is
of somebody's."""


class Stages:
    """Gives stages: one for all operations that leave those on it as they were, to each other one its own."""

    def __init__(self, accounts: Accounts, connection: asyncpg.Connection, container: Container) -> None:
        self._accounts = accounts
        self._connection = connection
        self._container = container
        self._shared: Stage | None = None

    async def stage_for(self, *operations: str) -> Stage:
        if any(_WITH_PEOPLE_OF_ITS_OWN.match(operation) for operation in operations):
            return await self._new()
        self._shared = self._shared or await self._new()
        return self._shared

    async def _new(self) -> Stage:
        stage = Stage(self._accounts, self._connection)
        await stage.set_up(self._container)
        return stage


async def _title(stage: Stage, caller: Person | None) -> UUID:
    return await stored_title(stage.connection)


async def _watched_title(stage: Stage, caller: Person | None) -> UUID:
    return await watched_title(stage.connection, *([caller] if caller is not None else []))


async def _show_of_tmdb(stage: Stage, caller: Person | None) -> UUID:
    ids = {"tmdb": str(uuid4().int % 10**9)}
    return await stored_title(stage.connection, media_type="show", external_ids=ids)


async def _season(stage: Stage, caller: Person | None) -> UUID:
    return await stored_season(stage.connection, await stored_title(stage.connection, media_type="show"))


async def _show_with_episode(stage: Stage, caller: Person | None) -> UUID:
    show = await stored_title(stage.connection, media_type="show")
    await stored_episode(stage.connection, await stored_season(stage.connection, show))
    return show


async def _episode(stage: Stage, caller: Person | None) -> UUID:
    return await stored_episode(stage.connection, await _season(stage, caller))


async def _entry(stage: Stage, caller: Person | None) -> UUID:
    title_id = await stored_title(stage.connection)
    await completed(stage.connection, stage.owner, title_id)
    entry_id: UUID = await stage.connection.fetchval("SELECT id FROM watch_entries WHERE title_id = $1", title_id)
    return entry_id


async def _entry_of_show(stage: Stage, caller: Person | None) -> UUID:
    show = await stored_title(stage.connection, media_type="show")
    return UUID((await added(stage.owner, show))["id"])


async def _operation(stage: Stage, caller: Person | None) -> str:
    deleted = await stage.owner.http.delete(f"/api/v1/watchlist/{await _entry(stage, caller)}")
    return deleted.headers["Operation-ID"]


async def _played_entry(stage: Stage, caller: Person | None) -> UUID:
    """Return an entry of `owner` with a play, whose id is kept for `play_of_entry_id`."""
    entry_id = await _entry(stage, caller)
    answer = await stage.owner.http.post(f"/api/v1/watchlist/{entry_id}/plays")
    assert answer.status_code == 201, answer.text
    stage.play_of_entry_id = answer.json()["id"]
    return entry_id


async def _play_of_entry(stage: Stage, caller: Person | None) -> str:
    return stage.play_of_entry_id


async def _import(stage: Stage, caller: Person | None) -> UUID:
    """Return a preview of `owner`."""
    return await stored_preview(stage.connection, stage.owner.id)


async def _import_of_row(stage: Stage, caller: Person | None) -> UUID:
    """Return a preview of `owner` with a row, whose id is kept for `row_id`."""
    import_id = await _import(stage, caller)
    stage.row_id = await stored_row(stage.connection, stage.owner.id, import_id)
    return import_id


async def _committed_import(stage: Stage, caller: Person | None) -> UUID:
    """Return an import of `owner` that can be rolled back."""
    import_id = await _import(stage, caller)
    await store_commit(stage.connection, stage.owner.id, import_id)
    return import_id


async def _row_of_import(stage: Stage, caller: Person | None) -> UUID:
    return stage.row_id


async def _review(stage: Stage, caller: Person | None) -> object:
    return (await review(stage.owner, await watched_title(stage.connection, stage.owner)))["id"]


async def _tag(stage: Stage, caller: Person | None) -> object:
    entry = await added(stage.owner, await stored_title(stage.connection), tags=[f"tag-{uuid4().hex[:12]}"])
    return entry["tags"][0]["id"]


async def _marked_title(stage: Stage, caller: Person | None) -> UUID:
    title_id = await stored_title(stage.connection)
    await marked(stage.owner, title_id)
    return title_id


async def _session(stage: Stage, caller: Person | None) -> UUID:
    """Return another session of `owner`, not the one in use."""
    login = {"username": stage.owner.username, "password": PASSWORD}
    assert (await stage.anonymous.post("/api/v1/auth/login", json=login)).status_code == 200
    newest = "SELECT id FROM sessions WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
    session_id: UUID = await stage.connection.fetchval(newest, stage.owner.id)
    return session_id


async def _name(stage: Stage, caller: Person | None) -> str:
    return f"name-{uuid4().hex[:12]}"


async def _list_item(stage: Stage, caller: Person | None) -> object:
    """Return an item of `owner`'s newest list, which has just been made for the path."""
    title_id = await stored_title(stage.connection)
    address = f"/api/v1/lists/{await _newest_list(stage)}/items"
    answer = await stage.owner.http.post(address, json={"title_id": str(title_id)})
    return answer.json()["id"]


async def _list_link(stage: Stage, caller: Person | None) -> object:
    """Return a link of `owner`'s newest list."""
    return (await stage.owner.http.post(f"/api/v1/lists/{await _newest_list(stage)}/links", json={})).json()["id"]


async def _list_secret(stage: Stage, caller: Person | None) -> str:
    """Return the secret of a link that opens a new list of `owner`'s."""
    shown = {"name": await _name(stage, caller), "visibility": "link"}
    made = (await stage.owner.http.post("/api/v1/lists", json=shown)).json()
    link = (await stage.owner.http.post(f"/api/v1/lists/{made['id']}/links", json={})).json()
    return str(link["url"].rpartition("/")[2])


async def _media_server_event(stage: Stage, caller: Person | None) -> UUID:
    """Return a message that nobody could match of `owner`'s newest media server, which was just made for the path."""
    newest = "SELECT id FROM media_servers WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
    event_id: UUID = await stage.connection.fetchval(
        "INSERT INTO media_server_events"
        " (user_id, id, server_id, event, message_hash, result, play_ids, created_at, updated_at)"
        " VALUES ($1, gen_random_uuid(), $2, $3, 'x', 'unmatched', '{}', now(), now()) RETURNING id",
        stage.owner.id,
        await stage.connection.fetchval(newest, stage.owner.id),
        '{"action": "stop", "item_type": "movie", "is_completed": true}',
    )
    return event_id


async def _webhook_delivery(stage: Stage, caller: Person | None) -> UUID:
    """Return a message to `owner`'s newest webhook, which was just made for the path."""
    newest = "SELECT id FROM webhooks WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
    delivery_id: UUID = await stage.connection.fetchval(
        "INSERT INTO webhook_deliveries (user_id, id, webhook_id, event, payload, state, tries, created_at, updated_at)"
        " VALUES ($1, gen_random_uuid(), $2, 'play.created', '{}', 'failed', 8, now(), now()) RETURNING id",
        stage.owner.id,
        await stage.connection.fetchval(newest, stage.owner.id),
    )
    return delivery_id


async def _hook_secret(stage: Stage, caller: Person | None) -> str:
    """Return the secret in the address of a new media server of `owner`'s."""
    wish = {"kind": "jellyfin", "name": await _name(stage, caller)}
    made = (await stage.owner.http.post("/api/v1/integrations/servers", json=wish)).json()
    return str(made["url"].rpartition("/")[2])


async def _positioned_title(stage: Stage, caller: Person | None) -> UUID:
    title_id = await stored_title(stage.connection)
    await stage.owner.http.put(f"/api/v1/positions/{title_id}", json={"seconds": 60})
    return title_id


async def _calendar_secret(stage: Stage, caller: Person | None) -> str:
    """Return the secret of a new link of `owner`'s calendar."""
    link = (await stage.owner.http.post("/api/v1/calendar/links", json={})).json()
    return str(link["url"].rpartition("/")[2].removesuffix(".ics"))


async def _newest_list(stage: Stage) -> UUID:
    newest = "SELECT id FROM lists WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
    list_id: UUID = await stage.connection.fetchval(newest, stage.owner.id)
    return list_id


async def _number(stage: Stage, caller: Person | None) -> str:
    return str(uuid4().int % 10**9)


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
    "show_with_episode": _show_with_episode,
    "entry_of_show": _entry_of_show,
    "season_id": _season,
    "show_of_tmdb": _show_of_tmdb,
    "episode_id": _episode,
    "import_id": _import,
    "import_of_row": _import_of_row,
    "committed_import": _committed_import,
    "row_id": _row_of_import,
    "entry_id": _entry,
    "operation_id": _operation,
    "marked_title_id": _marked_title,
    "tag_id": _tag,
    "played_entry_id": _played_entry,
    "play_of_entry_id": _play_of_entry,
    "review_id": _review,
    "session_id": _session,
    "tmdb_id": _provider_number,
    "anilist_id": _provider_number,
    "list_name": _list_name,
    "item_id": _list_item,
    "link_id": _list_link,
    "secret": _list_secret,
    "hook_secret": _hook_secret,
    "event_id": _media_server_event,
    "delivery_id": _webhook_delivery,
    "positioned_title_id": _positioned_title,
    "calendar_secret": _calendar_secret,
    "name": _name,
    "number": _number,
    "email": _email,
    "password": _password,
    "own_username": _own_username,
    "own_refresh_token": _own_refresh_token,
}
"""What `$name` stands for, and parameters of paths that the POST of their collection can't make."""


def who_may(operation: str) -> str:
    """Return who of `owner` and `admin` succeeds with an operation, the one of fewer rights first."""
    assert operation in OPERATIONS, f"Add {operation} to `operations` of its resource in {FILE}."
    entry = OPERATIONS[operation]
    return next((one for one in ("owner", "admin") if entry.status_for(one) < httpx.codes.MULTIPLE_CHOICES), "admin")
