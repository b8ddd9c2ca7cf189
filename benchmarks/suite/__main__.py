"""make bench: build the data, start the servers, measure, and compare with the goals. See benchmarks/README.md."""

import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks.suite import report
from benchmarks.suite.besides import measure_besides
from benchmarks.suite.classes import CLASSES, Bench
from benchmarks.suite.dataset import Size
from benchmarks.suite.facts import ADVICE, facts_of, is_optimized
from benchmarks.suite.failures import MeasurementError
from benchmarks.suite.load import Generator
from benchmarks.suite.options import Options, parsed
from benchmarks.suite.postgres import Postgres, running_postgres
from benchmarks.suite.processes import OTHER_PROCESSOR, pinned
from benchmarks.suite.results import Results
from benchmarks.suite.rounds import Measured, summary_of
from benchmarks.suite.servers import Hosting
from benchmarks.suite.targets import chosen_targets, with_connection
from benchmarks.suite.variants import measured_class, peer_starters, started_peers


def measure(options: Options, results: Results) -> None:
    """Measure everything that is wanted. Raises MeasurementError when the service itself does not start."""
    with running_postgres(options) as postgres, tempfile.TemporaryDirectory(prefix="watchkeeper-bench-") as folder:
        pinned(psutil.Process(os.getpid()), OTHER_PROCESSOR)
        begin = datetime.now(UTC)
        asyncio.run(with_connection(postgres.dsn, _postpone_refresh))
        try:
            _measure(options, postgres, Path(folder), results)
        finally:
            asyncio.run(with_connection(postgres.dsn, _remove_added, begin))


def _measure(options: Options, postgres: Postgres, folder: Path, results: Results) -> None:
    hosting = Hosting(postgres.dsn, secrets.token_hex(32), folder)
    targets = asyncio.run(with_connection(postgres.dsn, chosen_targets, Size.of(options.scale), hosting.secret))
    generator = Generator(options.connections, options.seconds, folder)
    requested = [one for one in CLASSES if options.wants(one.name)]
    results.facts = asyncio.run(with_connection(postgres.dsn, facts_of, options, generator.name))
    with ExitStack() as stack:
        starters = {} if options.is_own_only else peer_starters(hosting, targets, requested)
        peers, absent = started_peers(starters, stack)
        service = stack.enter_context(hosting.service())
        bench = Bench(options, hosting, postgres, generator, targets, service, peers, absent)
        for one in requested:
            measured = measured_class(one, bench)
            results.add(one.name, measured)
            _print(one.says, measured)
        measure_besides(bench, results)


async def _postpone_refresh(connection: Any) -> None:  # noqa: ANN401 - asyncpg is not typed
    """Let the hourly refresh of the mean of all ratings not fall into the measurement."""
    await connection.execute("UPDATE rating_prior SET refreshed_at = now()")


async def _remove_added(connection: Any, begin: datetime) -> None:  # noqa: ANN401
    """Remove what the run has added, so that the next one finds the same data; scores that were changed stay so."""
    for table in ("plays", "watch_entries", "ratings", "list_items"):
        await connection.execute(f"DELETE FROM {table} WHERE created_at >= $1", begin)
    await connection.execute("UPDATE lists SET items_count = 20 WHERE items_count <> 20")
    await connection.execute(
        "DELETE FROM viewings WHERE NOT EXISTS (SELECT FROM watch_entries AS entry"
        " WHERE entry.user_id = viewings.user_id AND entry.title_id = viewings.title_id)"
    )
    await connection.execute("DELETE FROM sessions WHERE created_at >= $1 AND generation = 1", begin)
    await connection.execute("VACUUM ANALYZE watch_entries, ratings, title_figures, sessions")


def _print(what: str, measured: Measured) -> None:
    print(f"\n{what}", flush=True)
    for name, readings in measured.readings.items():
        if not readings:
            continue
        one = summary_of(readings)
        print(
            f"  {name:10} {one.cpu:8.0f} µs CPU {one.database_cpu:8.0f} µs PostgreSQL {one.rate:8.0f} a second"
            f"   p50 {one.p50:7.2f} ms   p99 {one.p99:7.2f} ms   errors {one.error_share:.1%}",
            flush=True,
        )
    for name, reason in measured.failures.items():
        print(f"  {name:10} FAILED: {reason}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables and return the exit status: 1 when something failed, whose figures are then missing."""
    options = parsed(arguments)
    results = Results({})
    if not is_optimized():
        print(f"This Python was built without PGO. {ADVICE}", flush=True)
    try:
        measure(options, results)
    except MeasurementError as failure:
        results.failures["service"] = {"": str(failure)}
    finally:  # what was measured is shown, whatever ended the run
        print("\n" + report.markdown(results), flush=True)
    if options.is_written:
        _write(results)
    return 1 if results.failures else 0


def _write(results: Results) -> None:
    try:
        report.write(results)
    except MeasurementError as failure:
        print(f"Not written: {failure}")
    else:
        print(f"Written into {report.PAGE.name} and {report.PLOT.name}.")


if __name__ == "__main__":
    sys.exit(main())
