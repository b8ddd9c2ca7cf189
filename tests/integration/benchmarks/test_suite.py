"""The benchmark runs: data, service, load, counting and tables, as small as can be."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT


def _run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.suite", "--rounds", "1", "--seconds", "0.2", "--folder", str(folder)]
    changes = {"BENCH_SCALE": "0.001", "PYTHONPATH": f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}"}
    # With hashes as costly as in production, sign-ins on a busy machine take longer than a request may.
    environment = {**os.environ, **changes, "AUTH__BCRYPT_ROUNDS": "4"}
    return subprocess.run(
        [*command, *options], env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.long
@pytest.mark.timeout(300)
def test_suite_measures_the_service_alone_signs_in_and_loses_no_rating(tmp_path: Path) -> None:
    finished = _run(tmp_path, "--own-only", "--only", "list,cached,add,hot,logins")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    lines = finished.stdout.splitlines()
    for name in ("GET /watchlist, 20 entries", "GET /titles/{id}, known: 304", "POST /watchlist"):
        (row,) = (line.strip("| ").split(" | ") for line in lines if line.startswith(f"| {name} | service |"))
        assert float(row[2]) > 0
        assert row[-1] == "0"
    hot = [line for line in lines if line.startswith("| figures after")]
    assert len(hot) == 2
    assert all("0 wrong, 0 deadlocks | exact | exact | ambitious |" in line for line in hot)
    (sign_ins,) = (line for line in lines if line.startswith("| sign-ins beside pings |"))
    assert re.fullmatch(r"\| sign-ins beside pings \| [1-9]\d*, all with status 200 \|", sign_ins)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_suite_reports_peers_that_do_not_start_and_shows_what_it_measured(tmp_path: Path) -> None:
    """The packages of the peers are not among those for tests, so that none of them starts here."""
    finished = _run(tmp_path, "--only", "list", "--write")
    assert finished.returncode == 1, finished.stdout + finished.stderr
    lines = finished.stdout.splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| GET /watchlist, 20 entries |")]
    assert {"service", "B0"} <= {row[1] for row in rows if row[-1] == "0"}, finished.stdout + finished.stderr
    failed = {line.split(" | ")[1] for line in lines if line.startswith("| list | ") and "did not start" in line}
    assert {"DRF", "DRF tuned"} <= failed
    assert any(line.startswith("| list: CPU / B0 |") and not line.endswith("| failed |") for line in lines)
    assert "| list: times less CPU than DRF |  | ≥ 10 | ≥ 14 | failed |" in lines
    assert lines[-1] == "Not written: performance.md stays as it is: list failed"
