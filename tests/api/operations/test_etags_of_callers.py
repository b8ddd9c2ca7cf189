"""304 without a question: given while nothing can have changed, and never after anything has."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from dependency_injector import providers
from fastapi import FastAPI

from tests.support.accounts import Accounts, Person
from tests.support.counting import counted_statements
from tests.support.databases import created_database
from tests.support.feedback import completed, rate, rating_at, review
from tests.support.operations import OPERATIONS
from tests.support.response_caching import comparable
from tests.support.services import running
from tests.support.solitude import is_alone, lone_application, lone_service, unasked, until
from tests.support.watchlist import added, address, stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.container import close, logics_of
from watchkeeper.configs.settings import CacheSettings
from watchkeeper.foundation.http.etag_shortcut import is_knowable

pytestmark = pytest.mark.timeout(240)

TITLES = "/api/v1/titles"
WATCHLIST = "/api/v1/watchlist"


@pytest.fixture(scope="module")
def lone_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "alone") as dsn:
        yield dsn


@pytest.fixture
async def alone(lone_dsn: str) -> AsyncIterator[FastAPI]:
    async with lone_service(lone_dsn) as application:
        yield application


@pytest.fixture
async def beside(lone_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody with a connection of their own, past the service."""
    connection = await asyncpg.connect(lone_dsn)
    yield connection
    await connection.close()


@pytest.fixture
def people(alone: FastAPI, beside: asyncpg.Connection) -> Accounts:
    return Accounts(alone, beside)


@pytest.fixture
async def person(people: Accounts) -> Person:
    return await people.person()


def anonymous(application: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application, raise_app_exceptions=False), base_url="http://watchkeeper.test"
    )


async def conditionally(person: Person, path: str, tag: str, **headers: str) -> httpx.Response:
    return await person.http.get(path, headers={"If-None-Match": tag, **headers})


async def tag_of(person: Person, path: str) -> str:
    answer = await person.http.get(path)
    assert answer.status_code == 200, answer.text
    tag: str = answer.headers["etag"]
    return tag


async def require_unasked(person: Person, path: str) -> None:
    """Require that a second look at a path asks PostgreSQL nothing."""
    tags: list[str] = []

    async def prepare() -> None:
        tags.append(await tag_of(person, path))

    async def act() -> None:
        answer = await conditionally(person, path, tags[-1])
        assert (answer.status_code, answer.content) == (304, b"")

    await unasked(prepare, act)


def test_answers_made_of_rows_are_these() -> None:
    marked = {str(operation) for operation in OPERATIONS if is_knowable(operation.route.dependant)}
    one = {f"GET /api/v1/{path}" for path in ("watchlist/{entry_id}", "ratings/{rating_id}", "reviews/{review_id}")}
    lists = {f"GET /api/v1/{path}" for path in ("watchlist", "ratings", "reviews", "titles")}
    assert marked == one | lists | {f"GET {TITLES}/{{title_id}}", f"GET {TITLES}/{{title_id}}/reviews"}


async def test_what_is_known_is_answered_without_postgresql(person: Person, beside: asyncpg.Connection) -> None:
    title_id = await stored_title(beside)
    await completed(beside, person, title_id)
    entry = (await person.http.get(WATCHLIST)).json()["items"][0]
    rated = await rate(person, title_id)
    written = await review(person, title_id)
    paths = [f"{TITLES}/{title_id}", TITLES, f"{TITLES}?q=heat&limit=5", f"{TITLES}/{title_id}/reviews", WATCHLIST]
    paths += [f"{WATCHLIST}?limit=1", "/api/v1/ratings", rating_at(rated), "/api/v1/reviews"]
    paths += [f"/api/v1/reviews/{written['id']}", address(entry)]
    for path in paths:
        await require_unasked(person, path)


async def test_kept_answers_need_no_version(alone: FastAPI, beside: asyncpg.Connection) -> None:
    title_id = await stored_title(beside)
    async with anonymous(alone) as http:

        async def read() -> None:
            assert (await http.get(f"{TITLES}/{title_id}")).status_code == 200

        await unasked(read, read)


