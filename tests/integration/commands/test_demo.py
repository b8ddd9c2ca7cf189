"""make demo: the service and recorded providers, which start and end together."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import created_database
from tests.support.service import Service
from watchkeeper.configs.settings import PROJECT_ROOT


@pytest.fixture
def demo(server_dsn: str, tmp_path: Path) -> Iterator[Service]:
    path = f"{PROJECT_ROOT}:{PROJECT_ROOT / 'src'}"
    with created_database(server_dsn, "demo") as dsn:
        variables = {"DATABASE_URL": dsn, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
        service = Service(tmp_path, tmp_path / "log", variables=variables, program=("-m", "tests.standins.demo"))
        yield service
        service.end()


def test_demo_answers_what_it_says_is_recorded_and_ends_at_a_signal(demo: Service) -> None:
    demo.wait_until_ready()
    demo.http.headers["Authorization"] = demo.sign_in("ada")
    recorded = re.findall(r"GET (/api/v1/\S+)(?: with the header (\S+): (\S+))?", demo.output)
    assert len(recorded) > 15
    for address, header, value in recorded:
        answer = demo.http.get(address, headers={header: value} if header else {})
        assert (answer.status_code, address) == (200, address), answer.text
        assert answer.json().get("items", answer.json().get("results", ["details"])) != [], address
    health = demo.http.get("/api/v1/health/detailed").json()
    assert {part["name"]: part["state"] for part in health["components"]} == {
        "database": "up",
        "tmdb": "up",
        "anilist": "up",
    }
    assert demo.stop(signal.SIGTERM) == 0, demo.output


def test_demo_ends_at_ctrl_c(demo: Service) -> None:
    demo.wait_until_ready()
    assert demo.stop(signal.SIGINT) == 0, demo.output
    assert "Traceback" not in demo.output
