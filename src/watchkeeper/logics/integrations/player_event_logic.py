from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.core.precondition import UNCONDITIONAL
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.integrations.played_item_following import PlayedItemFollowing
from watchkeeper.logics.integrations.played_item_logging import PlayedItemLogging, principal_of
from watchkeeper.logics.integrations.played_item_matching import MatchedItem, PlayedItemMatching
from watchkeeper.logics.watchlist.play_logic import PlayLogic
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, QuotaExceededError, TitleNotFoundError
from watchkeeper.models.errors.tracking_errors import EpisodeAmbiguousError, MovieHasNoEpisodesError, PlayNotFoundError
from watchkeeper.models.types.integrations.media_server import EventOutcome, QueuedEvent
from watchkeeper.models.types.integrations.player_event import EventReason, EventResult, PersonRole, PlayerAction
from watchkeeper.repositories.integrations.media_server_event_repository import MediaServerEventRepository

_PORTION = 20
_CLAIM_DURATION = timedelta(minutes=2)
_SAME_WITHIN = timedelta(days=1)

_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, eq=False)
class PlayerEventLogic:
    """Processes the messages of media servers: each becomes a play, a position, or a reason why not."""

    unit_of_work: UnitOfWork
    events: MediaServerEventRepository
    matching: PlayedItemMatching
    logging: PlayedItemLogging
    following: PlayedItemFollowing
    plays: PlayLogic

    async def process_waiting(self) -> None:
        """Process all waiting messages. After a crash another process finishes each message once."""
        while True:
            at = now()
            async with self.unit_of_work.statement():
                claimed = await self.events.claim(_PORTION, at, until=at + _CLAIM_DURATION)
            for queued in claimed:
                await self._process(queued)
            if len(claimed) < _PORTION:
                return

    async def _process(self, queued: QueuedEvent) -> None:
        try:
            outcome = await self.decide(queued)
        except DatabaseUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - what one message has must not stop the others; its claim ends by itself
            _log.exception("player_event_not_processed", event_id=str(queued.id))
        else:
            await self.finish(queued, outcome)

    async def finish(self, queued: QueuedEvent, outcome: EventOutcome) -> None:
        """Store the outcome of a message."""
        async with self.unit_of_work.transaction():
            await self.events.finish(queued, outcome, now())

    async def decide(self, queued: QueuedEvent, known: MatchedItem | None = None) -> EventOutcome:
        """Act on a message, and return the outcome. `told` is the item that its person named for it."""
        role = PersonRole.ME if queued.event.person is None else queued.person_role
        if role is not PersonRole.ME:
            reason = EventReason.PERSON_UNKNOWN if role is None else EventReason.PERSON_IGNORED
            return EventOutcome(EventResult.IGNORED, reason)
        try:
            return await self._act(queued, known)
        except (TitleNotFoundError, EpisodeNotFoundError, MovieHasNoEpisodesError):
            return EventOutcome(EventResult.UNMATCHED, EventReason.NOT_IN_CATALOGUE)
        except EpisodeAmbiguousError:
            return EventOutcome(EventResult.UNMATCHED, EventReason.AMBIGUOUS)
        except QuotaExceededError:
            return EventOutcome(EventResult.IGNORED, EventReason.WATCHLIST_FULL)

    async def _act(self, queued: QueuedEvent, known: MatchedItem | None) -> EventOutcome:
        event = queued.event
        match event.action:
            case PlayerAction.UNMARK:
                return await self._unmark(queued)
            case PlayerAction.MARK if not queued.count_manual_marks:
                return EventOutcome(EventResult.IGNORED, EventReason.MARKS_NOT_COUNTED)
            case PlayerAction.MARK:
                return await self._play(queued, known)
            case PlayerAction.STOP if event.is_completed or (event.percent or 0) >= queued.min_percent:
                return await self._play(queued, known)
            case _:
                return await self._follow(queued, known)

    async def _play(self, queued: QueuedEvent, known: MatchedItem | None) -> EventOutcome:
        if known is None and await self.events.is_repeated(queued, since=queued.created_at - _SAME_WITHIN):
            return EventOutcome(EventResult.DUPLICATE, EventReason.SAME_MESSAGE)
        item = known or await self.matching.match(queued)
        if isinstance(item, EventReason):
            return EventOutcome(EventResult.UNMATCHED, item)
        return await self.logging.log(queued, item)

    async def _follow(self, queued: QueuedEvent, known: MatchedItem | None) -> EventOutcome:
        is_stop = queued.event.action is PlayerAction.STOP
        if queued.event.position is None:
            reason = EventReason.STOPPED_EARLY if is_stop else EventReason.NO_POSITION
            return EventOutcome(EventResult.IGNORED, reason)
        item = known or await self.matching.match(queued)
        if isinstance(item, EventReason):
            return EventOutcome(EventResult.UNMATCHED, item)
        outcome = await self.following.follow(queued, item)
        if is_stop and outcome.result is EventResult.PROGRESS and outcome.reason is None:
            return EventOutcome(EventResult.PROGRESS, EventReason.STOPPED_EARLY)
        return outcome

    async def _unmark(self, queued: QueuedEvent) -> EventOutcome:
        """Take back the plays that this server made of the item, and no other."""
        if not queued.follow_unmarks:
            return EventOutcome(EventResult.IGNORED, EventReason.MARKS_NOT_TAKEN_BACK)
        removed = [play_id for play_id in await self.events.plays_of(queued) if await self._delete(queued, play_id)]
        reason = EventReason.TAKEN_BACK if removed else EventReason.NOTHING_TO_TAKE_BACK
        return EventOutcome(EventResult.IGNORED, reason)

    async def _delete(self, queued: QueuedEvent, play_id: UUID) -> bool:
        try:
            await self.plays.delete_play(principal_of(queued), play_id, UNCONDITIONAL)
        except PlayNotFoundError:
            return False
        return True
