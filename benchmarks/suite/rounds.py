"""Windows of several variants, interleaved: in each round every variant once, in an order that rotates."""

import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from benchmarks.suite.failures import MeasurementError, failure_of
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
_GRACE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One window: CPU time a request in microseconds, responses a second, latencies in milliseconds."""

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
        """Measure one window. Raises one of FAILURES when nothing can be said about it."""


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
        if not requests:
            raise MeasurementError("no request is left to send: choose a larger BENCH_SCALE or fewer rounds")
        before, database_before = self.server.cpu_seconds(), self.postgres.cpu_seconds()
        load = self.generator.run(self.server.port, requests, is_in_order=self.is_in_order)
        self._wait_until_idle()
        used, database_used = self.server.cpu_seconds() - before, self.postgres.cpu_seconds() - database_before
        load.require(requests[0].expected)
        per_request = 1e6 / (load.responses + load.left)
        return Reading(
            used * per_request,
            database_used * per_request,
            load.responses / load.seconds,
            load.p50,
            load.p99,
            load.errors / load.responses,
        )

    def _wait_until_idle(self) -> None:
        """Wait for the work the generator has left behind: else it would be counted for the next variant."""
        latest = time.monotonic() + _IDLE_SECONDS
        before, now = -1.0, self.server.cpu_seconds()
        while now - before > _IDLE_CPU and time.monotonic() < latest:
            time.sleep(_PAUSE)
            before, now = now, self.server.cpu_seconds()


@dataclass(slots=True)
class PgBench:
    """The very same statement, prepared, by pgbench: what PostgreSQL costs without a service."""

    name: str
    postgres: Postgres
    script: Path
    seconds: float

    def run(self) -> Reading:
        before = self.postgres.cpu_seconds()
        command = [*on_processor(OTHER_PROCESSOR), str(self.postgres.folder / "pgbench"), "-n", "-M", "prepared"]
        command += ["-c", str(_CLIENTS), "-T", str(max(1, round(self.seconds))), "-f", str(self.script)]
        latest = self.seconds + _GRACE_SECONDS
        finished = subprocess.run(
            [*command, self.postgres.dsn], capture_output=True, text=True, check=True, timeout=latest
        )
        used = self.postgres.cpu_seconds() - before
        count = int(_found(_PROCESSED, finished.stdout))
        latency = float(_found(_LATENCY, finished.stdout))
        return Reading(0.0, used * 1e6 / count, count / self.seconds, latency, latency)


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    if match is None:
        raise ValueError(f"pgbench printed no figure: {text[-500:]}")
    return match.group(1)


@dataclass(slots=True)
class Measured:
    """What windows of one class found: readings of each variant by name and round, and why variants failed."""

    readings: dict[str, list[Reading]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def add(self, variant: Variant, *, is_measured: bool) -> None:
        """Measure one more window of a variant; a failure is noted."""

        def measure() -> None:
            reading = variant.run()
            if is_measured:
                self.readings[variant.name].append(reading)

        reason = failure_of(measure)
        if reason:
            self.failures[variant.name] = reason


def interleaved(variants: Sequence[Variant], rounds: int) -> Measured:
    """Measure so many windows of each variant, after one for warming up that is thrown away.

    A variant that fails is left out from then on. Without the first one, with which the others are compared, nothing
    more is measured.
    """
    measured = Measured({variant.name: [] for variant in variants})
    for number in range(-1, rounds):
        first = max(number, 0) % len(variants)
        for variant in (*variants[first:], *variants[:first]):
            if not measured.failures.keys() & {variants[0].name, variant.name}:
                measured.add(variant, is_measured=number >= 0)
    return measured


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
