"""Load on one server for one window: by wrk where it is installed, else by the bundled generator."""

import asyncio
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path

from benchmarks.suite.failures import MeasurementError
from benchmarks.suite.generator import complaint_about, send_for
from benchmarks.suite.options import BENCHMARKS
from benchmarks.suite.processes import OTHER_PROCESSOR, on_processor

_SCRIPT = str(BENCHMARKS / "suite" / "wrk.lua")
_MARK = "RESULT "
_GRACE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `token` without the word Bearer, `tag` for If-None-Match, `expected` is the status it should get."""

    method: str
    path: str
    token: str = ""
    tag: str = ""
    body: str = ""
    expected: int = 200

    def line(self) -> str:
        return f"{self.method}\t{self.path}\t{self.token}\t{self.tag}\t{self.body}"

    def encoded(self) -> bytes:
        """Return the request as bytes of HTTP/1.1."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        if self.tag:
            lines.append(f"If-None-Match: {self.tag}")
        content = self.body.encode()
        if content:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


@dataclass(frozen=True, slots=True)
class Load:
    """What a window brought: responses by status, connection errors, seconds, and latencies in milliseconds.

    `sample` is the first response of another status than expected. `left` are requests that the generator did not wait
    for at the end; the server works for them all the same.
    """

    statuses: Counter[int]
    errors: int
    seconds: float
    p50: float
    p99: float
    left: int = 0
    sample: str = ""

    @property
    def responses(self) -> int:
        return self.statuses.total()

    def require(self, expected: int) -> None:
        """Raise MeasurementError unless there were responses, all of this status."""
        complaint = complaint_about(self.statuses, expected, self.sample)
        if complaint:
            raise MeasurementError(complaint)


@dataclass(frozen=True, slots=True)
class Generator:
    """Windows of `seconds` each. `folder` is where requests are handed over to wrk; `grace` is how many seconds late
    the bundled generator's last response may be."""

    connections: int
    seconds: float
    folder: Path
    grace: float = 30.0
    has_wrk: bool = field(default_factory=lambda: shutil.which("wrk") is not None)

    @property
    def name(self) -> str:
        return "wrk" if self._uses_wrk else "the bundled generator"

    def run(self, port: int, requests: Sequence[Request], *, is_in_order: bool) -> Load:
        """Send requests for one window, at random or each at most once. Raises one of FAILURES when that fails."""
        return (self._by_wrk if self._uses_wrk else self._bundled)(port, requests, is_in_order)

    @property
    def _uses_wrk(self) -> bool:
        return self.has_wrk and self.seconds >= 1

    def _by_wrk(self, port: int, requests: Sequence[Request], is_in_order: bool) -> Load:
        file = self.folder / "requests.tsv"
        file.write_text("".join(f"{request.line()}\n" for request in requests), encoding="utf-8")
        command = [*on_processor(OTHER_PROCESSOR), "wrk", "-t1", f"-c{self.connections}", f"-d{self.seconds:.0f}s"]
        command += ["--timeout", "20s", "-s", _SCRIPT, f"http://127.0.0.1:{port}", "--"]
        command += [str(file), "once" if is_in_order else "random", str(requests[0].expected)]
        latest = self.seconds + _GRACE_SECONDS
        finished = subprocess.run(command, capture_output=True, text=True, check=True, timeout=latest)
        return replace(load_of_wrk(finished.stdout), left=self.connections)

    def _bundled(self, port: int, requests: Sequence[Request], is_in_order: bool) -> Load:
        encoded = [request.encoded() for request in requests]
        supply = cycle(encoded) if is_in_order else _at_random(encoded)
        expected = requests[0].expected
        sending = send_for(self.seconds, port, supply, self.connections, expected=expected, grace=self.grace)
        tally = asyncio.run(sending)
        p50, p99 = tally.percentile(0.5), tally.percentile(0.99)
        return Load(tally.statuses, 0, tally.seconds, p50, p99, sample=tally.sample)


def load_of_wrk(output: str) -> Load:
    """Read what wrk.lua prints last. Raises ValueError when it is not there."""
    _, mark, result = output.rpartition(_MARK)
    if not mark:
        raise ValueError(f"wrk printed no result: {output[-500:]}")
    microseconds, errors, p50, p99, counts, sample = result.rstrip("\n").split(" ", 5)
    pairs = (count.split(":") for count in counts.split(",") if count)
    statuses = Counter({int(status): int(count) for status, count in pairs})
    return Load(statuses, int(errors), int(microseconds) / 1e6, int(p50) / 1000, int(p99) / 1000, sample=sample.strip())


def _at_random(encoded: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield random.choice(encoded)  # noqa: S311 - which request is next is no secret
