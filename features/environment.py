"""The real service, started and stopped as an operator does, for all features.

Its database is a fresh one on the server of TEST_DATABASE_URL, else on an embedded server that all tests share.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "src")]

import httpx  # noqa: E402 - the paths come first
from behave import register_type  # noqa: E402
from behave.model import Scenario  # noqa: E402
from behave.runner import Context  # noqa: E402
from parse import with_pattern  # noqa: E402

from features.people import People  # noqa: E402
from features.provider import Provider  # noqa: E402
from tests.support.databases import created_database, test_server  # noqa: E402

FIRST_ADMIN = {"username": "keeper", "email": "keeper@example.com", "password": "the keeper of the catalogue"}
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0
_SETTINGS = (
    *("AUTH__", "POSTGRES__", "DATABASE", "PASSWORDS__", "REDIS_URL", "LIMITS__", "HOST", "PORT", "WORKERS"),
    *("TMDB__", "ANILIST__", "CONSUMET__", "TVMAZE__", "UPSTREAM__", "FAVORITES__", "REGISTRATION", "QUOTAS__"),
)


@with_pattern(r"[A-Z][a-z]+")
def _name(text: str) -> str:
    return text


@with_pattern(r'[^"]*')
def _quoted(text: str) -> str:
    return text


register_type(Name=_name, Text=_quoted)


def before_all(context: Context) -> None:
    context.resources = ExitStack()
    try:
        dsn = context.resources.enter_context(
            created_database(context.resources.enter_context(test_server()), "features")
        )
        folder = Path(context.resources.enter_context(tempfile.TemporaryDirectory(prefix="watchkeeper-features-")))
        context.provider = Provider(_free_port())
        context.resources.callback(context.provider.close)
        context.provider.start()
        context.variables = _variables(dsn, folder, context.provider)
        context.service = context.resources.enter_context(_service(context.variables))
    except BaseException:
        context.resources.close()
        raise


def before_scenario(context: Context, scenario: Scenario) -> None:
    del scenario
    context.instances = ExitStack()
    context.first_admin = FIRST_ADMIN
    context.instance = lambda **settings: context.instances.enter_context(_service(context.variables | settings))
    context.http = httpx.Client(base_url=context.service, timeout=20, verify=False)
    context.people = People(context.service, FIRST_ADMIN)
    context.answers = []
    context.things = {}
    context.tokens = {}
    context.copies = {}
    context.standin = context.provider.standin


def after_scenario(context: Context, scenario: Scenario) -> None:
    del scenario
    context.provider.start()
    context.standin.recovers()
    context.people.leave()
    context.http.close()
    context.instances.close()


def after_all(context: Context) -> None:
    context.resources.close()


def _variables(dsn: str, folder: Path, provider: Provider) -> dict[str, str]:
    """Return the environment of the service, with nothing of the developer's own settings in it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    return inherited | {
        "ENVIRONMENT": "development",
        "DATABASE_URL": dsn,
        "WATCHKEEPER_DATA_DIR": str(folder / "state"),
        "DEMO_CATALOGUE": "false",
        "AUTH__BCRYPT_ROUNDS": "4",
        "LIMITS__REGISTRATION": "unlimited",  # everybody of every scenario calls from one address
        "LIMITS__WRITES": "unlimited",
        "LIMITS__LOGIN_ACCOUNT": "10/hour",
        "FIRST_SUPERUSER_USERNAME": FIRST_ADMIN["username"],
        "FIRST_SUPERUSER_EMAIL": FIRST_ADMIN["email"],
        "FIRST_SUPERUSER_PASSWORD": FIRST_ADMIN["password"],
        "TMDB__BASE_URL": provider.standin.tmdb,
        "TMDB__ACCESS_TOKEN": "token-of-548",
        "FAVORITES__SERVER_TOKEN": "everyone",
        "ANILIST__BASE_URL": provider.standin.anilist,
        "UPSTREAM__CONNECT_SECONDS": "1.0",
        "UPSTREAM__READ_SECONDS": "1.5",
        "UPSTREAM__TOTAL_SECONDS": "2.0",
    }


@contextmanager
def _service(variables: dict[str, str]) -> Iterator[str]:
    """Run `manage.py run` and give its address; in the end ask it to stop and see that it does so in good order."""
    port = _free_port()
    command: list[Any] = [sys.executable, PROJECT / "manage.py", "run", "--port", str(port)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=PROJECT, env=variables, stdout=log, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, process)
            yield address
            process.send_signal(signal.SIGTERM)
            code = process.wait(_STOP_SECONDS)
            assert code == 0, f"the service ended with {code}"
        except BaseException:
            process.kill()
            process.wait()
            log.seek(0)
            sys.stderr.write(log.read()[-5000:])
            raise


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not _is_ready(address):
        assert process.poll() is None, "the service ended while it started"
        assert time.monotonic() < deadline, "the service was not ready in time"
        time.sleep(0.1)


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ready", verify=False).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
