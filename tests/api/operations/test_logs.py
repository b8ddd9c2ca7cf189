"""The one line a request, what is in it, and that nothing people send gets into any line."""

import json
import subprocess
import sys
from typing import Any

import httpx
import pytest
import structlog

from tests.support.accounts import Accounts
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.foundation.observability.logging import add_request

FIELDS = {"event", "log_level", "request_id", "method", "route", "status", "milliseconds", "account_id"}


async def lines_of(http: httpx.AsyncClient, method: str, address: str, **more: Any) -> list[Any]:
    with structlog.testing.capture_logs(processors=[add_request]) as lines:
        await http.request(method, address, **more)
    return [line for line in lines if line["event"] == "request"]


async def test_request_is_one_line_that_says_who_what_and_how_long(accounts: Accounts) -> None:
    person = await accounts.person()
    address = "/api/v1/titles/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"
    [line] = await lines_of(person.http, "GET", address, headers={"X-Request-ID": "request-1"})
    assert set(line) == FIELDS
    assert (line["request_id"], line["account_id"]) == ("request-1", str(person.id))
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/v1/titles/{title_id}", 404)
    assert line["milliseconds"] >= 0


async def test_line_of_a_request_of_nobody_names_no_account(client: httpx.AsyncClient) -> None:
    [line] = await lines_of(client, "GET", "/api/v1/genres")
    assert line["account_id"] is None


async def test_account_of_one_request_is_not_in_the_line_of_the_next(accounts: Accounts) -> None:
    person = await accounts.person()
    await lines_of(person.http, "GET", "/api/v1/watchlist")
    person.http.headers.pop("Authorization")
    [line] = await lines_of(person.http, "GET", "/api/v1/watchlist")
    assert (line["status"], line["account_id"]) == (401, None)


async def test_unknown_path_and_made_up_method_are_not_written_out(client: httpx.AsyncClient) -> None:
    [line] = await lines_of(client, "MARKED", "/marked?marked=1")
    assert (line["route"], line["method"]) == (None, "OTHER")
    assert "marked" not in str(line).lower()


@pytest.mark.parametrize("address", ["/health", "/ready"])
async def test_checks_of_health_are_not_logged(address: str, client: httpx.AsyncClient) -> None:
    assert await lines_of(client, "GET", address) == []


def told_by(form: str, dsn: str) -> list[str]:
    """Return what a process prints in which everything goes wrong with something secret at hand."""
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.support.failing_service", form, dsn],
        cwd=PROJECT_ROOT,
        env={"PYTHONPATH": f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}", "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout
    return outcome.stdout.splitlines()


@pytest.mark.usefixtures("empty_tables")
def test_no_line_holds_a_secret_even_when_everything_fails(dsn: str) -> None:
    lines = told_by("json", dsn)
    assert [line for line in lines if "marked" in line.lower()] == []
    told = [json.loads(line) for line in lines]
    events = [line["event"] for line in told]
    assert events.count("request") == 9
    assert {"unhandled_error", "retry", "Task exception was never retrieved", "library_failed"} <= set(events)
    for event in ("unhandled_error", "library_failed", "Task exception was never retrieved"):
        exceptions = [line["exception"] for line in told if line["event"] == event]
        assert exceptions
        assert all(text.startswith("Traceback (most recent call last):\n") for text in exceptions)
    assert all({"level", "logger", "timestamp"} <= set(line) for line in told)
    failed = [line for line in told if line["event"] == "request" and line["status"] == 500]
    assert failed[0]["trace_id"] == "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.usefixtures("empty_tables")
def test_lines_at_a_terminal_are_for_people_and_hold_no_secret_either(dsn: str) -> None:
    lines = told_by("text", dsn)
    assert [line for line in lines if "marked" in line.lower()] == []
    assert any("[error    ] unhandled_error" in line for line in lines)
    assert any(line.startswith("Traceback (most recent call last):") for line in lines)
    assert sum("] request " in line for line in lines) == 9
