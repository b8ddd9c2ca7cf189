"""Commits and rollbacks that a crash interrupts go on, and write everything once."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.import_running import committed, parsed, previewed, rolled_back, shown, worked
from tests.support.libraries import all_of, library_of
from tests.support.watchlist import stored_title
from watchkeeper.configs.container import Container
from watchkeeper.logics.imports.matching import work_portions
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_library import LibraryWrites
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.import_state import RUNNING, ImportMode, ImportState
from watchkeeper.models.types.undo.operation import OperationPart
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import When

_FILMS = 12


class CrashError(Exception):
    """The process is gone."""


def films() -> Sequence[ImportRecord]:
    return [
        ImportRecord(
            member="diary.csv",
            row=number,
            kind=RecordKind.PLAY,
            title=f"Film {number}",
            year=1990,
            media_type=MediaType.MOVIE,
            status=WatchStatus.COMPLETED,
            plays=(ImportedPlay(when=When.parse("2024-02-29"), is_event=True),),
        )
        for number in range(1, _FILMS + 1)
    ]


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_portions, "PORTION", 5)


def crashing(container: Container, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let the process that writes die once, after so many portions have been stored."""
    library = container.import_library()
    write, number = library.write, 0

    async def writing(user_id: UUID, writes: LibraryWrites) -> None:
        nonlocal number
        await write(user_id, writes)
        number += 1
        if number == after + 1:
            raise CrashError

    monkeypatch.setattr(library, "write", writing)


async def taken_over(container: Container, person: Person, connection: asyncpg.Connection, import_id: UUID) -> None:
    """Let another process go on each time, without waiting for the claim of the one that died."""
    async with asyncio.timeout(60):
        while (await shown(container, person, import_id)).state in RUNNING:
            await connection.execute("UPDATE imports SET claimed_until = now() - interval '1 second'")
            with contextlib.suppress(CrashError):
                await container.import_work_logic().work()


@pytest.mark.parametrize("after", [0, 1, 2])
async def test_a_commit_goes_on_after_a_crash(
    container: Container, person: Person, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    import_id = await previewed(container, person, films(), "letterboxd")
    crashing(container, monkeypatch, after)
    await container.import_review_logic().begin_commit(person.id, import_id, ImportMode.ONLY_NEW, skips_undecided=True)
    await taken_over(container, person, connection, import_id)
    stored = await shown(container, person, import_id)
    assert (stored.state, stored.written["plays"], stored.written["titles"]) == ("committed", _FILMS, _FILMS)
    assert len(await library_of(person)) == len(await all_of(person, "/plays")) == _FILMS


async def rolled_back_after_a_crash(container: Container, person: Person, connection: asyncpg.Connection) -> None:
    import_id = await previewed(container, person, films(), "letterboxd")
    await committed(container, person, import_id)
    await container.import_review_logic().roll_back(person.id, import_id)
    await taken_over(container, person, connection, import_id)
    assert (await shown(container, person, import_id)).state == ImportState.ROLLED_BACK
    assert await library_of(person) == await all_of(person, "/plays") == []
    assert await connection.fetchval("SELECT count(*) FROM titles") == 0
    undo, _ = (await person.http.get("/api/v1/operations")).json()["items"]
    assert (undo["kind"], undo["counts"]) == ("undo", {"restored": 2 * _FILMS, "left": 0})


async def test_a_rollback_goes_on_with_what_a_crash_left(
    container: Container, person: Person, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations = container.operation_rows()
    remove, left = operations.remove_rows, []

    async def removing(user_id: UUID, part: OperationPart) -> None:
        await remove(user_id, part)
        left.append(await connection.fetchval("SELECT count(*) FROM plays"))
        if len(left) == 2:
            raise CrashError

    monkeypatch.setattr(operations, "remove_rows", removing)
    await rolled_back_after_a_crash(container, person, connection)
    assert left == [12, 10, 10, 5]  # what others see while parts of 2, 5, 5 and 5 films are undone


async def test_a_rollback_goes_on_with_its_titles_after_a_crash(
    container: Container, person: Person, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = container.import_library()
    remove, dies = library.remove_titles, [True]

    async def removing(user_id: UUID, import_id: UUID, place: int, limit: int) -> int | None:
        removed = await remove(user_id, import_id, place, limit)
        if dies.pop() if dies else False:
            raise CrashError
        return removed

    monkeypatch.setattr(library, "remove_titles", removing)
    await rolled_back_after_a_crash(container, person, connection)


async def test_two_workers_write_an_import_once(container: Container, person: Person) -> None:
    import_id = await parsed(container, person, films(), "letterboxd")
    work = container.import_work_logic().work
    await asyncio.gather(*(work() for _ in range(3)))
    await worked(container, person, import_id)
    await container.import_review_logic().begin_commit(person.id, import_id, ImportMode.ONLY_NEW, skips_undecided=True)
    await asyncio.gather(*(work() for _ in range(3)))
    await worked(container, person, import_id)
    assert len(await all_of(person, "/plays")) == _FILMS
    await container.import_review_logic().roll_back(person.id, import_id)
    await asyncio.gather(*(work() for _ in range(3)))
    await worked(container, person, import_id)
    assert (await shown(container, person, import_id)).state == ImportState.ROLLED_BACK
    assert await library_of(person) == await all_of(person, "/plays") == []


async def test_a_title_that_two_portions_wrote_to_is_rolled_back(
    container: Container, person: Person, connection: asyncpg.Connection
) -> None:
    await stored_title(connection, "Heat", external_ids={"imdb": "tt0113277", "tmdb": "949"})
    first, *others, last = films()
    first = replace(first, title="Heat", external_ids={"imdb": "tt0113277"})
    later = ImportedPlay(when=When.parse("2025-01-01"), is_event=True)
    last = replace(last, title="Feuer", external_ids={"tmdb": "949"}, plays=(later,), notes="Again.")
    import_id = await previewed(container, person, [first, *others, last], "letterboxd")
    shown_ = await committed(container, person, import_id)
    assert (shown_.written["titles"], shown_.written["plays"]) == (_FILMS - 2, _FILMS)
    shown_ = await rolled_back(container, person, import_id)
    assert (shown_.state, shown_.error) == ("rolled_back", None)
    assert await library_of(person) == await all_of(person, "/plays") == []
