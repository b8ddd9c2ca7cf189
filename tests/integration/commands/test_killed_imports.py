"""An import, while the service is killed in each of its states: no row is lost, none is there twice, and it ends."""

import asyncio
import contextlib
import csv
import io
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.databases import created_database
from tests.support.service import SECONDS, Service

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

_IMPORTS = "/api/v1/imports"
_FILMS = 6000
_RUNNING = ("queued", "parsing", "matching", "committing", "rolling_back")
_OTHERS = "UPDATE imports SET claimed_until = now() - interval '1 second' WHERE claimed_until IS NOT NULL"
"""As if the time was over for which the killed process had the import."""

_STORED = """
SELECT (SELECT count(*) FROM watch_entries), (SELECT count(*) FROM plays), (SELECT count(*) FROM ratings),
    (SELECT count(*) FROM titles WHERE owner_id IS NOT NULL)
"""


def diary() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Date", "Name", "Year", "Letterboxd URI", "Rating", "Rewatch", "Tags", "Watched Date"])
    rows = range(_FILMS)
    writer.writerows(
        ["2024-01-02", f"Film {n}", 1950 + n % 70, f"https://boxd.it/{n}", 4.5, "", "", "2024-01-01"] for n in rows
    )
    return text.getvalue().encode()


class _Killed:
    """A service that is killed with -9 and started again over the same database."""

    def __init__(self, start: Callable[[], Service], dsn: str) -> None:
        self._start, self._dsn = start, dsn
        self.service = start()
        self.service.wait_until_ready()
        self.headers = {"Authorization": self.service.sign_in("ada")}

    def fetch(self, sql: str) -> Any:
        async def fetched() -> Any:
            connection = await asyncpg.connect(self._dsn)
            try:
                return await connection.fetchrow(sql)
            finally:
                await connection.close()

        return asyncio.run(fetched())

    def kill_in(self, state: str, *, beyond: int = 0) -> int:
        """Kill the service when the import is in a state, and beyond so many records; start another one. Return how far
        it was."""
        self._until(lambda: self._is_in(state, beyond))
        self.service.process.send_signal(signal.SIGKILL)
        self.service.end()
        found = self.fetch("SELECT state, done FROM imports")
        assert found["state"] == state
        self.service = self._start()
        self.service.wait_until_ready()
        self.fetch(_OTHERS)
        return int(found["done"])

    def _is_in(self, state: str, beyond: int) -> bool:
        found = self.fetch("SELECT state, done FROM imports")
        return bool(found["state"] == state and found["done"] > beyond)

    def settled(self, state: str) -> dict[str, Any]:
        self._until(lambda: self._shown()["state"] not in _RUNNING)
        shown = self._shown()
        assert (shown["state"], shown["error"]) == (state, None)
        return shown

    def _shown(self) -> dict[str, Any]:
        answer = self.service.http.get(_IMPORTS, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["items"][0])

    def _until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS
        while not is_so():
            assert time.monotonic() < deadline, self.service.output
            time.sleep(0.01)

    def post(self, path: str, **sent: Any) -> None:
        answer = self.service.http.post(_IMPORTS + path, headers=self.headers, **sent)
        assert answer.status_code == 202, answer.text

    def stored(self) -> tuple[int, ...]:
        return tuple(self.fetch(_STORED))


def test_killed_in_each_state_it_writes_each_row_once_and_takes_all_of_it_back(server_dsn: str, tmp_path: Path) -> None:
    with created_database(server_dsn, "killed_imports") as dsn:
        variables = {"DATABASE_URL": dsn}
        killed = _Killed(lambda: Service(tmp_path / "data", tmp_path / "log", variables=variables), dsn)
        try:
            _kill_the_upload(killed)
            _live_through(killed)
        finally:
            killed.service.end()


def _kill_the_upload(killed: _Killed) -> None:
    """Kill the service while it receives a file: nothing of it is left."""

    def slow() -> Any:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="diary.csv"\r\n\r\n' + diary()
        begun.set()
        time.sleep(5)

    def send() -> None:
        headers = killed.headers | {"Content-Type": "multipart/form-data; boundary=b"}
        with contextlib.suppress(httpx.TransportError):
            httpx.post(str(killed.service.http.base_url) + _IMPORTS, content=slow(), headers=headers)

    begun = threading.Event()
    sending = threading.Thread(target=send)
    sending.start()
    begun.wait(SECONDS)
    killed.service.process.send_signal(signal.SIGKILL)
    killed.service.end()
    sending.join(SECONDS)
    killed.service = killed._start()
    killed.service.wait_until_ready()
    assert killed.fetch("SELECT (SELECT count(*) FROM imports) + (SELECT count(*) FROM import_files)")[0] == 0


def _live_through(killed: _Killed) -> None:
    file = {"file": ("diary.csv", diary())}
    killed.post("", files=file)
    killed.kill_in("parsing")
    killed.kill_in("matching")
    shown = killed.settled("preview")
    assert shown["counts"] == {**dict.fromkeys(shown["counts"], 0), "rows": _FILMS, "ready": _FILMS}
    killed.kill_in("preview")
    assert killed.stored() == (0, 0, 0, 0)

    killed.post(f"/{shown['id']}/commit", json={"mode": "only_new", "undecided": "skip"})
    done = 0
    for _ in range(4):
        done = killed.kill_in("committing", beyond=done)
    shown = killed.settled("committed")
    assert killed.stored() == (_FILMS, _FILMS, _FILMS, _FILMS)
    assert {shown["written"][name] for name in ("titles", "entries", "plays", "ratings")} == {_FILMS}

    killed.post(f"/{shown['id']}/rollback")
    killed.kill_in("rolling_back", beyond=-1)
    killed.settled("rolled_back")
    assert killed.stored() == (0, 0, 0, 0)
    assert killed.fetch("SELECT count(*) FROM viewings")[0] == 0
