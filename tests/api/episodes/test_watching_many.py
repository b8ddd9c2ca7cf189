"""Many episodes watched at once: a season, all up to here, everything that has aired; and taken back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import played, required_entry, stored_episode
from tests.support.problems import pointers_of, problem_of
from tests.support.watchlist import added, address, problem, stored_title

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    """A show with a special, two seasons of three episodes, the last one of next week."""
    show = await stored_title(connection, "Blue Hours", media_type="show", runtime_minutes=40)
    await stored_episode(connection, show, 0, 1, air_date=date(2001, 1, 1))
    for number in (1, 2, 3):
        await stored_episode(connection, show, 1, number, air_date=date(2001, 1, number))
    for number in (1, 2):
        await stored_episode(connection, show, 2, number, air_date=date(2002, 1, number))
    await stored_episode(connection, show, 2, 3, air_date=TODAY + 7 * DAY)
    return show


async def watch(person: Person, show: UUID, **members: Any) -> dict[str, Any]:
    answer = await person.http.post(f"/api/v1/titles/{show}/watch", json=members)
    assert answer.status_code == 200, answer.text
    watched: dict[str, Any] = answer.json()
    return watched


async def unwatch(person: Person, show: UUID, **members: Any) -> dict[str, Any]:
    answer = await person.http.post(f"/api/v1/titles/{show}/unwatch", json=members)
    assert answer.status_code == 200, answer.text
    unwatched: dict[str, Any] = answer.json()
    return unwatched


async def plays_of(person: Person, show: UUID) -> list[dict[str, Any]]:
    answer = await person.http.get("/api/v1/plays", params={"title_id": str(show), "limit": 100, "sort": "watched_on"})
    plays: list[dict[str, Any]] = answer.json()["items"]
    return plays


def places(plays: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return sorted((play["episode"]["season"], play["episode"]["number"]) for play in plays)


async def test_season_is_watched_in_one_request(person: Person, show: UUID) -> None:
    watched = await watch(person, show, season=1)

    assert (watched["added"], watched["skipped"]) == (3, {"seen": 0, "unaired": 0, "special": 0})
    assert [item["result"] for item in watched["items"]] == ["added"] * 3
    plays = await plays_of(person, show)
    assert {play["id"] for play in plays} == {item["play_id"] for item in watched["items"]}
    assert places(plays) == [(1, 1), (1, 2), (1, 3)]
    entry = await required_entry(person, show)
    assert watched["entry"] == entry
    assert (entry["status"], entry["status_by"], entry["progress"]["seen"]) == ("watching", "play", 3)


async def test_what_had_aired_when_a_show_was_completed_is_seen(person: Person, show: UUID) -> None:
    await added(person, show, status="completed")

    watched = await watch(person, show, all=True)

    assert (watched["added"], watched["skipped"]) == (0, {"seen": 5, "unaired": 1, "special": 1})


async def test_last_plays_are_taken_back_by_date_the_unknown_ones_after_the_others(person: Person, show: UUID) -> None:
    await watch(person, show, season=1, watched_on=None)
    await watch(person, show, season=1, again=True, watched_on="2020-01-01")

    assert (await unwatch(person, show, season=1, plays="last"))["removed"] == 3
    assert {play["precision"] for play in await plays_of(person, show)} == {"unknown"}
    assert (await unwatch(person, show, season=1, plays="last"))["removed"] == 3


async def test_everything_means_what_has_aired_and_is_not_seen(person: Person, show: UUID) -> None:
    await played(person, show, episode={"season": 1, "number": 2})

    watched = await watch(person, show, all=True)

    assert (watched["added"], watched["skipped"]) == (4, {"seen": 1, "unaired": 1, "special": 1})
    assert places(await plays_of(person, show)) == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]


async def test_up_to_here_means_regular_episodes_and_this_one(person: Person, show: UUID) -> None:
    watched = await watch(person, show, up_to={"episode": {"season": 2, "number": 1}}, watched_on=None)

    assert (watched["added"], watched["skipped"]["special"]) == (4, 1)
    plays = await plays_of(person, show)
    assert places(plays) == [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert {play["precision"] for play in plays} == {"unknown"}


async def test_up_to_an_episode_that_nobody_knows_is_no_guess(person: Person, show: UUID) -> None:
    for place in ({"season": 1, "number": 4}, {"season": 9, "number": 1}):
        answer = await person.http.post(f"/api/v1/titles/{show}/watch", json={"up_to": {"episode": place}})
        problem(answer, 404, "episode_not_found")

    assert await plays_of(person, show) == []


async def test_show_that_has_ended_is_completed_by_the_rest(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", show)
    await connection.execute("UPDATE episodes SET air_date = '2002-01-03' WHERE season = 2 AND number = 3")

    watched = await watch(person, show, all=True)

    assert (watched["entry"]["status"], watched["entry"]["progress"]["state"]) == ("completed", "finished")


async def test_plays_have_the_days_on_which_episodes_aired(person: Person, show: UUID) -> None:
    await watch(person, show, season=1, watched_on="air_date")

    assert [play["watched_on"] for play in await plays_of(person, show)] == ["2001-01-01", "2001-01-02", "2001-01-03"]


async def test_day_on_which_an_instant_falls_is_that_of_the_person(
    person: Person, connection: asyncpg.Connection
) -> None:
    anime = await stored_title(connection, "Red Minutes", media_type="anime")
    await stored_episode(connection, anime, 1, 1, airs_at=datetime(2001, 1, 1, 23, 30, tzinfo=UTC))
    await person.http.patch("/api/v1/auth/me", json={"time_zone": "Asia/Tokyo"})

    await watch(person, anime, all=True, watched_on="air_date")

    (play,) = await plays_of(person, anime)
    assert (play["watched_on"], play["precision"]) == ("2001-01-02", "day")


async def test_nothing_is_watched_on_an_air_date_to_come(person: Person, show: UUID) -> None:
    body = {"season": 2, "watched_on": "air_date", "unaired": True}
    answer = await person.http.post(f"/api/v1/titles/{show}/watch", json=body)

    assert pointers_of(problem_of(answer, 422, "in_the_future")) == ["/body/watched_on"]
    assert await plays_of(person, show) == []


async def test_plays_are_spread_one_running_time_apart(person: Person, show: UUID) -> None:
    await watch(person, show, season=1, watched_on="2026-01-31T00:30:00+02:00", spread=True)

    plays = await plays_of(person, show)
    assert [(play["episode"]["number"], play["watched_on"], play["local_date"]) for play in plays] == [
        (1, "2026-01-30T21:10:00Z", "2026-01-30"),
        (2, "2026-01-30T21:50:00Z", "2026-01-30"),
        (3, "2026-01-30T22:30:00Z", "2026-01-31"),
    ]


async def test_dry_run_tells_the_same_and_stores_nothing(person: Person, show: UUID) -> None:
    told = await watch(person, show, all=True, dry_run=True)

    assert (told["operation_id"], told["added"], told["entry"]) == (None, 5, None)
    assert await plays_of(person, show) == []
    watched = await watch(person, show, all=True)
    assert [(one["episode_id"], one["result"]) for one in watched["items"]] == [
        (one["episode_id"], one["result"]) for one in told["items"]
    ]


async def test_again_and_specials_and_unaired_only_when_asked_for(person: Person, show: UUID) -> None:
    await watch(person, show, all=True)

    assert (await watch(person, show, all=True))["added"] == 0
    more = await watch(person, show, all=True, again=True, specials=True, unaired=True)
    assert (more["added"], more["skipped"]) == (7, {"seen": 0, "unaired": 0, "special": 0})


async def test_watch_is_undone_as_one(person: Person, show: UUID) -> None:
    watched = await watch(person, show, season=1)

    undone = await person.http.post(f"/api/v1/operations/{watched['operation_id']}/undo")

    assert undone.status_code == 200, undone.text
    assert (undone.json()["restored"], undone.json()["left"]) == (4, [])  # with the entry that they made
    assert await plays_of(person, show) == []


async def test_last_play_of_each_is_taken_back_and_given_again(person: Person, show: UUID) -> None:
    await watch(person, show, season=1, watched_on="2020")
    await watch(person, show, season=1, again=True, watched_on="2021")

    removed = await unwatch(person, show, season=1)

    assert removed["removed"] == 3
    assert {play["watched_on"] for play in await plays_of(person, show)} == {"2020"}
    undone = await person.http.post(f"/api/v1/operations/{removed['operation_id']}/undo")
    assert undone.json()["restored"] == 3
    assert len(await plays_of(person, show)) == 6


async def test_status_is_that_of_the_plays_left(person: Person, show: UUID) -> None:
    await added(person, show, status="planned")
    await watch(person, show, season=1)

    removed = await unwatch(person, show, all=True, plays="all")

    assert (removed["removed"], removed["entry"]["status"]) == (3, "planned")


async def test_plays_of_earlier_viewings_stay_unless_all_are_meant(person: Person, show: UUID) -> None:
    await watch(person, show, season=1)
    entry = await required_entry(person, show)
    await person.http.post(f"{address(entry)}/rewatch")
    await watch(person, show, season=1)

    assert (await unwatch(person, show, season=1, plays="viewing"))["removed"] == 3
    assert (await unwatch(person, show, season=1))["removed"] == 0
    assert (await unwatch(person, show, season=1, plays="all"))["removed"] == 3


async def test_what_can_not_be_watched_is_rejected(person: Person, show: UUID, connection: asyncpg.Connection) -> None:
    movie = await stored_title(connection)
    path = f"/api/v1/titles/{show}/watch"

    problem(await person.http.post(f"/api/v1/titles/{movie}/watch", json={"all": True}), 409, "episodes_unknown")
    problem(await person.http.post(f"/api/v1/titles/{uuid4()}/watch", json={"all": True}), 404, "title_not_found")
    problem(await person.http.post(path, json={"season": 9}), 404, "season_not_found")
    problem(await person.http.post(path, json={"episode_ids": [str(uuid4())]}), 404, "episode_not_found")
    problem(await person.http.post(path, json={"season": 1, "watched_on": "2999"}), 422, "in_the_future")
    spread = {"season": 1, "spread": True, "watched_on": "2020"}
    problem(await person.http.post(path, json=spread), 422, "spread_needs_instant")
    for body in ({}, {"all": True, "season": 1}, {"all": False}, {"season": None}):
        answer = await person.http.post(path, json=body)
        assert answer.status_code == 422, answer.text
    assert await plays_of(person, show) == []


async def progress(person: Person, show: UUID, **members: Any) -> dict[str, Any]:
    entry = await required_entry(person, show)
    answer = await person.http.put(f"{address(entry)}/progress", json=members)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


async def test_number_of_seen_episodes_makes_and_removes_plays(person: Person, show: UUID) -> None:
    await added(person, show)
    await played(person, show, episode={"season": 1, "number": 1}, watched_on="2020")

    changed = await progress(person, show, seen=4)
    assert (changed["status"], changed["progress"]["seen"], changed["progress"]["skipped"]) == ("watching", 4, 0)
    assert places(await plays_of(person, show)) == [(1, 1), (1, 2), (1, 3), (2, 1)]

    fewer = await progress(person, show, seen=2)
    assert (fewer["progress"]["seen"], fewer["progress"]["next_episode"]["number"]) == (2, 3)
    assert [play["watched_on"] for play in await plays_of(person, show)] == ["2020", None]
    assert (await progress(person, show, seen=0))["progress"]["state"] == "not_started"


async def test_number_of_episodes_that_nobody_knows_is_kept(person: Person, connection: asyncpg.Connection) -> None:
    show = await stored_title(connection, "Unknown", media_type="anime")
    await added(person, show)

    changed = await progress(person, show, seen=7)

    assert (changed["status"], changed["progress"]["stated"], changed["progress"]["seen"]) == ("watching", 7, 7)
    assert changed["progress"]["state"] == "unknown"


async def test_progress_of_a_stale_entry_is_not_set(person: Person, show: UUID) -> None:
    entry = await added(person, show)
    path = f"{address(entry)}/progress"

    stale = await person.http.put(path, json={"seen": 1}, headers={"If-Match": '"nothing"'})

    assert stale.status_code == 412
    for body in ({}, {"seen": -1}, {"seen": 100_001}, {"seen": "1"}):
        assert (await person.http.put(path, json=body)).status_code == 422


async def test_day_that_is_none_is_named_at_its_member(person: Person, show: UUID) -> None:
    path = f"/api/v1/titles/{show}/watch"
    answer = await person.http.post(path, json={"all": True, "watched_on": "1965-02-31"})

    assert pointers_of(problem_of(answer, 422, "validation_failed")) == ["/body/watched_on"]
