"""What media servers play becomes plays: once each, of the right person, matched by ids."""

import asyncio
import json
import random
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Accounts, Person
from tests.support.episodes import stored_episode, stored_season
from tests.support.watchlist import stored_title

_SERVERS = "/api/v1/integrations/servers"
_HOUR = 36_000_000_000


def jellyfin(name: str = "PlaybackStop", **members: Any) -> dict[str, Any]:
    """Return a message of Jellyfin's webhook plugin about a film that was played to its end."""
    return {
        "NotificationType": name,
        "NotificationUsername": "Ada",
        "ItemType": "Movie",
        "ItemId": "a1",
        "Name": "Heat",
        "Provider_tmdb": "949",
        "PlaybackPositionTicks": 9 * _HOUR // 10,
        "RunTimeTicks": _HOUR,
        "PlayedToCompletion": True,
        "UtcTimestamp": "2026-01-31T20:15:00.1234567Z",
    } | members


class Household:
    """An account with a media server."""

    def __init__(self, person: Person, application: FastAPI, server: dict[str, Any]) -> None:
        self.http = person.http
        self.person = person
        self.server = server
        self._application = application
        self.path = server["url"].partition("://")[2].partition("/")[2]

    async def send(self, message: object) -> httpx.Response:
        return await self.http.post(f"/{self.path}", json=message)

    async def process(self) -> None:
        """Work through what waits. The service may be at some of it by itself: wait for that, too."""
        async with asyncio.timeout(30):
            await self._application.state.container.player_event_logic().process_waiting()
            while any(event["result"] == "queued" for event in await self.events()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def told(self, *messages: object) -> list[str]:
        """Send messages one after the other and return what became of all messages, the first first."""
        for message in messages:
            assert (await self.send(message)).status_code == 202
            await self.process()
        return [event["result"] for event in await self.events()]

    async def events(self) -> list[dict[str, Any]]:
        address = f"{_SERVERS}/{self.server['id']}/events"
        answer = await self.http.get(address, params={"sort": "created_at", "limit": 100})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def plays(self) -> list[dict[str, Any]]:
        return list((await self.http.get("/api/v1/plays", params={"limit": 100})).json()["items"])

    async def positions(self) -> list[dict[str, Any]]:
        return list((await self.http.get("/api/v1/positions")).json()["items"])


async def household(accounts: Accounts, application: FastAPI, **terms: Any) -> Household:
    person = await accounts.person()
    wish = {"kind": "jellyfin", "name": "Living room", "people_map": {"ada": "me", "alan": "ignored"}} | terms
    created = await person.http.post(_SERVERS, json=wish)
    assert created.status_code == 201, created.text
    return Household(person, application, created.json())


@pytest.fixture
async def home(accounts: Accounts, application: FastAPI) -> Household:
    return await household(accounts, application)


@pytest.fixture
async def heat(connection: asyncpg.Connection) -> UUID:
    return await stored_title(connection, "Heat", external_ids={"tmdb": "949", "imdb": "tt0113277"})


async def stored_show(connection: asyncpg.Connection) -> UUID:
    """Store a show with three episodes, and ids of the show and of each episode at TheTVDB."""
    show = await stored_title(connection, "Breaking Bad", media_type="show", external_ids={"tvdb": "81189"})
    season = await stored_season(connection, show)
    for number in (1, 2, 3):
        ids = {"tvdb": f"34948{number}"}
        await stored_episode(connection, season, number, air_date=date(2008, 1, 20), external_ids=ids)
    return show


async def test_a_film_that_was_played_becomes_a_play(home: Household, heat: UUID) -> None:
    assert await home.told(jellyfin()) == ["play"]
    (play,) = await home.plays()
    assert (play["title"]["id"], play["watched_on"], play["source"]) == (
        str(heat),
        "2026-01-31T20:15:00.123456Z",
        "jellyfin",
    )
    (event,) = await home.events()
    assert event["play_ids"] == [play["id"]]
    assert event["item"]["title"] == "Heat"
    entries = (await home.http.get("/api/v1/watchlist")).json()["items"]
    assert [entry["status"] for entry in entries] == ["completed"]
    server = (await home.http.get(f"{_SERVERS}/{home.server['id']}")).json()
    assert server["last_event_at"] is not None
    assert "url" not in server


async def test_what_is_told_twice_is_played_once(home: Household, heat: UUID) -> None:
    later = jellyfin(UtcTimestamp="2026-01-31T20:15:40Z")
    assert await home.told(jellyfin(), jellyfin(), later) == ["play", "duplicate", "duplicate"]
    assert [event["reason"] for event in await home.events()] == [None, "same_message", "seen_already"]
    assert len(await home.plays()) == 1


async def test_a_film_seen_on_another_day_is_another_play(home: Household, heat: UUID) -> None:
    assert await home.told(jellyfin(), jellyfin(UtcTimestamp="2026-02-20T20:15:00Z")) == ["play", "play"]
    assert len(await home.plays()) == 2


async def test_others_of_the_household_make_no_plays(home: Household, heat: UUID) -> None:
    strangers = [jellyfin(NotificationUsername="alan"), jellyfin(NotificationUsername="grace")]
    assert await home.told(*strangers) == ["ignored", "ignored"]
    assert [event["reason"] for event in await home.events()] == ["person_ignored", "person_unknown"]
    assert await home.plays() == []


async def test_a_film_that_is_stopped_early_is_continued_there(home: Household, heat: UUID) -> None:
    early = jellyfin(PlaybackPositionTicks=_HOUR // 2, PlayedToCompletion=False)
    assert await home.told(early) == ["progress"]
    (position,) = await home.positions()
    assert (position["id"], position["seconds"], position["of_seconds"]) == (str(heat), 1800, 3600)
    assert await home.plays() == []
    await home.told(jellyfin(UtcTimestamp="2026-01-31T22:00:00Z"))
    assert await home.positions() == []
    await home.told(jellyfin("PlaybackProgress", UtcTimestamp="2026-01-31T21:00:00Z"))
    assert await home.positions() == []  # it came late: the film was over by then


async def test_position_follows_the_player_and_stands_once(home: Household, heat: UUID) -> None:
    for minute in range(1, 6):
        ticks = minute * 60 * 10_000_000
        await home.send(
            jellyfin("PlaybackProgress", PlaybackPositionTicks=ticks, UtcTimestamp=f"2026-01-31T20:0{minute}:00Z")
        )
    await home.process()
    assert [event["result"] for event in await home.events()] == ["progress"]
    assert [position["seconds"] for position in await home.positions()] == [300]


async def test_an_episode_is_matched_by_its_own_id(home: Household, connection: asyncpg.Connection) -> None:
    show = await stored_show(connection)
    episode = jellyfin(
        ItemType="Episode", Name="Pilot", SeriesName="Breaking Bad", SeasonNumber=1, EpisodeNumber=2,
        Provider_tvdb="349482", Provider_tmdb=None,
    )  # fmt: skip
    assert await home.told(episode) == ["play"]
    (play,) = await home.plays()
    assert (play["title"]["id"], play["episode"]["season"], play["episode"]["number"]) == (str(show), 1, 2)


async def test_a_file_of_two_episodes_makes_two_plays(home: Household, connection: asyncpg.Connection) -> None:
    await stored_show(connection)
    double = jellyfin(
        ItemType="Episode", SeriesName="Breaking Bad", SeasonNumber=1, EpisodeNumber=1, EpisodeNumberEnd=2,
        Provider_tvdb="349481", Provider_tmdb=None,
    )  # fmt: skip
    assert await home.told(double, double) == ["play", "duplicate"]
    assert sorted(play["episode"]["number"] for play in await home.plays()) == [1, 2]


async def test_plex_sends_a_form_with_a_picture(
    accounts: Accounts, application: FastAPI, connection: asyncpg.Connection
) -> None:
    home = await household(accounts, application, kind="plex")
    show = await stored_show(connection)
    message = {
        "event": "media.scrobble",
        "Account": {"id": 1, "title": "Ada"},
        "Metadata": {
            "type": "episode", "ratingKey": "12", "grandparentRatingKey": "3", "grandparentTitle": "Breaking Bad",
            "guid": "com.plexapp.agents.thetvdb://81189/1/3?lang=en", "parentIndex": 1, "index": 3,
            "duration": 3_480_000, "viewOffset": 3_200_000,
        },
    }  # fmt: skip
    form: dict[str, Any] = {
        "payload": (None, json.dumps(message), "application/json"),
        "thumb": ("thumb.jpg", b"\xff\xd8", "image/jpeg"),
    }
    assert (await home.http.post(f"/{home.path}", files=form)).status_code == 202
    await home.process()
    (play,) = await home.plays()
    assert (play["title"]["id"], play["episode"]["number"], play["source"]) == (str(show), 3, "plex")


async def test_emby_and_kodi_are_understood(accounts: Accounts, application: FastAPI, heat: UUID) -> None:
    emby = await household(accounts, application, kind="emby")
    stop = {
        "Event": "playback.stop", "Date": "2026-01-31T20:15:00.0000000Z", "User": {"Name": "ada"},
        "Item": {"Type": "Movie", "Id": "7", "ProviderIds": {"Imdb": "tt0113277"}, "RunTimeTicks": _HOUR},
        "PlaybackInfo": {"PlayedToCompletion": True, "PositionTicks": _HOUR},
    }  # fmt: skip
    assert await emby.told(stop) == ["play"]
    kodi = await household(accounts, application, kind="kodi")
    end = {"event": "end", "time": 10_000, "totaltime": 10_200, "item": {"type": "movie", "uniqueid": {"tmdb": 949}}}
    assert await kodi.told(end) == ["play"]


async def test_what_is_never_matched_by_name_waits_for_its_person(home: Household, heat: UUID) -> None:
    nameless = jellyfin(Provider_tmdb=None, ItemId="b2")
    again = nameless | {"UtcTimestamp": "2026-03-01T20:00:00Z"}
    assert await home.told(nameless, again) == ["unmatched", "unmatched"]
    first, second = await home.events()
    assert first["reason"] == "no_ids"
    address = f"{_SERVERS}/{home.server['id']}/events/{first['id']}/resolve"
    resolved = await home.http.post(address, json={"title_id": str(heat)})
    assert (resolved.status_code, resolved.json()["result"]) == (200, "play"), resolved.text
    await home.process()
    assert [event["result"] for event in await home.events()] == ["play", "play"]
    assert len(await home.plays()) == 2
    repeated = await home.http.post(address, json={"title_id": str(heat)})
    assert (repeated.status_code, repeated.json()["code"]) == (409, "event_not_unmatched")
    assert second["id"] != first["id"]


async def test_answer_about_a_show_is_good_for_its_other_episodes(
    home: Household, connection: asyncpg.Connection
) -> None:
    show = await stored_show(connection)
    one = jellyfin(ItemType="Episode", ItemId="e1", SeriesId="s1", SeasonNumber=1, EpisodeNumber=1, Provider_tmdb=None)
    assert await home.told(one) == ["unmatched"]
    (event,) = await home.events()
    address = f"{_SERVERS}/{home.server['id']}/events/{event['id']}/resolve"
    assert (await home.http.post(address, json={"title_id": str(show)})).json()["result"] == "play"
    assert await home.told(one | {"ItemId": "e2", "EpisodeNumber": 2}) == ["play", "play"]


async def test_a_mark_by_hand_counts_once_and_tells_of_no_time(home: Household, heat: UUID) -> None:
    mark = jellyfin("UserDataSaved", SaveReason="TogglePlayed", Played=True)
    assert await home.told(mark) == ["play"]
    (play,) = await home.plays()
    assert (play["watched_on"], play["precision"]) == (None, "unknown")
    assert await home.told(mark | {"UtcTimestamp": "2026-02-01T20:15:00Z"}) == ["play", "duplicate"]


async def test_unmarking_takes_back_what_this_server_made_where_it_is_switched_on(
    accounts: Accounts, application: FastAPI, heat: UUID
) -> None:
    unmark = jellyfin("UserDataSaved", SaveReason="TogglePlayed", Played=False)
    careful = await household(accounts, application)
    assert await careful.told(jellyfin(), unmark) == ["play", "ignored"]
    assert len(await careful.plays()) == 1
    home = await household(accounts, application, follow_unmarks=True)
    await home.http.post("/api/v1/plays", json={"title_id": str(heat), "watched_on": "2020"})
    await home.told(jellyfin(), unmark)
    assert [event["reason"] for event in await home.events()] == [None, "taken_back"]
    assert [play["watched_on"] for play in await home.plays()] == ["2020"]


async def test_a_day_in_any_order_and_twice_ends_with_its_plays(
    home: Household, heat: UUID, connection: asyncpg.Connection
) -> None:
    await stored_show(connection)
    messages = [jellyfin("PlaybackStart", PlaybackPositionTicks=0, UtcTimestamp="2026-01-31T18:00:00Z"), jellyfin()]
    for number in (1, 2, 3):
        episode: dict[str, Any] = {
            "ItemType": "Episode", "ItemId": f"e{number}", "SeasonNumber": 1, "EpisodeNumber": number,
            "Provider_tvdb": f"34948{number}", "Provider_tmdb": None, "UtcTimestamp": f"2026-01-31T2{number}:30:00Z",
        }  # fmt: skip
        messages += [jellyfin("PlaybackProgress", **episode), jellyfin(**episode)]
        messages.append(jellyfin(**episode, NotificationUsername="alan"))
    shuffled = messages * 2
    random.Random(7).shuffle(shuffled)
    for message in shuffled:
        await home.send(message)
    await home.process()
    plays = await home.plays()
    assert len(plays) == 4
    assert {play["episode"] and play["episode"]["number"] for play in plays} == {None, 1, 2, 3}
    assert await home.positions() == []


async def test_nobody_listens_at_a_wrong_address(home: Household, accounts: Accounts) -> None:
    stranger = await accounts.person()
    wrong = await stranger.http.post("/api/v1/hooks/AAAA", json={})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "hook_not_found")
    assert (await home.http.delete(f"{_SERVERS}/{home.server['id']}")).status_code == 204
    assert (await home.send(jellyfin())).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"NotificationType": 1}'])
