from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.integrations.played_item_matching import MatchedItem
from watchkeeper.models.entities.integrations.position_entity import PositionEntity
from watchkeeper.models.types.integrations.media_server import EventOutcome, QueuedEvent
from watchkeeper.models.types.integrations.player_event import EventReason, EventResult
from watchkeeper.repositories.episodes.episode_reference_repository import EpisodeReference, EpisodeReferenceRepository
from watchkeeper.repositories.integrations.position_repository import PositionRepository


@dataclass(kw_only=True, eq=False)
class PlayedItemFollowing:
    """Follows how far a media server has played something. It makes no title and no play."""

    unit_of_work: UnitOfWork
    positions: PositionRepository
    episodes: EpisodeReferenceRepository

    async def follow(self, queued: QueuedEvent, item: MatchedItem) -> EventOutcome:
        """Store a position, unless a later one is known, or a play that ended it."""
        about = await self._find(item)
        if about is None:
            return EventOutcome(EventResult.UNMATCHED, EventReason.NOT_IN_CATALOGUE)
        event = queued.event
        position = PositionEntity(
            user_id=queued.key.user_id,
            id=about,
            seconds=int(event.position or 0),
            of_seconds=int(event.duration) if event.duration else None,
            played_at=queued.happened_at,
            updated_at=now(),
        )
        async with self.unit_of_work.statement():
            is_stored = await self.positions.follow(position)
        return EventOutcome(EventResult.PROGRESS, None if is_stored else EventReason.LATER_KNOWN)

    async def _find(self, item: MatchedItem) -> UUID | None:
        """Return the id of the movie, or of the episode at the place; of several episodes in one file, the first."""
        if item.title_id is None or not item.places:
            return item.title_id
        season, number = item.places[0]
        (found,) = await self.episodes.find_many([EpisodeReference(item.title_id, season=season, number=number)])
        return found[0].id if len(found) == 1 else None
