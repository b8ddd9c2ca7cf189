import subprocess
import sys
from dataclasses import replace

import pytest

from benchmarks.ten_million import MIX, PAGE, Assumptions, Cost, calculated, measured
from watchkeeper.configs.settings import PROJECT_ROOT

COSTS = dict.fromkeys(MIX, Cost(cpu=1000, postgres=500))
GIVEN = Assumptions(
    people=3_600_000, active=0.5, requests=10, peak_hour=0.1, burst=2, utilisation=0.5, sign_ins=0.1, hash_seconds=0.3
)


def needed(given: Assumptions, costs: dict[str, Cost]) -> dict[str, float]:
    return {line.what: line.value for line in calculated(given, costs)}


def test_shares_of_requests_are_all_of_them() -> None:
    assert sum(MIX.values()) == pytest.approx(1)


def test_needs_follow_from_rate_and_cost() -> None:
    found = needed(GIVEN, COSTS)
    assert found["requests at the peak"] == pytest.approx(1000)
    assert found["of them writes"] == pytest.approx(100)
    assert found["cores for the service"] == pytest.approx(2)
    assert found["cores for passwords"] == pytest.approx(6)
    assert found["cores for PostgreSQL in all"] == pytest.approx(1)


def test_replicas_take_the_reads_and_cost_the_primary_positions() -> None:
    found = needed(replace(GIVEN, find=0.1, record=0.2), COSTS)
    assert found["- of them writes"] == pytest.approx(0.1)
    assert found["- beside them positions"] == pytest.approx((900 * 50 + 100 * 100) * 1e-6 / 0.5)
    assert found["cores for the primary with replicas"] == pytest.approx(0.1 + 0.11)
    assert found["cores for the replicas"] == pytest.approx(0.9)


def test_twice_the_people_need_twice_as_much() -> None:
    once, twice = needed(GIVEN, COSTS), needed(replace(GIVEN, people=2 * GIVEN.people), COSTS)
    assert twice["cores for the service"] == pytest.approx(2 * once["cores for the service"])
    assert twice["people's own rows"] == pytest.approx(2 * once["people's own rows"])


def test_page_about_performance_has_every_cost() -> None:
    assert measured(PAGE.read_text("utf-8")).keys() == MIX.keys()


def test_it_can_be_done_again_with_other_assumptions() -> None:
    command = [sys.executable, "-m", "benchmarks.ten_million", "--people", "1000", "--node-bytes", "1e12"]
    printed = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True).stdout
    assert "| `people` | 1,000 | accounts |" in printed