async def test_304_has_the_headers_of_one_that_was_asked_for(person: Person, beside: asyncpg.Connection) -> None:
    path = f"{TITLES}/{await stored_title(beside)}"
    tag = await tag_of(person, path)
    asked = await conditionally(person, path, f"W/{tag}, {tag}")
    found: list[httpx.Response] = []

    async def prepare() -> None:
        await person.http.get(path)

    async def act() -> None:
        found.append(await conditionally(person, path, tag))

    await unasked(prepare, act)
    assert comparable(found[-1]) == comparable(asked)
    assert found[-1].headers["etag"] == tag
    assert found[-1].headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("requested", "status"), [("{}", 304), ("W/{}", 304), ('"other", {}', 304), ("*", 304), ('"other"', 200), ("", 200)]
)
async def test_every_spelling_of_the_condition_holds(
    requested: str, status: int, person: Person, beside: asyncpg.Connection
) -> None:
    path = f"{TITLES}/{await stored_title(beside)}"
    tag = await tag_of(person, path)
    for _ in range(3):
        answer = await conditionally(person, path, requested.format(tag))
        assert (answer.status_code, answer.headers["etag"]) == (status, tag)
        head = await person.http.head(path, headers={"If-None-Match": requested.format(tag)})
        assert (head.status_code, head.headers["etag"], head.content) == (status, tag, b"")


async def test_own_write_is_seen_in_the_next_answer(person: Person, beside: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(beside), status="planned")
    for number in range(50):
        tag = await tag_of(person, address(entry))
        assert (await conditionally(person, address(entry), tag)).status_code == 304
        changed = await person.http.patch(address(entry), json={"notes": str(number)})
        assert changed.status_code == 200
        answer = await conditionally(person, address(entry), tag)
        assert (answer.status_code, answer.json()["notes"]) == (200, str(number))
        assert answer.headers["etag"] != tag


async def test_rating_of_somebody_else_is_seen_in_the_next_answer(
    person: Person, people: Accounts, beside: asyncpg.Connection
) -> None:
    title_id = await stored_title(beside)
    path = f"{TITLES}/{title_id}"
    for score in (2, 5, 3):
        other = await people.person()
        await completed(beside, other, title_id)
        tag = await tag_of(person, path)
        assert (await conditionally(person, path, tag)).status_code == 304
        await rate(other, title_id, score)
        answer = await conditionally(person, path, tag)
        assert answer.status_code == 200
        assert answer.headers["etag"] != tag


async def test_what_one_knows_is_nothing_to_others(
    person: Person, people: Accounts, beside: asyncpg.Connection
) -> None:
    title_id = await stored_title(beside)
    await added(person, title_id, status="planned")
    other = await people.person()
    mine = await tag_of(person, f"{TITLES}/{title_id}")
    answer = await conditionally(other, f"{TITLES}/{title_id}", mine)
    assert answer.status_code == 200
    assert answer.headers["etag"] != mine


@pytest.mark.parametrize("ending", ["logout", "disable", "forged"])
async def test_whoever_may_not_ask_any_more_is_refused(
    ending: str, person: Person, people: Accounts, beside: asyncpg.Connection
) -> None:
    path = f"{TITLES}/{await stored_title(beside)}"
    admin = await people.admin()
    await require_unasked(person, path)
    tag = await tag_of(person, path)
    assert (await conditionally(person, path, tag)).status_code == 304
    if ending == "logout":
        await person.http.post("/api/v1/auth/logout", json={"refresh_token": person.tokens["refresh_token"]})
    elif ending == "disable":
        changed = await admin.http.patch(f"/api/v1/users/{person.id}", json={"is_active": False})
        assert changed.status_code == 200, changed.text
    else:
        person.http.headers["Authorization"] += "x"
    assert (await conditionally(person, path, tag)).status_code == 401


async def test_role_is_part_of_what_is_known(person: Person, people: Accounts, beside: asyncpg.Connection) -> None:
    title_id = await stored_title(beside, is_active=False)
    admin = await people.admin()
    changed = await admin.http.patch(f"/api/v1/users/{person.id}", json={"role": "admin"})
    assert changed.status_code == 200, changed.text
    await require_unasked(person, f"{TITLES}/{title_id}")
    tag = await tag_of(person, f"{TITLES}/{title_id}")
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"role": "user"})
    assert (await conditionally(person, f"{TITLES}/{title_id}", tag)).status_code == 404


async def test_errors_come_in_the_same_order(person: Person) -> None:
    path = f"{TITLES}?cursor=nonsense"
    before = (await person.http.get(path)).status_code
    assert (await conditionally(person, path, '"x"')).status_code == before
    person.http.headers["Authorization"] = "Bearer nonsense"
    assert (await conditionally(person, path, '"x"')).status_code == (await person.http.get(path)).status_code


