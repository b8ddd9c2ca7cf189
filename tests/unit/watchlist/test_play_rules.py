"""The table of how plays move a status, cell by cell, and what is left when plays go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.logics.watchlist.play_rules import Seen, status_after_play, status_after_plays
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import LoggedPlay, TitleStatus, WatchedEpisode
from watchkeeper.models.types.watchlist.when import UNKNOWN, When

BERLIN = ZoneInfo("Europe/Berlin")
SET_AT = datetime(2026, 1, 10, 12, tzinfo=UTC)
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
FIRST = WatchedEpisode(None, 1, 1, air_date=date(2020, 1, 1))
SECOND = WatchedEpisode(None, 1, 2, air_date=date(2020, 1, 8))
NEW = WatchedEpisode(None, 2, 1, air_date=date(2026, 1, 20))
SPECIAL = WatchedEpisode(None, 0, 1)
UNDATED = WatchedEpisode(None, 3, 1)


def stands(status: WatchStatus | None) -> TitleStatus:
    if status is None:
        return TitleStatus()
    completed_at = SET_AT if status is WatchStatus.COMPLETED else None
    return TitleStatus(status, SET_AT, StatusOrigin.PERSON, completed_at, completed_at)


def play(episode: WatchedEpisode | None, when: When = UNKNOWN) -> LoggedPlay:
    return LoggedPlay(NOW, when, episode)


def status_after(status: WatchStatus | None, logged: LoggedPlay, seen: Seen | None = None) -> str | None:
    return status_after_play(stands(status), logged, seen or Seen(), BERLIN).status


@pytest.mark.parametrize("status", [None, *WatchStatus])
def test_play_of_a_whole_title_completes_it(status: WatchStatus | None) -> None:
    assert status_after(status, play(None)) == "completed"


@pytest.mark.parametrize("status", [None, WatchStatus.PLANNED, WatchStatus.WATCHING])
@pytest.mark.parametrize("seen", [Seen(), Seen({FIRST.key})])
def test_first_episode_begins_a_title(status: WatchStatus | None, seen: Seen) -> None:
    assert status_after(status, play(FIRST), seen) == "watching"


@pytest.mark.parametrize(
    ("seen", "left"),
    [
        (Seen({FIRST.key}, [FIRST, SECOND]), "completed"),
        (Seen({FIRST.key}, [FIRST, SECOND, NEW]), "watching"),
        (Seen({FIRST.key}, None), "watching"),
        (Seen({FIRST.key, SECOND.key}, [FIRST, SECOND, NEW]), "watching"),
    ],
)
def test_last_episode_of_a_title_that_is_over_completes_it(seen: Seen, left: str) -> None:
    assert status_after(WatchStatus.WATCHING, play(SECOND), seen) == left


@pytest.mark.parametrize(
    ("episode", "left"),
    [(NEW, "watching"), (SECOND, "completed"), (UNDATED, "completed"), (SPECIAL, "completed")],
)
def test_completed_title_is_watched_again_for_what_aired_later(episode: WatchedEpisode, left: str) -> None:
    assert status_after(WatchStatus.COMPLETED, play(episode)) == left


def test_favourite_episode_is_no_rewatch() -> None:
    assert status_after(WatchStatus.COMPLETED, play(NEW), Seen({NEW.key})) == "completed"


def test_episode_of_the_day_on_which_the_title_was_completed_counts_as_seen() -> None:
    end = When.parse("2026-01-20").ends_at(BERLIN)
    completed = TitleStatus(WatchStatus.COMPLETED, SET_AT, StatusOrigin.PERSON, SET_AT, end)

    assert status_after_play(completed, play(NEW), Seen(), BERLIN).status == "completed"


def test_no_play_changes_the_day_of_the_end_that_the_person_set() -> None:
    end = When.parse("2001").ends_at(BERLIN)
    watching = TitleStatus(WatchStatus.WATCHING, SET_AT, StatusOrigin.PERSON, None, end, is_end_explicit=True)

    completed = status_after_play(watching, play(None), Seen(), BERLIN)

    assert (completed.status, completed.done_until) == ("completed", end)


@pytest.mark.parametrize("status", [WatchStatus.ON_HOLD, WatchStatus.DROPPED])
@pytest.mark.parametrize(
    ("watched_on", "is_later"),
    [
        ("2026-01-10T12:00:00Z", True),
        ("2026-01-10T11:59:59Z", False),
        ("2026-01-10", True),
        ("2026-01-09", False),
        ("2026-02", True),
        ("2026-01", False),
        ("2026", False),
        (None, False),
    ],
)
def test_title_that_was_put_away_is_taken_up_by_a_later_play(
    status: WatchStatus, watched_on: str | None, is_later: bool
) -> None:
    when = UNKNOWN if watched_on is None else When.parse(watched_on).in_zone(BERLIN)

    assert status_after(status, play(SECOND, when)) == ("watching" if is_later else status)


def test_episode_that_counts_as_seen_completes_nothing_again() -> None:
    again = replace(stands(WatchStatus.WATCHING), done_until=SET_AT)
    old, new = Seen((), [FIRST, SECOND]), Seen((), [FIRST, SECOND, NEW])
    assert status_after_play(again, play(SECOND), old, BERLIN).status == "watching"
    assert status_after_play(again, play(NEW), new, BERLIN).status == "completed"


def test_month_is_not_later_than_its_first_day() -> None:
    dropped = replace(stands(WatchStatus.DROPPED), set_at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    after = status_after_play(dropped, play(SECOND, When.parse("2026-01").in_zone(BERLIN)), Seen(), BERLIN)
    assert after.status == WatchStatus.DROPPED


def test_play_that_keeps_the_status_moves_none() -> None:
    kept = LoggedPlay(NOW, UNKNOWN, None, moves_status=False)

    assert status_after(None, kept) is None
    assert status_after(WatchStatus.WATCHING, kept) == "watching"


def test_play_that_completes_tells_when() -> None:
    when = When.parse("2019-05")

    after = status_after_play(stands(WatchStatus.WATCHING), play(None, when), Seen(), BERLIN)

    assert (after.by, after.set_at, after.completed_at) == (StatusOrigin.PLAY, NOW, NOW)
    assert after.done_until == datetime(2019, 5, 31, 22, tzinfo=UTC)
    assert after.finished_by is not None
    assert after.finished_by.when == when


PLAYS = st.lists(
    st.builds(
        LoggedPlay,
        st.integers(-3, 30).map(lambda minutes: SET_AT + timedelta(minutes=minutes)),
        st.sampled_from([UNKNOWN, *map(When.parse, ("2026-01-09", "2026-01-10", "2026-01-11", "2026", "2026-02"))]),
        st.sampled_from([None, FIRST, SECOND, NEW, SPECIAL, UNDATED]),
        st.booleans(),
    ),
    unique_by=lambda one: one.created_at,
    max_size=8,
).map(lambda plays: sorted(plays, key=lambda one: one.created_at))


@given(st.sampled_from([None, *WatchStatus]), PLAYS, st.sampled_from([None, (FIRST, SECOND), (FIRST, SECOND, NEW)]))
def test_plays_lead_to_where_they_lead_one_by_one(
    status: WatchStatus | None, plays: Sequence[LoggedPlay], regular: Sequence[WatchedEpisode] | None
) -> None:
    title_status, keys = stands(status), set[object]()
    for one in plays:
        if status is None or one.created_at > SET_AT:
            title_status = status_after_play(title_status, one, Seen(set(keys), regular), BERLIN)
        keys |= {one.episode.key} if one.episode is not None else set()

    worked = status_after_plays(stands(status), plays, regular, BERLIN)

    assert worked.status == title_status.status
    assert worked.set_at == title_status.set_at
