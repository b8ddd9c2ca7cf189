"""The benchmark runs: data, service, load, counting and tables, as small as can be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT


@pytest.mark.timeout(300)
def test_suite_measures_the_service_alone_and_loses_no_rating(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.suite", "--own-only", "--only", "list,add,hot", "--rounds", "1"]
    command += ["--seconds", "0.2", "--folder", str(tmp_path)]
    environment = {**os.environ, "BENCH_SCALE": "0.001", "PYTHONPATH": f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}"}
    finished = subprocess.run(command, env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    lines = finished.stdout.splitlines()
    for name in ("GET /watchlist, 20 entries", "POST /watchlist"):
        (row,) = (line.strip("| ").split(" | ") for line in lines if line.startswith(f"| {name} | service |"))
        assert float(row[2]) > 0
        assert row[-1] == "0"
    hot = [line for line in lines if line.startswith("| figures after")]
    assert len(hot) == 2
    assert all("0 wrong, 0 deadlocks | exact | exact | ambitious |" in line for line in hot)
