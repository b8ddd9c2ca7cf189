"""All features in two processes at once, each with a service of its own: in one the client or the service waits.

`python -m features.side_by_side` prints what the first says at once and what the second says at the end. The exit code
is 1 if a scenario failed in either.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent
_PROCESSES = 2


def shares() -> list[list[Path]]:
    """Return the features in groups that take about equally long, as their sizes tell."""
    groups: list[list[Path]] = [[] for _ in range(_PROCESSES)]
    for feature in sorted(_FOLDER.glob("*.feature"), key=_size, reverse=True):
        min(groups, key=lambda group: sum(map(_size, group))).append(feature)
    return groups


def main() -> int:
    first, second = ([sys.executable, "-m", "behave", *map(str, sorted(share))] for share in shares())
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        beside = subprocess.Popen(second, stdout=output, stderr=subprocess.STDOUT)
        try:
            codes = [subprocess.run(first, check=False).returncode, beside.wait()]
        finally:
            beside.terminate()  # where this one is interrupted; it has ended otherwise
            beside.wait()
        output.seek(0)
        print(output.read(), end="")
    return int(any(codes))


def _size(file: Path) -> int:
    return file.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
