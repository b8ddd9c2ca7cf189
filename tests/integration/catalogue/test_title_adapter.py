"""The catalogue's adapters on PostgreSQL: how much they ask, and what they promise beside each other."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.logics.catalogue.lookup_logic import GenreLogic
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.models.dtos.catalogue.genre_dtos import CreateGenreInput
from watchkeeper.models.dtos.catalogue.title_dtos import CreateTitleInput
from watchkeeper.models.errors.catalogue_errors import GenreNotFoundError, TitleNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title import Title
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.sorts import TitleSort

ADMIN = Principal(uuid4(), uuid4(), Role.ADMIN)


@pytest.fixture
def logic(container: Container, empty_tables: None) -> TitleLogic:
    logic: TitleLogic = container.title_logic()
    return logic


@contextmanager
def statements_of(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect every statement that the test sends within the block: background tasks send others."""
    sent: list[str] = []
    own_task = asyncio.current_task()
    connection_of = database.pool.connection

    class Listener:
        def __init__(self, connection: Any) -> None:
            self._connection = connection

        def __getattr__(self, name: str) -> Any:
            call = getattr(self._connection, name)

            async def recorded(sql: str, *arguments: Any) -> Any:
                if asyncio.current_task() is own_task:
                    sent.append(sql)
                return await call(sql, *arguments)

            return recorded

    @asynccontextmanager
    async def listening_connection() -> AsyncIterator[Any]:
        async with connection_of() as connection:
            yield Listener(connection)

    with monkeypatch.context() as patch:
        patch.setattr(database.pool, "connection", listening_connection)
        yield sent


async def filled(container: Container, logic: TitleLogic, count: int) -> list[Title]:
    """Create titles that have two genres each."""
    genre_logic: GenreLogic = container.genre_logic()
    genres = [(await genre_logic.create(CreateGenreInput(name=f"Genre {uuid4()}"))).id for _ in range(2)]
    inputs = [
        CreateTitleInput(title=f"Title {number}", media_type=MediaType.MOVIE, genre_ids=genres)
        for number in range(count)
    ]
    return [(await logic.create_title(each, ADMIN)).model for each in inputs]


@pytest.mark.parametrize("count", [0, 1, 30])
async def test_page_of_any_size_takes_one_statement_for_whoever_asks(
    container: Container, logic: TitleLogic, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    await filled(container, logic, count)
    request, filters = PageRequest(limit=100), TitleFilter(query="title")

    with statements_of(container.database(), monkeypatch) as anonymous:
        page = await logic.search_titles(filters, None, request, None)
    with statements_of(container.database(), monkeypatch) as signed_in:
        await logic.search_titles(filters, None, request, ADMIN)

    assert len(page.items) == count
    # Where nothing is found, words are looked up that may be meant, and the search is tried once more.
    assert [len(anonymous), len(signed_in)] == ([1, 1] if count else [3, 3])


async def test_one_title_takes_one_statement_for_whoever_asks(
    container: Container, logic: TitleLogic, monkeypatch: pytest.MonkeyPatch
) -> None:
    (title,) = await filled(container, logic, 1)

    with statements_of(container.database(), monkeypatch) as anonymous:
        await logic.get_title(title.id, None)
    with statements_of(container.database(), monkeypatch) as signed_in:
        await logic.get_title(title.id, ADMIN)

    assert (len(anonymous), len(signed_in)) == (1, 1)


async def test_genre_of_an_open_transaction_can_not_be_removed_before_it_ends(
    container: Container, logic: TitleLogic, connection: asyncpg.Connection
) -> None:
    (title,) = await filled(container, logic, 1)
    genre_logic: GenreLogic = container.genre_logic()
    genre = await genre_logic.create(CreateGenreInput(name="Western"))

    async with connection.transaction():
        await connection.execute("DELETE FROM genres WHERE id = $1", genre.id)
        linking = asyncio.create_task(container.titles().set_genres(title.id, [genre.id]))
        done, _ = await asyncio.wait([linking], timeout=0.2)
        assert not done, "the link must wait for the removal"
    assert await linking == frozenset()
    with pytest.raises(GenreNotFoundError):
        await genre_logic.get(genre.id)


def _genre_ids(title: Title) -> list[UUID]:
    return [UUID(genre["id"]) for genre in msgspec.json.decode(title.genres)]


async def test_setting_genres_returns_those_that_exist_and_drops_the_others(
    container: Container, logic: TitleLogic
) -> None:
    (title,) = await filled(container, logic, 1)
    kept = _genre_ids(title)[0]

    assert await container.titles().set_genres(title.id, [kept, uuid4()]) == {kept}
    assert _genre_ids((await container.titles().get(title.id)).model) == [kept]


async def test_unknown_title_raises(container: Container, logic: TitleLogic) -> None:
    with pytest.raises(TitleNotFoundError):
        await container.titles().get(uuid4())
    with pytest.raises(TitleNotFoundError):
        await container.titles().require(uuid4())


@pytest.mark.parametrize("sort", list(TitleSort))
async def test_every_sort_goes_with_every_filter(container: Container, logic: TitleLogic, sort: TitleSort) -> None:
    filters = TitleFilter(
        query="title",
        media_type=MediaType.MOVIE,
        genre_ids=(uuid4(),),
        platform_ids=(uuid4(),),
        year_from=1990,
        year_to=2000,
        min_rating=3.5,
        is_active=True,
    )

    page = await container.titles().search(filters, sort, PageRequest(with_total=True))

    assert (page.items, page.total) == ([], 0)
