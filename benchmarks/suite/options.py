"""What is measured, and how long."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
FOLDER = ROOT / ".state" / "bench"


@dataclass(frozen=True, slots=True)
class Options:
    """`seconds` is the length of one window; `only` names the classes that are measured, none of them for all.

    `requests` is how many a worker answers while its memory is looked at.
    """

    scale: float = 1.0
    rounds: int = 10
    seconds: float = 1.0
    connections: int = 16
    only: tuple[str, ...] = ()
    is_own_only: bool = False
    is_written: bool = False
    requests: int = 20_000
    folder: Path = FOLDER

    def wants(self, name: str) -> bool:
        return not self.only or name in self.only


def parsed(arguments: Sequence[str] | None = None) -> Options:
    """Return the options of a command line; `BENCH_SCALE` of the environment is the scale."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the service against its yardsticks.")
    parser.add_argument("--rounds", type=int, default=10, help="windows of each variant, at least 1 (default: 10)")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of a window (default: 1)")
    parser.add_argument("--connections", type=int, default=16, help="keep-alive connections (default: 16)")
    parser.add_argument("--only", default="", help="classes to measure, separated by commas (default: all)")
    parser.add_argument("--own-only", action="store_true", help="no yardsticks and no peers: the service alone")
    parser.add_argument("--write", action="store_true", help="write the results into docs/performance.md")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the data is kept between runs")
    parser.add_argument(
        "--requests", type=int, default=20_000, help="requests while memory is watched (default: 20000)"
    )
    given = parser.parse_args(arguments)
    return Options(
        scale=float(os.environ.get("BENCH_SCALE") or 1.0),
        rounds=max(1, given.rounds),
        seconds=given.seconds,
        connections=given.connections,
        only=tuple(filter(None, given.only.split(","))),
        is_own_only=given.own_only,
        is_written=given.write,
        requests=max(100, given.requests),
        folder=given.folder,
    )
