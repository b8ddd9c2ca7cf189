"""One person adds thousands of entries over several connections while reading their list."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any, Final
from uuid import UUID

from benchmarks.suite.generator import send_for
from benchmarks.suite.hot import TOLD_SECONDS, deadlocks
from benchmarks.suite.load import Request
from benchmarks.suite.statistics import Goal
from benchmarks.suite.targets import Person
from watchkeeper.configs.limit_settings import LimitSettings

READ_GOAL: Final = Goal(5, 3)
"""Of p99 of the reads during the import and before: eight writes want to be under way beside each, and few may be."""

BESIDE_GOAL: Final = Goal(2, 1.5)
"""Of p99 of the reads beside one's own additions and beside as many of other people: no read waits for a lock."""

UNLIMITED: Final = {"LIMITS__WRITES": "1000000/minute", "LIMITS__READS": "1000000/minute"}
"""Counted as ever, with room for one person's 5,000 writes."""

_ENTRIES: Final = 5000
_WRITERS: Final = 8
_UNDER_WAY: Final = LimitSettings().concurrent_writes
"""How many of one person's additions the service lets be under way at once."""

_LATEST_SECONDS: Final = 300.0
_COMPARED_SECONDS: Final = 3.0
_CREATED: Final = 201


@dataclass(frozen=True, slots=True)
class Importing:
    """Times of reads in milliseconds: p99 before, p99 beside additions of `others` of which as many are under way, and
    median and p99 beside one's own."""

    entries: int
    created: int
    seconds: float
    idle: float
    others: float
    median: float
    busy: float
    deadlocks: int

    @property
    def is_exact(self) -> bool:
        return self.created == self.entries and self.deadlocks == 0


async def import_while_reading(connection: Any, port: int, people: Sequence[Person]) -> Importing:  # noqa: ANN401
    """Add titles that the first person does not have yet, and compare the times of their list before and during it."""
    person, *others = people
    titles = await new_titles(connection, person, _ENTRIES)
    before = await deadlocks(connection)
    idle = await send_for(_COMPARED_SECONDS, port, _reads(person), 1)
    # The additions of others are not checked: a few of these people have the title already, and get 409.
    beside, _ = await asyncio.gather(
        send_for(_COMPARED_SECONDS, port, _reads(person), 1),
        send_for(
            _COMPARED_SECONDS, port, _additions(zip(cycle(others), titles, strict=False)), _UNDER_WAY, expected=_CREATED
        ),
    )
    own = _additions((person, title) for title in titles)
    writing = asyncio.create_task(send_for(_LATEST_SECONDS, port, own, _WRITERS, expected=_CREATED))
    reads = _until_done(writing, _reads(person))
    during, written = await asyncio.gather(send_for(_LATEST_SECONDS, port, reads, 1), writing)
    for what, tally in (("reads", idle), ("reads", beside), ("reads", during), ("additions", written)):
        tally.require(what)
    return Importing(
        entries=len(titles),
        created=written.statuses.get(_CREATED, 0),
        seconds=written.seconds,
        idle=idle.percentile(0.99),
        others=beside.percentile(0.99),
        median=during.percentile(0.5),
        busy=during.percentile(0.99),
        deadlocks=await deadlocks(connection, after=TOLD_SECONDS) - before,
    )


async def new_titles(connection: Any, person: Person, most: int) -> Sequence[UUID]:  # noqa: ANN401
    """Return titles that a person does not have yet."""
    query = (
        "SELECT id FROM titles WHERE is_active"
        " AND NOT EXISTS (SELECT FROM watch_entries WHERE user_id = $1 AND title_id = titles.id) ORDER BY id LIMIT $2"
    )
    return [row["id"] for row in await connection.fetch(query, person.id, most)]


def _additions(requested: Iterable[tuple[Person, UUID]]) -> Iterator[bytes]:
    body = '{{"title_id":"{}","status":"planned"}}'
    for person, title in requested:
        yield Request("POST", "/api/v1/watchlist", person.token, body=body.format(title)).encoded()


def _reads(person: Person) -> Iterator[bytes]:
    return cycle([Request("GET", "/api/v1/watchlist?limit=20", person.token).encoded()])


def _until_done(task: asyncio.Task[Any], requests: Iterator[bytes]) -> Iterator[bytes]:
    while not task.done():
        yield next(requests)
