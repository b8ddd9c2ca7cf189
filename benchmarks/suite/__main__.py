"""make bench: build the data, start the servers, measure, and say how the goals stand. See benchmarks/README.md."""

import asyncio
import os
import secrets
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks.suite import report
from benchmarks.suite.classes import CLASSES, Bench, started_peers, variants_of
from benchmarks.suite.dataset import Size
from benchmarks.suite.facts import facts_of
from benchmarks.suite.growth import measured_growth
from benchmarks.suite.hot import ping_beside_logins, rate_hot_titles
from benchmarks.suite.importing import UNLIMITED, import_while_reading
from benchmarks.suite.lasting import measured_memory, measured_starts
from benchmarks.suite.load import Generator, Request
from benchmarks.suite.options import Options, parsed
from benchmarks.suite.postgres import Postgres, running_postgres
from benchmarks.suite.processes import OTHER_PROCESSOR, pinned
from benchmarks.suite.results import Results
from benchmarks.suite.rounds import interleaved, summary_of
from benchmarks.suite.servers import Hosting
from benchmarks.suite.targets import chosen_targets, connected
from benchmarks.suite.trips import trips_of

_LOGIN_SECONDS = 10.0
_SENT_AGAIN = ("list", "title", "search", "rate")
_COUNTED = ("list", "title", "cached", "search", "add", "rate")


def measure(options: Options) -> Results:
    """Run everything that is wanted and return what was found."""
    with running_postgres(options) as postgres, tempfile.TemporaryDirectory(prefix="watchkeeper-bench-") as folder:
        pinned(psutil.Process(os.getpid()), OTHER_PROCESSOR)
        begin = datetime.now(UTC)
        asyncio.run(_with(postgres, _keep_prior))
        try:
            return _measure(options, postgres, Path(folder))
        finally:
            asyncio.run(_with(postgres, _take_away, begin))


def _measure(options: Options, postgres: Postgres, folder: Path) -> Results:
    hosting = Hosting(postgres.dsn, secrets.token_hex(32), folder)
    targets = asyncio.run(_with(postgres, chosen_targets, Size.of(options.scale), hosting.secret))
    generator = Generator(options.connections, options.seconds, folder)
    requested = [one for one in CLASSES if options.wants(one.name)]
    results = Results({})
    with ExitStack() as stack:
        peers = {} if options.is_own_only else started_peers(hosting, targets, requested, stack)
        service = stack.enter_context(hosting.service())
        bench = Bench(options, hosting, postgres, generator, targets, service, peers)
        for one in requested:
            with variants_of(one, bench) as variants:
                results.readings[one.name] = interleaved(variants, options.rounds)
            _say(one.says, results.readings[one.name])
        _measure_besides(bench, results)
        supplies = {name: bench.supply(name)() for name in _COUNTED} if options.wants("trips") else {}
    if supplies:
        results.trips = trips_of(hosting, supplies)
    results.facts = asyncio.run(_with(postgres, facts_of, options, generator.name))
    return results


def _measure_besides(bench: Bench, results: Results) -> None:
    """Measure what is no class of endpoints."""
    options, postgres = bench.options, bench.postgres
    if options.wants("growth"):
        results.growth = asyncio.run(_with(postgres, measured_growth, bench.targets.words))
    if options.wants("hot"):
        results.hot_titles = asyncio.run(_with(postgres, rate_hot_titles, bench.service.port, bench.targets))
    if options.wants("logins"):
        seconds = max(1.0, min(_LOGIN_SECONDS, options.seconds * options.rounds))
        results.logins = asyncio.run(ping_beside_logins(bench.service.port, bench.targets.people, seconds))
    if options.wants("import"):
        with bench.hosting.service("importing", settings=UNLIMITED) as service:
            results.importing = asyncio.run(_with(postgres, import_while_reading, service.port, bench.targets.people))
    if options.wants("memory"):
        with bench.hosting.service("remembering") as service:
            results.memory = asyncio.run(measured_memory(service, _mixed(bench), options.requests))
    if options.wants("starts"):
        results.starts = measured_starts(options.folder / "started")


def _mixed(bench: Bench) -> list[Request]:
    """Return some requests of each class that can be sent again, mixed."""
    classes = [bench.supply(name)() for name in _SENT_AGAIN]
    return [request for together in zip(*classes, strict=False) for request in together]


async def _with(postgres: Postgres, ask: Any, *arguments: object) -> Any:  # noqa: ANN401 - whatever `ask` gives
    connection = await connected(postgres.dsn)
    try:
        return await ask(connection, *arguments)
    finally:
        await connection.close()


async def _keep_prior(connection: Any) -> None:  # noqa: ANN401
    """Let the hourly refresh of the mean of all ratings not fall into the measurement."""
    await connection.execute("UPDATE rating_prior SET refreshed_at = now()")


async def _take_away(connection: Any, begin: datetime) -> None:  # noqa: ANN401
    """Remove what the run has added, so that the next one finds the same data; scores that were changed stay so."""
    await connection.execute("DELETE FROM watch_entries WHERE created_at >= $1", begin)
    await connection.execute("DELETE FROM ratings WHERE created_at >= $1", begin)
    await connection.execute("DELETE FROM sessions WHERE created_at >= $1 AND generation = 1", begin)
    await connection.execute("VACUUM ANALYZE watch_entries, ratings, title_figures, sessions")


def _say(what: str, readings: dict[str, list[Any]]) -> None:
    print(f"\n{what}", flush=True)
    for name, found in readings.items():
        one = summary_of(found)
        print(
            f"  {name:10} {one.cpu:8.0f} µs CPU {one.database_cpu:8.0f} µs PostgreSQL {one.rate:8.0f} a second"
            f"   p50 {one.p50:7.2f} ms   p99 {one.p99:7.2f} ms   errors {one.error_share:.1%}",
            flush=True,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    options = parsed(arguments)
    results = measure(options)
    print("\n" + report.markdown(results))
    if options.is_written:
        report.write(results)
        print(f"Written into {report.PAGE.name} and {report.PLOT.name}.")


if __name__ == "__main__":
    main()
