import hashlib
import math
from dataclasses import dataclass
from typing import Any

from watchkeeper.foundation.core.precondition import UNCONDITIONAL
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.integrations.played_item_matching import MatchedItem
from watchkeeper.logics.watchlist.play_logic import PlayLogic
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput, UpdatePlayInput
from watchkeeper.models.types.integrations.media_server import EventOutcome, QueuedEvent
from watchkeeper.models.types.integrations.player_event import EventReason, EventResult, PlayerAction
from watchkeeper.models.types.watchlist.play import Play
from watchkeeper.repositories.integrations.media_server_event_repository import MediaServerEventRepository
from watchkeeper.repositories.integrations.played_item_repository import PlayedItemRepository
from watchkeeper.repositories.integrations.position_repository import PositionRepository

_LEAST_MINUTES = 30
_MAX_MINUTES = 1440


@dataclass(kw_only=True, eq=False)
class PlayedItemLogging:
    """Makes plays of what a media server played to its end: one an item, even if several messages report it."""

    plays: PlayLogic
    events: MediaServerEventRepository
    items: PlayedItemRepository
    positions: PositionRepository

    async def log(self, queued: QueuedEvent, item: MatchedItem) -> EventOutcome:
        """Return what became of a message that something was played.

        Raises TitleNotFoundError, EpisodeAmbiguousError, QuotaExceededError.
        """
        found: list[Play] = []
        is_news = False
        for place in item.places or (None,):
            play, is_new = await self._log_one(queued, item, place)
            is_news = is_news or is_new
            found += [play] if play is not None else []
        play_ids = tuple(play.id for play in found)
        if not is_news:
            return EventOutcome(EventResult.DUPLICATE, EventReason.SEEN_ALREADY, play_ids)
        return EventOutcome(EventResult.PLAY, None, play_ids)

    async def _log_one(
        self, queued: QueuedEvent, item: MatchedItem, place: tuple[int, int] | None
    ) -> tuple[Play | None, bool]:
        """Return the play of one item of a file, and whether this message made it."""
        if queued.event.action is PlayerAction.MARK and await self._is_seen(queued, item, place):
            return None, False
        caller = principal_of(queued)
        logged = await self.plays.log_play(caller, _play_of(queued, item, place))
        play, is_new = logged.play, logged.is_new
        if not is_new:
            is_new = await self._compare(queued, caller, play, _key_of(queued, place))
        ended = play.title.id if play.episode is None else play.episode.id
        if ended is not None:
            await self.positions.end(caller.user_id, ended, queued.happened_at)
        return play, is_new

    async def _is_seen(self, queued: QueuedEvent, item: MatchedItem, place: tuple[int, int] | None) -> bool:
        """Return whether the item has a play. A mark has no time, so it adds nothing to that."""
        return item.title_id is not None and await self.items.has_play(queued.key.user_id, item.title_id, place)

    async def _compare(self, queued: QueuedEvent, caller: Principal, play: Play, key: str) -> bool:
        """Return whether a play that is there was made by this message, when it was read before a crash.

        A time that was that of the message is corrected by one that the server tells.
        """
        if play.source != queued.kind or play.source_key != key:
            return False
        has_time = await self.events.has_time_of(queued, play.id)
        if has_time is False and queued.event.at is not None:
            change = UpdatePlayInput.model_validate({"watched_on": queued.happened_at.isoformat()})
            await self.plays.update_play(caller, play.id, change, UNCONDITIONAL)
        return has_time is None


def principal_of(queued: QueuedEvent) -> Principal:
    """Return the account as the caller for what its media server does."""
    return Principal(user_id=queued.key.user_id, session_id=None, role=queued.role, time_zone=queued.time_zone)


def _play_of(queued: QueuedEvent, item: MatchedItem, place: tuple[int, int] | None) -> CreatePlayInput:
    event = queued.event
    is_mark = event.action is PlayerAction.MARK
    minutes = math.ceil((event.duration or 0) / 60)
    members: dict[str, Any] = {
        "source": queued.kind,
        "source_key": _key_of(queued, place),
        "watched_on": None if is_mark else queued.happened_at.isoformat(),
        "unless_within_minutes": None if is_mark else min(_MAX_MINUTES, max(_LEAST_MINUTES, minutes)),
    }
    if item.media is not None:
        members["media"] = item.media.model_dump(exclude_none=True)
    else:
        members["title_id"] = str(item.title_id)
    if place is not None:
        members["episode"] = {"season": place[0], "number": place[1]}
    return CreatePlayInput.model_validate(members)


def _key_of(queued: QueuedEvent, place: tuple[int, int] | None) -> str:
    """Return the key of a play: server, session and item; without a session the message."""
    event = queued.event
    what = f"{event.session}\n{event.item_key}" if event.session else str(queued.id)
    digest = hashlib.sha256(f"{what}\n{place}".encode()).hexdigest()
    return f"{queued.key.server_id}:{digest[:32]}"
