"""Windows of several variants, interleaved: in each round every variant once, in an order that rotates."""

import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.suite.load import Generator
from benchmarks.suite.postgres import Postgres
from benchmarks.suite.processes import OTHER_PROCESSOR, Server, on_processor
from benchmarks.suite.statistics import lower_quartile
from benchmarks.suite.targets import Supply

_PROCESSED = re.compile(r"actually processed: (\d+)")
_LATENCY = re.compile(r"latency average = ([\d.]+) ms")
_CLIENTS = 4
_IDLE_SECONDS = 10.0
_IDLE_CPU = 0.015  # one tick of the clock by which processor time is counted
_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Reading:
    """One window: processor time a request in microseconds, answers a second, latencies in milliseconds."""

    cpu: float
    database_cpu: float
    rate: float
    p50: float
    p99: float
    error_share: float = 0.0


class Variant(Protocol):
    """Something that does the work of a class of endpoints."""

    name: str

    def run(self) -> Reading:
        """Measure one window."""


@dataclass(slots=True)
class Served:
    """A server under load."""

    name: str
    server: Server
    postgres: Postgres
    generator: Generator
    supply: Supply
    is_in_order: bool = False

    def run(self) -> Reading:
        requests = self.supply()
        before, database_before = self.server.cpu_seconds(), self.postgres.cpu_seconds()
        load = self.generator.run(self.server.port, requests, is_in_order=self.is_in_order)
        self._wait_until_idle()
        used, database_used = self.server.cpu_seconds() - before, self.postgres.cpu_seconds() - database_before
        if not load.answers:
            raise SystemExit(f"{self.name} answered nothing to {requests[0].method} {requests[0].path}")
        per_request = 1e6 / (load.answers + load.left)
        return Reading(
            used * per_request,
            database_used * per_request,
            load.answers / load.seconds,
            load.p50,
            load.p99,
            load.errors / load.answers,
        )

    def _wait_until_idle(self) -> None:
        """Wait for the work the generator has left behind: else it would be counted for whoever comes next."""
        latest = time.monotonic() + _IDLE_SECONDS
        before, now = -1.0, self.server.cpu_seconds()
        while now - before > _IDLE_CPU and time.monotonic() < latest:
            time.sleep(_PAUSE)
            before, now = now, self.server.cpu_seconds()


@dataclass(slots=True)
class PgBench:
    """The very same statement, prepared, by pgbench: what PostgreSQL costs when nobody else is there."""

    name: str
    postgres: Postgres
    script: Path
    seconds: float

    def run(self) -> Reading:
        before = self.postgres.cpu_seconds()
        command = [*on_processor(OTHER_PROCESSOR), str(self.postgres.folder / "pgbench"), "-n", "-M", "prepared"]
        command += ["-c", str(_CLIENTS), "-T", str(max(1, round(self.seconds))), "-f", str(self.script)]
        finished = subprocess.run([*command, self.postgres.dsn], capture_output=True, text=True, check=True)
        used = self.postgres.cpu_seconds() - before
        answers = int(_found(_PROCESSED, finished.stdout))
        latency = float(_found(_LATENCY, finished.stdout))
        return Reading(0.0, used * 1e6 / answers, answers / self.seconds, latency, latency)


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    if match is None:
        raise ValueError(f"pgbench printed no figure: {text[-500:]}")
    return match.group(1)


def interleaved(variants: Sequence[Variant], rounds: int) -> dict[str, list[Reading]]:
    """Return the readings of each variant, by name and round. One window each before the first is thrown away."""
    for variant in variants:
        variant.run()
    readings: dict[str, list[Reading]] = {variant.name: [] for variant in variants}
    for number in range(rounds):
        first = number % len(variants)
        for variant in (*variants[first:], *variants[:first]):
            readings[variant.name].append(variant.run())
    return readings


def summary_of(readings: Sequence[Reading]) -> Reading:
    """Return the lower quartile of what costs, the upper one of the rate, and the worst share of errors."""
    fields: Mapping[str, list[float]] = {
        name: [getattr(reading, name) for reading in readings] for name in ("cpu", "database_cpu", "p50", "p99")
    }
    return Reading(
        **{name: lower_quartile(values) for name, values in fields.items()},
        rate=-lower_quartile([-reading.rate for reading in readings]),
        error_share=max(reading.error_share for reading in readings),
    )
