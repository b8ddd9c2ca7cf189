"""What is measured besides the classes of endpoints, one after the other: a failure ends one and leaves the others."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from benchmarks.suite.bulk import add_in_bulk
from benchmarks.suite.classes import Bench
from benchmarks.suite.failures import failure_of
from benchmarks.suite.growth import measured_growth
from benchmarks.suite.hot import ping_beside_logins, rate_hot_titles
from benchmarks.suite.importing import UNLIMITED, import_while_reading
from benchmarks.suite.lasting import measured_memory, measured_starts
from benchmarks.suite.load import Request
from benchmarks.suite.results import Results
from benchmarks.suite.targets import with_connection
from benchmarks.suite.trips import trips_of

_LOGIN_SECONDS: Final = 10.0
_SENT_AGAIN: Final = ("list", "title", "search", "rate")
_COUNTED: Final = ("list", "title", "cached", "changes", "search", "add", "rate")


def measure_besides(bench: Bench, results: Results) -> None:
    """Measure what is wanted; a failure is noted under the name that `--only` has for it."""
    for name, measure in MEASUREMENTS.items():
        reason = failure_of(partial(measure, bench, results)) if bench.options.wants(name) else ""
        if reason:
            results.failures[name] = {"": reason}


def _growth(bench: Bench, results: Results) -> None:
    results.growth = asyncio.run(with_connection(bench.postgres.dsn, measured_growth, bench.targets.words))


def _hot(bench: Bench, results: Results) -> None:
    ratings = with_connection(bench.postgres.dsn, rate_hot_titles, bench.service.port, bench.targets)
    results.hot_titles = asyncio.run(ratings)


def _logins(bench: Bench, results: Results) -> None:
    seconds = max(1.0, min(_LOGIN_SECONDS, bench.options.seconds * bench.options.rounds))
    results.logins = asyncio.run(ping_beside_logins(bench.service.port, bench.targets.people, seconds))


def _import(bench: Bench, results: Results) -> None:
    with bench.hosting.service("importing", settings=UNLIMITED) as service:
        entries = with_connection(bench.postgres.dsn, import_while_reading, service.port, bench.targets.people)
        results.importing = asyncio.run(entries)


def _bulk(bench: Bench, results: Results) -> None:
    with bench.hosting.service("bulk", settings=UNLIMITED) as service:
        cost = with_connection(bench.postgres.dsn, add_in_bulk, bench.postgres, service, bench.targets.people)
        results.bulk = asyncio.run(cost)


def _memory(bench: Bench, results: Results) -> None:
    with bench.hosting.service("remembering") as service:
        results.memory = asyncio.run(measured_memory(service, _mixed(bench), bench.options.requests))


def _starts(bench: Bench, results: Results) -> None:
    results.starts = measured_starts(bench.options.folder / "started")


def _trips(bench: Bench, results: Results) -> None:
    results.trips = trips_of(bench.hosting, {name: bench.supply(name)() for name in _COUNTED})


def _mixed(bench: Bench) -> list[Request]:
    """Return some requests of each class that can be sent again, mixed."""
    classes = [bench.supply(name)() for name in _SENT_AGAIN]
    return [request for together in zip(*classes, strict=False) for request in together]


MEASUREMENTS: Final[Mapping[str, Callable[[Bench, Results], None]]] = {
    "growth": _growth,
    "hot": _hot,
    "logins": _logins,
    "bulk": _bulk,
    "import": _import,
    "memory": _memory,
    "starts": _starts,
    "trips": _trips,
}
