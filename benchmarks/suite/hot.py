"""Many ratings of the same titles, and pings beside sign-ins."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, Final

from benchmarks.suite.dataset import PASSWORD
from benchmarks.suite.generator import send_for
from benchmarks.suite.load import Request
from benchmarks.suite.statistics import Goal
from benchmarks.suite.targets import Person, Targets

CONVOY_GOAL: Final = Goal(5, 3)
"""Of p99 and median: where some wait for all others, they wait much longer than most."""

LOGIN_GOAL: Final = Goal(3, 2)
_WRITES: Final = 500
HOT_TITLES: Final = (5, 1)
_AT_ONCE: Final = 100
_LOGINS: Final = 16
_LATEST_SECONDS: Final = 60.0
_CREATED: Final = 201
TOLD_SECONDS: Final = 11.0
"""When deadlocks are known: processes of the server tell of theirs once they have been idle for ten seconds."""


@dataclass(frozen=True, slots=True)
class HotTitles:
    """Ratings given at once to few titles: how many of them, how many succeeded, how many figures are wrong after.

    Times in milliseconds.
    """

    writes: int
    created: int
    titles: int
    wrong: int
    seconds: float
    p50: float
    p99: float
    deadlocks: int = 0

    @property
    def is_exact(self) -> bool:
        return self.wrong == 0 and self.deadlocks == 0 and self.created == self.writes


@dataclass(frozen=True, slots=True)
class Logins:
    """p99 of GET /health in milliseconds, idle and beside sign-ins, and how many sign-ins there were."""

    idle: float
    busy: float
    count: int


async def rate_hot_titles(connection: Any, port: int, targets: Targets) -> list[HotTitles]:  # noqa: ANN401
    """Let many people rate few titles at once, then a single one, and compare the figures with the ratings."""
    return [await _rate_titles(connection, port, targets, number) for number in HOT_TITLES]


async def _rate_titles(connection: Any, port: int, targets: Targets, number: int) -> HotTitles:  # noqa: ANN401
    titles = targets.titles[-number:]
    rows = await connection.fetch("SELECT user_id, title_id FROM ratings WHERE title_id = ANY($1::uuid[])", titles)
    rated = {(row["user_id"], row["title_id"]) for row in rows}
    pairs = [
        (person, title)
        for person, title in zip(targets.people, cycle(titles), strict=False)
        if (person.id, title) not in rated
    ]
    requests = [_rating(person, title, place) for place, (person, title) in enumerate(pairs[:_WRITES])]
    before = await deadlocks(connection)
    tally = await send_for(_LATEST_SECONDS, port, iter(requests), min(_AT_ONCE, len(requests)), expected=_CREATED)
    tally.require("ratings")
    return HotTitles(
        deadlocks=await deadlocks(connection, after=TOLD_SECONDS) - before,
        writes=len(requests),
        created=tally.statuses.get(_CREATED, 0),
        titles=len(titles),
        wrong=await _wrong_figures(connection),
        seconds=tally.seconds,
        p50=tally.percentile(0.5),
        p99=tally.percentile(0.99),
    )


async def deadlocks(connection: Any, *, after: float = 0.0) -> int:  # noqa: ANN401
    """Return how many there have been, `after` so many seconds."""
    await asyncio.sleep(after)
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    number: int = await connection.fetchval(query)
    return number


def _rating(person: Person, title: object, place: int) -> bytes:
    body = {"title_id": str(title), "score": 1 + place % 9 / 2, "mark_completed": True}
    return Request("POST", "/api/v1/ratings", person.token, body=json.dumps(body)).encoded()


async def _wrong_figures(connection: Any) -> int:  # noqa: ANN401
    """Return how many titles of the whole catalogue have a count, sum or average that their ratings don't give."""
    wrong: int = await connection.fetchval(
        "SELECT count(*) FROM title_figures LEFT JOIN (SELECT title_id, count(*) AS number, sum(half_steps) AS total"
        " FROM ratings GROUP BY title_id) AS rated USING (title_id)"
        " WHERE (ratings_count, half_steps_sum) IS DISTINCT FROM (coalesce(number, 0), coalesce(total, 0))"
        " OR average IS DISTINCT FROM round(total / (2.0 * number), 2)"
    )
    return wrong


async def ping_beside_logins(port: int, people: Sequence[Person], seconds: float) -> Logins:
    """Measure /health without and with sign-ins in flight. Raises MeasurementError when one of them fails."""
    idle = await send_for(seconds, port, _pings(), 1)
    logins = (login_of(person).encoded() for person in cycle(people))
    signing_in = asyncio.create_task(send_for(seconds, port, islice(logins, 10_000), _LOGINS))
    busy, signed_in = await asyncio.gather(send_for(seconds, port, _pings(), 1), signing_in)
    for what, tally in (("GET /health", idle), ("GET /health", busy), ("sign-ins", signed_in)):
        tally.require(what)
    return Logins(idle.percentile(0.99), busy.percentile(0.99), signed_in.responses)


def _pings() -> Iterator[bytes]:
    return cycle([Request("GET", "/health").encoded()])


def login_of(person: Person) -> Request:
    """Return the sign-in of a person of the data."""
    body = {"username": f"person{person.number}", "password": PASSWORD}
    return Request("POST", "/api/v1/auth/login", body=json.dumps(body))
