"""A history of many years: it is taken in and rolled back in bounded memory, whatever its statements take."""

import asyncio
import resource
from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.support.accounts import Person
from tests.support.import_running import parsed, shown
from watchkeeper.configs.container import Container
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.import_state import RUNNING, ImportMode
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.text_statements import text_statement

_TITLES = 2000
_LEFT = text_statement(
    """
    SELECT (SELECT count(*) FROM plays WHERE user_id = :user_id)
        + (SELECT count(*) FROM titles WHERE owner_id = :user_id)
        + (SELECT count(*) FROM viewings WHERE user_id = :user_id)
    """
)
_ROWS = 20_000
_MAX_GROWTH_MIB = 200


def history() -> Iterator[ImportRecord]:
    """Yield episodes of many shows, each seen on a day of its own."""
    for row in range(_ROWS):
        title, episode = row % _TITLES, row // _TITLES
        play = ImportedPlay(
            when=When.parse(f"20{episode % 20:02}-{episode % 12 + 1:02}-{title % 28 + 1:02}"),
            season=episode // 10 + 1,
            number=episode % 10 + 1,
            is_event=True,
        )
        yield ImportRecord(
            member="history.json",
            row=row + 1,
            kind=RecordKind.PLAY,
            title=f"Show {title}",
            year=1990,
            media_type=MediaType.SHOW,
            status=WatchStatus.WATCHING,
            plays=(play,),
        )


async def ended(container: Container, person: Person, import_id: UUID, state: str) -> None:
    while (found := await shown(container, person, import_id)).state in RUNNING:
        await container.import_work_logic().work()
        await asyncio.sleep(0.02)
    assert found.state == state, found.error


@pytest.mark.long
async def test_many_years_are_taken_in_and_rolled_back(container: Container, person: Person) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    import_id = await parsed(container, person, history(), "trakt")
    await ended(container, person, import_id, "preview")
    await container.import_review_logic().begin_commit(person.id, import_id, ImportMode.ONLY_NEW, skips_undecided=True)
    await ended(container, person, import_id, "committed")
    await container.import_review_logic().roll_back(person.id, import_id)
    await ended(container, person, import_id, "rolled_back")
    assert await container.database().fetch_value(_LEFT, user_id=person.id) == 0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < _MAX_GROWTH_MIB << 10
