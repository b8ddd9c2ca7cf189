"""What is measured, and how long."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
FOLDER = ROOT / ".state" / "bench"
CLASS_NAMES = (
    *("health", "list", "title", "cached", "changes", "search", "add", "rate"),
    *("plays", "log", "items", "put", "next", "calendar", "statistics", "home"),
)
OTHER_NAMES = ("growth", "hot", "logins", "bulk", "import", "memory", "starts", "trips")


@dataclass(frozen=True, slots=True)
class Options:
    """`seconds` is the length of one window; `only` names what is measured, and measures everything when empty.

    `requests` is how many requests a worker handles in the test of its memory.
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
    """Return the options of a command line; `BENCH_SCALE` in the environment is the scale.

    Raises SystemExit with a sentence for an unknown option or name.
    """
    parser = _parser()
    given = parser.parse_args(arguments)
    only = tuple(filter(None, given.only.split(",")))
    unknown = [name for name in only if name not in (*CLASS_NAMES, *OTHER_NAMES)]
    if unknown:
        parser.error(
            f"--only does not know {', '.join(unknown)}: choose from {', '.join((*CLASS_NAMES, *OTHER_NAMES))}"
        )
    return Options(
        scale=float(os.environ.get("BENCH_SCALE") or 1.0),
        rounds=max(1, given.rounds),
        seconds=given.seconds,
        connections=given.connections,
        only=only,
        is_own_only=given.own_only,
        is_written=given.write,
        requests=max(100, given.requests),
        folder=given.folder,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make bench",
        description="Measure the CPU time of requests and compare it with yardsticks and peers of the same run.",
        epilog="BENCH_SCALE=0.01 makes the data smaller. The exit status is 1 when something failed.",
    )
    parser.add_argument(
        "--rounds", type=int, default=10, help="measured windows of each variant (default: %(default)s)"
    )
    parser.add_argument("--seconds", type=float, default=1.0, help="length of a window (default: %(default)s)")
    parser.add_argument("--connections", type=int, default=16, help="keep-alive connections (default: %(default)s)")
    names = f"classes ({', '.join(CLASS_NAMES)}) and others ({', '.join(OTHER_NAMES)}), separated by commas"
    parser.add_argument("--only", default="", help=f"measure only these: {names}")
    parser.add_argument("--own-only", action="store_true", help="measure the service without yardsticks and peers")
    parser.add_argument(
        "--requests", type=int, default=20_000, help="requests in the test of memory (default: %(default)s)"
    )
    parser.add_argument("--write", action="store_true", help="write the results into docs/, unless something failed")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the data is stored (default: %(default)s)")
    return parser
