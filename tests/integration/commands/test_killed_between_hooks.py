"""A day of player events, while the service is killed: what it has taken becomes plays all the same, once."""

import asyncio
import random
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.support.databases import created_database
from tests.support.episodes import stored_episode, stored_season
from tests.support.service import SECONDS, Service
from tests.support.watchlist import stored_title

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]

_SERVERS = "/api/v1/integrations/servers"
_EPISODES = range(1, 7)


async def _store_show(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    show = await stored_title(connection, "Breaking Bad", media_type="show", external_ids={"tvdb": "81189"})
    season = await stored_season(connection, show)
    for number in _EPISODES:
        ids = {"tvdb": f"34948{number}"}
        await stored_episode(connection, season, number, air_date=date(2008, 1, 20), external_ids=ids)
    await connection.close()


def _message(kind: str, number: int, user: str = "ada") -> dict[str, Any]:
    return {
        "NotificationType": kind,
        "NotificationUsername": user,
        "ItemType": "Episode",
        "ItemId": f"e{number}",
        "SeasonNumber": 1,
        "EpisodeNumber": number,
        "Provider_tvdb": f"34948{number}",
        "RunTimeTicks": 36_000_000_000,
        "PlaybackPositionTicks": 34_000_000_000,
        "PlayedToCompletion": True,
        "UtcTimestamp": f"2026-01-31T{10 + 2 * number}:30:00Z",
    }


def _day() -> list[dict[str, Any]]:
    """Every event twice, in any order; the other person of the household watches the same."""
    told = [_message(kind, number) for kind in ("PlaybackProgress", "PlaybackStop") for number in _EPISODES]
    told += [_message("PlaybackStop", number, "alan") for number in _EPISODES]
    shuffled = told * 2
    random.Random(7).shuffle(shuffled)
    return shuffled


class _Killed:
    """A service that is killed with -9 and started again over the same database."""

    def __init__(self, start: Callable[[], Service]) -> None:
        self._start = start
        self.service = start()
        self.service.wait_until_ready()
        self.headers = {"Authorization": self.service.sign_in("ada")}

    def kill(self) -> None:
        self.service.process.send_signal(signal.SIGKILL)
        self.service.end()
        self.service = self._start()
        self.service.wait_until_ready()

    def get(self, path: str) -> list[dict[str, Any]]:
        answer = self.service.http.get(path, params={"limit": 100}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])


def test_killed_in_the_middle_of_a_day_it_has_the_plays_of_that_day(server_dsn: str, tmp_path: Path) -> None:
    with created_database(server_dsn, "killed_hooks") as dsn:
        asyncio.run(_store_show(dsn))
        variables = {"DATABASE_URL": dsn}
        killed = _Killed(lambda: Service(tmp_path / "data", tmp_path / "log", variables=variables))
        try:
            _tell_a_day(killed)
        finally:
            killed.service.end()


def _tell_a_day(killed: _Killed) -> None:
    wish = {"kind": "jellyfin", "name": "Living room", "people_map": {"ada": "me", "alan": "ignored"}}
    made = killed.service.http.post(_SERVERS, json=wish, headers=killed.headers)
    assert made.status_code == 201, made.text
    path = "/" + made.json()["url"].partition("://")[2].partition("/")[2]
    messages = _day()
    for place, message in enumerate(messages):
        if place in (len(messages) // 3, 2 * len(messages) // 3):
            killed.kill()
        assert killed.service.http.post(path, json=message).status_code == 202
    events = f"{_SERVERS}/{made.json()['id']}/events"
    deadline = time.monotonic() + SECONDS
    while any(event["result"] == "queued" for event in killed.get(events)):
        assert time.monotonic() < deadline, killed.service.output
        time.sleep(0.1)
    plays = killed.get("/api/v1/plays")
    assert sorted(play["episode"]["number"] for play in plays) == list(_EPISODES)
    assert {event["result"] for event in killed.get(events)} <= {"play", "progress", "duplicate", "ignored"}
