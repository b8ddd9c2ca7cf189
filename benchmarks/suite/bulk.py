"""People add as many titles in one request as one by one: what an entry costs of the service and of PostgreSQL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any, Final
from uuid import UUID

from benchmarks.suite.generator import send_for
from benchmarks.suite.importing import new_titles
from benchmarks.suite.load import Request
from benchmarks.suite.postgres import Postgres
from benchmarks.suite.processes import Server
from benchmarks.suite.statistics import Goal
from benchmarks.suite.targets import Person

BULK_GOAL: Final = Goal(15, 20, is_least=True)
"""Of the processor time of 500 requests of one entry and of one request of 500."""

_ENTRIES: Final = 500
_PEOPLE: Final = 4
_LATEST_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class BulkCost:
    """Processor time of the service and of PostgreSQL in microseconds an entry, one by one and in bulk, and the time of
    a bulk request in milliseconds."""

    single: float
    single_database: float
    bulk: float
    bulk_database: float
    milliseconds: float

    @property
    def ratio(self) -> float:
        return (self.single + self.single_database) / (self.bulk + self.bulk_database)


async def add_in_bulk(connection: Any, postgres: Postgres, server: Server, people: Sequence[Person]) -> BulkCost:  # noqa: ANN401
    """Add titles that people do not have yet: some one by one, as many again in bulk."""
    titles = [(person, await new_titles(connection, person, 2 * _ENTRIES)) for person in people[:_PEOPLE]]
    number = sum(len(found) for _, found in titles) // 2
    costs: list[float] = []
    for requests, expected in ((_one_by_one(titles), 201), (_together(titles), 200)):
        before = server.cpu_seconds(), postgres.cpu_seconds()
        tally = await send_for(_LATEST_SECONDS, server.port, requests, 1, expected=expected)
        tally.require("additions")
        used = server.cpu_seconds() - before[0], postgres.cpu_seconds() - before[1]
        costs += [1e6 * seconds / number for seconds in used]
    single, single_database, bulk, bulk_database = costs
    return BulkCost(single, single_database, bulk, bulk_database, tally.percentile(0.5))


def _one_by_one(titles: Sequence[tuple[Person, Sequence[UUID]]]) -> Iterator[bytes]:
    for person, found in titles:
        for title in found[: len(found) // 2]:
            body = dumps({"title_id": str(title), "status": "planned"})
            yield Request("POST", "/api/v1/watchlist", person.token, body=body).encoded()


def _together(titles: Sequence[tuple[Person, Sequence[UUID]]]) -> Iterator[bytes]:
    for person, found in titles:
        items = [{"action": "create", "title_id": str(one), "status": "planned"} for one in found[len(found) // 2 :]]
        yield Request("POST", "/api/v1/watchlist/bulk", person.token, body=dumps({"items": items})).encoded()
