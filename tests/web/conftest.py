"""The page in a real browser: what is needed beside Python, and a service with something to see."""

import asyncio
import fcntl
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.catalogue import created_genre, created_title
from tests.support.databases import SECRET
from tests.support.episodes import stored_episode, stored_season
from tests.support.running import running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import PROJECT_ROOT, Settings

WEB = PROJECT_ROOT / "web"
SCRIPTS = Path(__file__).parent / "browser"
_INSTALL_SECONDS = 100


@pytest.fixture(scope="session")
def node() -> str:
    """Node, with the packages of the page installed. Skips where there is no Node, no npm or no registry."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node and npm are not installed.")
    folder = os.open(WEB, os.O_RDONLY)  # locked, so that workers of one run install once
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        _install(npm)
    finally:
        os.close(folder)
    return node


def _install(npm: str) -> None:
    mark = WEB / "node_modules" / ".installed"
    wanted = (WEB / "package-lock.json").read_text()
    if mark.exists() and mark.read_text() == wanted:
        return
    command = [npm, "ci", "--no-fund", "--no-audit", "--loglevel=error"]
    try:
        done = subprocess.run(command, check=False, cwd=WEB, capture_output=True, text=True, timeout=_INSTALL_SECONDS)
    except subprocess.TimeoutExpired:
        pytest.skip("npm could not install the packages of the page in time.")
    if done.returncode:
        pytest.skip(f"npm could not install the packages of the page: {done.stderr[-500:]}")
    mark.write_text(wanted)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium or Chrome of this machine. Skips where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, (os.environ.get("CHROMIUM"), *map(shutil.which, names))), None)
    if found is None:
        pytest.skip("Chromium is not installed.")
    return found


@pytest.fixture
async def address(settings: Settings, dsn: str, stage: None) -> AsyncIterator[str]:
    """Where a browser finds the service, with the catalogue of `stage`."""
    async with running(create_application(settings, secret=SECRET, dsn=dsn), settings) as service:
        yield f"http://127.0.0.1:{service.port}"


@pytest.fixture
async def stage(accounts: Accounts, connection: asyncpg.Connection) -> None:
    """Sixty films, and a show with two seasons of five episodes; somebody has reviewed one with how it ends."""
    admin = await accounts.admin("keeper")
    genres = [await created_genre(admin, name) for name in ("Drama", "Science Fiction")]
    blade = await created_title(
        admin, "Blade Runner", release_date="1982-06-25", runtime_minutes=117, genre_ids=genres[1:]
    )
    for number in range(1, 60):
        year = 1940 + number
        await created_title(admin, f"Film {number:02}", release_date=f"{year}-05-01", genre_ids=[genres[number % 2]])
    await _store_show(admin, connection, genres[0])
    review = {"rating": 5, "body": "He is one himself.", "contains_spoilers": True, "mark_completed": True}
    answer = await admin.http.post(f"/api/v1/titles/{blade['id']}/reviews", json=review)
    assert answer.status_code == 201, answer.text


async def _store_show(admin: Person, connection: asyncpg.Connection, genre: str) -> None:
    show = await created_title(
        admin, "The Wire", media_type="show", release_date="2002-06-02", genre_ids=[genre], overview="Baltimore."
    )
    for season in (1, 2):
        season_id = await stored_season(connection, UUID(show["id"]), season)
        for number in range(1, 6):
            aired = date(2001 + season, 6, number)
            await stored_episode(connection, season_id, number, title=f"Part {number}", air_date=aired)


class Browser:
    """Runs scripts of tests/web/browser, each with an address and a browser; what one prints is in the failure."""

    def __init__(self, node: str, chromium: str, address: str) -> None:
        self._command = node
        self._arguments = (address, chromium)

    async def run(self, script: str, *more: str) -> str:
        process = await asyncio.create_subprocess_exec(
            self._command,
            str(SCRIPTS / script),
            *self._arguments,
            *more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        text = output.decode()
        assert process.returncode == 0, text
        return text


@pytest.fixture
def browser(node: str, chromium: str, address: str) -> Browser:
    return Browser(node, chromium, address)
