"""Load on one server for one window: by wrk where it is installed, else by a generator of our own."""

import asyncio
import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from benchmarks.suite.generator import send_for
from benchmarks.suite.options import BENCHMARKS
from benchmarks.suite.processes import OTHER_PROCESSOR, on_processor

_SCRIPT = str(BENCHMARKS / "suite" / "wrk.lua")
_MARK = "RESULT "


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it is sent; `token` without the word Bearer, `tag` for If-None-Match."""

    method: str
    path: str
    token: str = ""
    tag: str = ""
    body: str = ""

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
    """What a window brought: answers, those of them that are errors, seconds, and latencies in milliseconds.

    `left` are requests that the generator did not wait for at the end. The server works for them all the same.
    """

    answers: int
    errors: int
    seconds: float
    p50: float
    p99: float
    left: int = 0


@dataclass(frozen=True, slots=True)
class Generator:
    """`folder` is where requests are handed over to wrk."""

    connections: int
    seconds: float
    folder: Path

    @property
    def name(self) -> str:
        return "wrk" if self._has_wrk() else "the bundled generator"

    def run(self, port: int, requests: Sequence[Request], *, is_in_order: bool) -> Load:
        """Send requests for one window, at random or each at most once."""
        return (self._by_wrk if self._has_wrk() else self._by_ourselves)(port, requests, is_in_order)

    def _has_wrk(self) -> bool:
        return shutil.which("wrk") is not None and self.seconds >= 1

    def _by_wrk(self, port: int, requests: Sequence[Request], is_in_order: bool) -> Load:
        file = self.folder / "requests.tsv"
        file.write_text("".join(f"{request.line()}\n" for request in requests), encoding="utf-8")
        command = [*on_processor(OTHER_PROCESSOR), "wrk", "-t1", f"-c{self.connections}", f"-d{self.seconds:.0f}s"]
        command += ["--timeout", "20s", "-s", _SCRIPT, f"http://127.0.0.1:{port}", "--"]
        command += [str(file), "once" if is_in_order else "random"]
        finished = subprocess.run(command, capture_output=True, text=True, check=True)
        return replace(load_of_wrk(finished.stdout), left=self.connections)

    def _by_ourselves(self, port: int, requests: Sequence[Request], is_in_order: bool) -> Load:
        encoded = [request.encoded() for request in requests]
        supply = cycle(encoded) if is_in_order else _at_random(encoded)
        tally = asyncio.run(send_for(self.seconds, port, supply, self.connections))
        return Load(tally.answers, tally.errors, tally.seconds, tally.percentile(0.5), tally.percentile(0.99))


def load_of_wrk(output: str) -> Load:
    """Read what wrk.lua prints last. Raises ValueError when it is not there."""
    _, mark, figures = output.rpartition(_MARK)
    if not mark:
        raise ValueError(f"wrk printed no result: {output[-500:]}")
    answers, microseconds, errors, p50, p99 = (int(figure) for figure in figures.split())
    return Load(answers, errors, microseconds / 1e6, p50 / 1000, p99 / 1000)


def _at_random(encoded: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield random.choice(encoded)  # noqa: S311 - which request is next is no secret
