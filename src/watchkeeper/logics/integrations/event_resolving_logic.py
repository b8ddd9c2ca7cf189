from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.discovery.title_reference_logic import TitleReferenceLogic
from watchkeeper.logics.integrations.played_item_matching import known_item_match
from watchkeeper.logics.integrations.player_event_logic import PlayerEventLogic
from watchkeeper.models.dtos.catalogue.external_media_dtos import TitleReferenceInput
from watchkeeper.models.dtos.integrations.media_server_dtos import ResolveEventInput
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEventEntity
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, TitleNotFoundError
from watchkeeper.models.errors.integration_errors import EventNotUnmatchedError
from watchkeeper.models.types.integrations.media_server import EventOutcome, KnownItem, QueuedEvent, ServerKey
from watchkeeper.models.types.integrations.player_event import EventReason, EventResult
from watchkeeper.repositories.integrations.media_server_event_repository import MediaServerEventRepository

_CLAIM_DURATION = timedelta(minutes=2)


@dataclass(kw_only=True, eq=False)
class EventResolvingLogic:
    """Lets people say what an unmatched message is about. Later messages about the same item use that, too."""

    unit_of_work: UnitOfWork
    events: MediaServerEventRepository
    titles: TitleReferenceLogic
    processing: PlayerEventLogic

    async def resolve(self, key: ServerKey, event_id: UUID, named: ResolveEventInput) -> MediaServerEventEntity:
        """Make the play of a message, remember what its item is, and return the message.

        A title of another service is added as to a watchlist. Raises MediaServerEventNotFoundError,
        EventNotUnmatchedError, TitleNotFoundError, EpisodeNotFoundError, InvalidExternalIdError, QuotaExceededError.
        """
        reference = await self.titles.look_up(
            key.user_id, TitleReferenceInput(title_id=named.title_id, media=named.media)
        )
        queued = await self._claim(key, event_id)
        title_id = await self.titles.act_on(reference, _itself) if named.title_id is None else named.title_id
        known = KnownItem(title_id, named.season, named.number)
        item = known_item_match(known, queued.event)
        if isinstance(item, EventReason):
            await self._give_back(queued, item)
            raise EpisodeNotFoundError
        outcome = await self.processing.decide(queued, item)
        if outcome.result is EventResult.UNMATCHED:
            await self._give_back(queued, EventReason.NOT_IN_CATALOGUE)
            raise TitleNotFoundError
        await self._remember(queued, known, outcome)
        return await self.events.require(key, event_id)

    async def _claim(self, key: ServerKey, event_id: UUID) -> QueuedEvent:
        at = now()
        async with self.unit_of_work.statement():
            queued = await self.events.claim_unmatched(key, event_id, at, until=at + _CLAIM_DURATION)
        if queued is None:
            await self.events.require(key, event_id)
            raise EventNotUnmatchedError
        return queued

    async def _give_back(self, queued: QueuedEvent, reason: EventReason) -> None:
        await self.processing.finish(queued, EventOutcome(EventResult.UNMATCHED, reason))

    async def _remember(self, queued: QueuedEvent, known: KnownItem, outcome: EventOutcome) -> None:
        """Remember the answer: for the whole show, unless it names an episode."""
        event = queued.event
        item_key = event.item_key if known.number is not None else event.series_key or event.item_key
        async with self.unit_of_work.transaction():
            await self.events.finish(queued, outcome, now())
            if item_key is not None:
                await self.events.remember_item(queued.key, item_key, known, now())


async def _itself(title_id: UUID) -> UUID:
    return title_id
