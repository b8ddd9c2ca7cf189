"""Where plays lead that are all in memory."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from watchkeeper.logics.watchlist.play_entities import new_play
from watchkeeper.logics.watchlist.play_rules import is_forward
from watchkeeper.logics.watchlist.title_statuses import status_after
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.title_plays import TitlePlays
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import LoggedPlay, TitleStatus, WatchedEpisode, Watching
from watchkeeper.models.types.watchlist.when import When

SET_AT = datetime(2026, 1, 1, tzinfo=UTC)
LATER = When.at(datetime(2026, 2, 1, tzinfo=UTC), UTC)
EPISODE = WatchedEpisode(uuid4(), 1, 1, airs_at=SET_AT + timedelta(days=9))


def standing(status: WatchStatus) -> TitlePlays:
    completed_at = SET_AT if status is WatchStatus.COMPLETED else None
    said = TitleStatus(status, SET_AT, StatusOrigin.PERSON, completed_at, completed_at)
    entry_id, title_id = uuid4(), uuid4()
    watching = Watching(entry_id, said, said, False, 1, 0, "show", None)
    return TitlePlays(title_id=title_id, is_open=True, watching=watching, entry=WatchEntryEntity(id=entry_id))


def after_episode(title: TitlePlays, *, is_import: bool) -> WatchStatus | None:
    play = new_play(uuid4(), title.title_id, LATER, SET_AT + timedelta(days=60))
    title.add(play, LoggedPlay(play.created_at, LATER, EPISODE))
    return status_after(title, UTC, is_import=is_import).status


@pytest.mark.parametrize(
    ("status", "by_hand", "by_import"),
    [
        (WatchStatus.PLANNED, WatchStatus.WATCHING, WatchStatus.WATCHING),
        (WatchStatus.WATCHING, WatchStatus.WATCHING, WatchStatus.WATCHING),
        (WatchStatus.ON_HOLD, WatchStatus.WATCHING, WatchStatus.ON_HOLD),
        (WatchStatus.DROPPED, WatchStatus.WATCHING, WatchStatus.DROPPED),
        (WatchStatus.COMPLETED, WatchStatus.WATCHING, WatchStatus.COMPLETED),
    ],
)
def test_an_import_never_moves_a_status_backwards(
    status: WatchStatus, by_hand: WatchStatus, by_import: WatchStatus
) -> None:
    assert after_episode(standing(status), is_import=False) == by_hand
    imported = standing(status)
    assert after_episode(imported, is_import=True) == by_import
    left_alone = {play.moves_status for play in imported.added.values()}
    assert left_alone == {by_hand == by_import}


def test_statuses_have_an_order() -> None:
    assert is_forward(None, WatchStatus.PLANNED)
    assert is_forward(WatchStatus.DROPPED, WatchStatus.COMPLETED)
    assert not is_forward(WatchStatus.DROPPED, WatchStatus.WATCHING)
    assert not is_forward(WatchStatus.COMPLETED, WatchStatus.COMPLETED)