async def test_edit_by_hand_is_seen_within_a_second(person: Person, beside: asyncpg.Connection, alone: FastAPI) -> None:
    title_id = await stored_title(beside, title="Before")
    path = f"{TITLES}/{title_id}"
    await require_unasked(person, path)
    tag = await tag_of(person, path)
    await beside.execute("UPDATE titles SET title = 'After' WHERE id = $1", title_id)
    await asyncio.sleep(0.8)
    assert is_alone(alone)
    answer = await conditionally(person, path, tag)
    assert (answer.status_code, answer.json()["title"]) == (200, "After")


async def test_second_process_writes_only_once_the_first_asks_again(
    lone_dsn: str, alone: FastAPI, person: Person, beside: asyncpg.Connection
) -> None:
    entry = await added(person, await stored_title(beside), status="planned")
    await require_unasked(person, address(entry))
    tag = await tag_of(person, address(entry))
    async with running(lone_application(lone_dsn)) as http:
        http.headers["Authorization"] = person.http.headers["Authorization"]
        for number in range(300):
            assert (await conditionally(person, address(entry), tag)).status_code == 304
            written = await http.patch(address(entry), json={"notes": f"other {number}"})
            assert written.status_code == 200, written.text
            answer = await conditionally(person, address(entry), tag)
            assert (answer.status_code, answer.json()["notes"]) == (200, f"other {number}")
            tag = answer.headers["etag"]
        assert not is_alone(alone)
    await until(lambda: is_alone(alone))


async def test_command_writes_only_once_the_service_asks_again(
    lone_dsn: str, alone: FastAPI, person: Person, beside: asyncpg.Connection
) -> None:
    path = f"{TITLES}/{await stored_title(beside, title='Before')}"
    for number in range(3):
        await until(lambda: is_alone(alone))
        await require_unasked(person, path)
        tag = await tag_of(person, path)
        command = create_application(alone.state.container.settings(), secret="x" * 32, dsn=lone_dsn).state.container
        async with command.unit_of_work().transaction(), command.database().connection() as connection:
            await connection.execute("UPDATE titles SET title = $1", f"command {number}")
        answer = await conditionally(person, path, tag)
        assert (answer.status_code, answer.json()["title"]) == (200, f"command {number}")
        await command.database().close()


async def test_mixed_requests_are_answered_as_by_a_service_that_asks(
    lone_dsn: str, alone: FastAPI, people: Accounts, beside: asyncpg.Connection
) -> None:
    """Random writes and conditional reads of several people: each answer is the one of a twin that knows nothing."""
    choice = random.Random(35)
    titles = [await stored_title(beside, title=f"Title {number}") for number in range(4)]
    everybody = [await people.person() for _ in range(3)]
    for person in everybody:
        for title_id in titles:
            await completed(beside, person, title_id)
    await asyncio.sleep(0.5)  # until what was done by hand is noticed
    paths = [f"{TITLES}/{{}}", TITLES, WATCHLIST, "/api/v1/ratings", f"{TITLES}/{{}}/reviews"]
    seen: dict[tuple[Any, ...], str] = {}
    known = 0
    async with _twin_of(alone) as twin:
        for _ in range(800):
            person, title_id = choice.choice(everybody), choice.choice(titles)
            if choice.random() < 0.1:
                await _write(choice, person, title_id)
                continue
            path = choice.choice(paths).format(title_id)
            tag = seen.get((person.id, path), '"none"')
            headers = {"Authorization": person.http.headers["Authorization"], "If-None-Match": tag}
            with counted_statements() as statements:
                answer = await person.http.get(path, headers=headers)
            assert comparable(answer) == comparable(await twin.get(path, headers=headers))
            known += answer.status_code == 304 and not statements
            seen[person.id, path] = answer.headers["etag"]
    assert known > 50


@asynccontextmanager
async def _twin_of(alone: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Give a service that knows and keeps nothing, and says that its sessions are those of the other one."""
    kept = alone.state.container
    settings = kept.settings().model_copy(update={"cache": CacheSettings(enabled=False)})
    twin = create_application(settings, secret=kept.secret(), dsn=kept.dsn())
    container = twin.state.container
    container.options.override(providers.Object(kept.options()))
    twin.state.logics = logics_of(container)
    async with anonymous(twin) as http:
        yield http
    await close(container)


async def _write(choice: random.Random, person: Person, title_id: UUID) -> None:
    score = choice.randint(1, 5)
    answer = await person.http.post("/api/v1/ratings", json={"title_id": str(title_id), "score": score})
    if answer.status_code == httpx.codes.CONFLICT:
        ratings = (await person.http.get("/api/v1/ratings")).json()["items"]
        rated = next(one for one in ratings if one["title"]["id"] == str(title_id))
        answer = await person.http.put(rating_at(rated), json={"score": score})
    assert answer.is_success, answer.text
