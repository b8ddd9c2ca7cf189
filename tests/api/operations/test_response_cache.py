"""Answers that are kept: given without asking for them again, right after every write, and to nobody else."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.access import Stage
from tests.support.accounts import Accounts, Person
from tests.support.feedback import completed, rate, review, watched_title
from tests.support.operations import Operation
from tests.support.resources import ACCESS
from tests.support.response_caching import KEPT, KeepingService, comparable, content_of, keeping_service, kept_address
from tests.support.watchlist import stored_genre, stored_title
from watchkeeper.configs.container import Container
from watchkeeper.configs.settings import CacheSettings
from watchkeeper.repositories.catalogue.adapters.title_postgres_adapter import PostgresTitleAdapter

TITLES = "/api/v1/titles"
WRITES = [operation for operation in ACCESS if not operation.startswith("GET")]


@pytest.fixture(scope="module")
async def keeping(dsn: str) -> AsyncIterator[KeepingService]:
    async with keeping_service(dsn) as service:
        yield service


@pytest.fixture(scope="module")
async def forgetful(dsn: str) -> AsyncIterator[KeepingService]:
    """The same service, keeping nothing."""
    async with keeping_service(dsn, cache=CacheSettings(enabled=False)) as service:
        yield service


@pytest.fixture
async def service(keeping: KeepingService, connection: asyncpg.Connection, empty_tables: None) -> KeepingService:
    """A service that has kept nothing yet: emptying passes over the triggers that tell of writes."""
    await connection.execute("UPDATE content_versions SET changes = changes + 1 WHERE slot = 0")
    keeping.lookups.counted.clear()
    return keeping


@pytest.fixture
async def ids(accounts: Accounts, connection: asyncpg.Connection) -> dict[str, object]:
    """One of each thing that kept answers are about."""
    person = await accounts.person()
    title_id = await watched_title(connection, person)
    written = await review(person, title_id)
    platform = await (await accounts.admin()).http.post("/api/v1/platforms", json={"name": "Criterion"})
    return {
        "title_id": title_id,
        "review_id": written["id"],
        "genre_id": await stored_genre(connection),
        "platform_id": platform.json()["id"],
    }


def test_what_is_kept_is_all_that_is_public() -> None:
    public = {f"GET {path}" for path in (TITLES, f"{TITLES}/{{title_id}}", f"{TITLES}/{{title_id}}/reviews")}
    public |= {f"GET /api/v1/{kind}" for kind in ("genres", "platforms")}
    public |= {
        "GET /api/v1/genres/{genre_id}",
        "GET /api/v1/platforms/{platform_id}",
        "GET /api/v1/reviews/{review_id}",
        f"GET {TITLES}/suggest",
        f"GET {TITLES}/facets",
        f"GET {TITLES}/{{title_id}}/related",
    }
    assert {str(operation) for operation in KEPT} == public


@pytest.mark.parametrize("operation", KEPT, ids=str)
async def test_second_answer_is_the_first_without_a_question(
    operation: Operation, ids: dict[str, object], service: KeepingService
) -> None:
    address = kept_address(operation, ids)
    with service.watched() as statements:
        first = await service.http.get(address)
        assert len(statements.about_content) >= 1
    with service.watched() as statements:
        second = await service.http.get(address)
        head = await service.http.head(address)
        current = await service.http.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert statements.about_content == []
    assert first.status_code == 200
    assert comparable(second) == comparable(first)
    assert (head.status_code, head.headers["etag"], head.content) == (200, first.headers["etag"], b"")
    assert (current.status_code, current.content) == (304, b"")
    for name in ("cache-control", "etag", "vary"):
        assert current.headers.get(name) == first.headers.get(name)
    area = content_of(operation)
    assert [one for one in service.lookups.counted if one[0] == area] == [(area, "miss"), *[(area, "hit")] * 3]


@pytest.mark.parametrize("operation", KEPT, ids=str)
async def test_nothing_is_kept_where_that_is_switched_off(
    operation: Operation, ids: dict[str, object], forgetful: KeepingService
) -> None:
    await forgetful.http.get(kept_address(operation, ids))
    with forgetful.watched() as statements:
        assert (await forgetful.http.get(kept_address(operation, ids))).status_code == 200
        assert len(statements.about_content) >= 1
        assert statements.about_content == statements.seen


async def test_another_query_is_another_answer(connection: asyncpg.Connection, service: KeepingService) -> None:
    for title in ("Heat", "Ran", "Alien"):
        await stored_title(connection, title)
    queries = [
        "?limit=1",
        "?limit=2",
        "?sort=title",
        "?sort=-title",
        "?q=heat",
        "?q=ran",
        "?with_total=true",
        "",
    ]
    answers = [(await service.http.get(TITLES + query)).content for query in queries]
    assert [(await service.http.get(TITLES + query)).content for query in queries] == answers
    assert len(set(answers)) == len(queries)


async def test_refusals_are_not_kept(connection: asyncpg.Connection, service: KeepingService) -> None:
    title_id = await stored_title(connection, is_active=False)
    for address in (f"{TITLES}/{title_id}", f"{TITLES}?limit=0", f"{TITLES}?cursor=nonsense"):
        answers = [await service.http.get(address) for _ in range(2)]
        assert [answer.status_code for answer in answers] in ([404, 404], [422, 422])
        assert len({answer.json()["request_id"] for answer in answers}) == 2
    assert {outcome for _area, outcome in service.lookups.counted} == {"miss"}


@pytest.mark.parametrize("operation", WRITES)
async def test_after_every_write_kept_answers_are_those_that_would_be_made(
    operation: str,
    accounts: Accounts,
    connection: asyncpg.Connection,
    container: Container,
    ids: dict[str, object],
    service: KeepingService,
    forgetful: KeepingService,
) -> None:
    """A write that is forgotten to be told of shows here, as soon as the access table has it."""
    stage = Stage(accounts, connection, service.http)
    await stage.set_up(container)
    for caller in ("owner", "admin"):
        act = await stage.prepared(operation, caller)
        addresses = await _addresses(connection, ids)
        for address in addresses:
            await service.http.get(address)
        await act()
        for address in sorted({*addresses, *await _addresses(connection, ids)}):
            cached, made = await service.http.get(address), await forgetful.http.get(address)
            assert comparable(cached) == comparable(made), address


async def _addresses(connection: asyncpg.Connection, ids: dict[str, object]) -> list[str]:
    """Return addresses of everything that is kept: of `ids`, and of all there is besides."""
    titles = [row["id"] for row in await connection.fetch("SELECT id FROM titles")]
    reviews = [row["id"] for row in await connection.fetch("SELECT id FROM reviews")]
    known = [ids, *({**ids, "title_id": id_} for id_ in titles), *({**ids, "review_id": id_} for id_ in reviews)]
    return sorted({kept_address(operation, names) for operation in KEPT for names in known})


async def test_rating_is_in_the_very_next_answer(
    accounts: Accounts, connection: asyncpg.Connection, service: KeepingService
) -> None:
    """Whichever process has taken it: here it was the service that all tests share."""
    title_id = await watched_title(connection)
    for count in range(1, 4):
        person = await accounts.person()
        await completed(connection, person, title_id)
        await rate(person, title_id)
        for address in (f"{TITLES}/{title_id}", TITLES):
            answer = (await service.http.get(address)).json()
            assert answer.get("items", [answer])[0]["rating"]["count"] == count


async def test_what_one_person_sees_is_shown_to_nobody_else(
    accounts: Accounts, connection: asyncpg.Connection, service: KeepingService
) -> None:
    one, other = await accounts.person(), await accounts.person()
    title_id = await watched_title(connection, one)
    await rate(one, title_id)
    await review(one, title_id)
    for address in (f"{TITLES}/{title_id}", TITLES, f"{TITLES}/{title_id}/reviews"):
        for person in (one, None, other, one, None, other, None):
            answer = await service.http.get(address, headers=_credentials(person))
            assert answer.headers["cache-control"] == ("public" if person is None else "private") + ", no-cache"
            assert answer.headers["vary"].split(", ")[0] == "Authorization"
            if address.endswith("reviews"):
                continue
            document = answer.json()
            viewer = document.get("items", [document])[0].get("viewer")
            assert (viewer is None) == (person is None)
            assert ("completed" in str(viewer)) == (person is one)
    assert "viewer" not in str(
        [entry[0] for entry in service.application.state.container.response_store()._entries.values()]
    )


async def test_admin_sees_what_is_not_active_and_nobody_is_shown_it_after(
    accounts: Accounts, connection: asyncpg.Connection, service: KeepingService
) -> None:
    admin = await accounts.admin()
    title_id = await stored_title(connection, is_active=False)
    for person, status in ((admin, 200), (None, 404), (admin, 200), (None, 404)):
        answer = await service.http.get(f"{TITLES}/{title_id}", headers=_credentials(person))
        assert answer.status_code == status


async def test_credentials_that_are_not_valid_are_refused_where_an_answer_is_kept(
    ids: dict[str, object], service: KeepingService
) -> None:
    for path, status in ((TITLES, 401), ("/api/v1/genres", 200)):
        await service.http.get(path)
        assert (await service.http.get(path, headers={"Authorization": "Bearer nonsense"})).status_code == status


async def test_facets_are_counted_once_for_all_who_have_no_titles_of_their_own(
    accounts: Accounts, connection: asyncpg.Connection, service: KeepingService
) -> None:
    person, other, owner = [await accounts.person() for _ in range(3)]
    media = {"source": "imdb", "media_type": "anime", "external_id": "tt9000001", "title": "Own"}
    added = await owner.http.post("/api/v1/watchlist", json={"media": media, "status": "planned"})
    assert added.status_code == 201, added.text

    async def facets(reader: Person | None) -> tuple[dict[str, int], int]:
        with service.watched() as statements:
            answer = await service.http.get(f"{TITLES}/facets", headers=_credentials(reader))
        return answer.json()["by_media_type"], sum("title_platforms" in one for one in statements.seen)

    for movies in (0, 1):
        shown = {"movie": movies, "show": 0, "anime": 0}
        assert await facets(person) == (shown, 1)
        assert [await facets(reader) for reader in (person, other)] == [(shown, 0)] * 2
        assert await facets(owner) == (shown | {"anime": 1}, 1)
        await connection.execute("UPDATE title_figures SET weighted = weighted + 0.1")  # as a rating does
        assert [await facets(reader) for reader in (person, None)] == [(shown, 0)] * 2
        await stored_title(connection)


async def test_facets_of_what_is_rated_well_follow_each_rating(
    connection: asyncpg.Connection, service: KeepingService
) -> None:
    await stored_title(connection)
    for rating, movies in ((3, 0), (4, 1), (3, 0)):
        await connection.execute("UPDATE title_figures SET half_steps_sum = $1, ratings_count = 1", rating * 2)
        answer = await service.http.get(f"{TITLES}/facets?min_rating=4")
        assert answer.json()["by_media_type"]["movie"] == movies


def _credentials(person: Person | None) -> dict[str, str]:
    return {} if person is None else {"Authorization": person.http.headers["Authorization"]}


class PausingTitles(PostgresTitleAdapter):
    """Titles whose reader pauses between having read and giving it back, when a test says so."""

    def __init__(self, container: Container) -> None:
        super().__init__(container.database(), facets=container.title_facets())
        self.has_read = asyncio.Event()
        self.may_return = asyncio.Event()
        self.reads = 0

    async def get(self, id: UUID, viewer_id: UUID | None = None, *, sees_all: bool = False) -> Any:  # noqa: A002
        title = await super().get(id, viewer_id, sees_all=sees_all)
        self.reads += 1
        self.has_read.set()
        await self.may_return.wait()
        return title


@pytest.fixture
def titles(service: KeepingService, monkeypatch: pytest.MonkeyPatch) -> PausingTitles:
    titles = PausingTitles(service.application.state.container)
    monkeypatch.setattr(service.application.state.container.title_logic(), "_titles", titles)
    return titles


async def test_answer_that_a_write_has_overtaken_is_not_given_after_it(
    connection: asyncpg.Connection, service: KeepingService, titles: PausingTitles
) -> None:
    title_id = await stored_title(connection, "before")
    reader = asyncio.create_task(service.http.get(f"{TITLES}/{title_id}"))
    await titles.has_read.wait()
    await connection.execute("UPDATE titles SET title = 'after' WHERE id = $1", title_id)
    titles.may_return.set()
    assert (await reader).json()["title"] == "before"
    assert (await service.http.get(f"{TITLES}/{title_id}")).json()["title"] == "after"


async def test_who_asks_after_a_write_does_not_join_who_asked_before(
    connection: asyncpg.Connection, service: KeepingService, titles: PausingTitles
) -> None:
    title_id = await stored_title(connection, "before")
    early = asyncio.create_task(service.http.get(f"{TITLES}/{title_id}"))
    await titles.has_read.wait()
    await connection.execute("UPDATE titles SET title = 'after' WHERE id = $1", title_id)
    titles.has_read.clear()
    late = asyncio.create_task(service.http.get(f"{TITLES}/{title_id}"))
    await titles.has_read.wait()
    titles.may_return.set()
    assert [(await one).json()["title"] for one in (early, late)] == ["before", "after"]


async def test_equal_requests_at_once_are_answered_from_one_read(
    connection: asyncpg.Connection, service: KeepingService, titles: PausingTitles
) -> None:
    title_id = await stored_title(connection)
    readers = [asyncio.create_task(service.http.get(f"{TITLES}/{title_id}")) for _ in range(20)]
    await titles.has_read.wait()
    readers[0].cancel()  # who began it may leave
    while len(service.lookups.counted) < 20:  # noqa: ASYNC110 - until all have asked; nothing else tells
        await asyncio.sleep(0)
    titles.may_return.set()
    answers = [await reader for reader in readers[1:]]
    assert {answer.status_code for answer in answers} == {200}
    assert titles.reads == 1


async def test_failure_is_told_to_all_who_waited_and_not_kept(service: KeepingService, titles: PausingTitles) -> None:
    titles.may_return.set()
    address = f"{TITLES}/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"
    answers = await asyncio.gather(*(service.http.get(address) for _ in range(5)))
    assert {answer.json()["code"] for answer in answers} == {"title_not_found"}
    assert len({answer.json()["request_id"] for answer in answers}) == 5


async def test_bytes_are_bounded(dsn: str, connection: asyncpg.Connection, empty_tables: None) -> None:
    title_ids = [await stored_title(connection, f"Heat {number}") for number in range(20)]
    async with keeping_service(dsn, cache=CacheSettings(bytes=5000)) as service:
        for title_id in title_ids:
            assert (await service.http.get(f"{TITLES}/{title_id}")).status_code == 200
        store = service.application.state.container.response_store()
        assert 0 < store._bytes <= 5000
        assert 0 < len(store._entries) < 20