async def test_what_nobody_understands_is_taken_and_told(home: Household, body: bytes) -> None:
    assert (await home.http.post(f"/{home.path}", content=body)).status_code == 202
    await home.process()
    (event,) = await home.events()
    assert event["result"] == "ignored"
    assert event["reason"] in ("unreadable", "not_about_playing")


async def test_an_account_has_so_many_media_servers(
    accounts: Accounts, application: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = await household(accounts, application)
    monkeypatch.setattr(application.state.container.media_server_logic(), "max_servers", 1)
    refused = await home.http.post(_SERVERS, json={"kind": "plex", "name": "Attic"})
    assert (refused.status_code, refused.json()["code"], refused.json()["limit"]) == (409, "too_many_media_servers", 1)


async def test_positions_are_put_by_the_id_of_a_title_or_an_episode(
    accounts: Accounts, heat: UUID, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    address = f"/api/v1/positions/{heat}"
    assert (await person.http.put(address, json={"seconds": 90})).status_code == 201
    changed = await person.http.put(address, json={"seconds": 120, "of_seconds": 9000})
    assert (changed.status_code, changed.json()["seconds"], changed.json()["of_seconds"]) == (200, 120, 9000)
    await stored_show(connection)
    episode = await connection.fetchval("SELECT id FROM episodes WHERE number = 2")
    of_episode = await person.http.put(f"/api/v1/positions/{episode}", json={"seconds": 60})
    assert (of_episode.json()["episode"]["number"], of_episode.json()["title"]["title"]) == (2, "Breaking Bad")
    assert (await person.http.put(f"/api/v1/positions/{uuid4()}", json={"seconds": 1})).status_code == 404
    assert (await person.http.delete(address)).status_code == 204
    assert (await person.http.get(address)).status_code == 404
