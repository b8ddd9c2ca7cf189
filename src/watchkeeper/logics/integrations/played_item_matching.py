from dataclasses import dataclass
from uuid import UUID

from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalMediaInput
from watchkeeper.models.errors.catalogue_errors import InvalidExternalIdError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.integrations.media_server import KnownItem, QueuedEvent
from watchkeeper.models.types.integrations.player_event import EventReason, PlayerEvent
from watchkeeper.repositories.integrations.media_server_event_repository import MediaServerEventRepository
from watchkeeper.repositories.integrations.played_item_repository import PlayedItemRepository

_LOOKED_UP = "tmdb"


@dataclass(frozen=True, slots=True)
class MatchedItem:
    """A played item: a known title, or one that a provider has confirmed; with the places of its episodes."""

    title_id: UUID | None = None
    media: ExternalMediaInput | None = None
    places: tuple[tuple[int, int], ...] = ()
    """Season and number of each episode; none for a movie."""


@dataclass(kw_only=True, eq=False)
class PlayedItemMatching:
    """Finds what a media server played: by what its person has said, by the ids of the item, by those of its show with
    season and number. Never by a name."""

    events: MediaServerEventRepository
    items: PlayedItemRepository
    metadata: TitleMetadataLogic

    async def match(self, queued: QueuedEvent) -> MatchedItem | EventReason:
        """Return the played item, or the reason why it is unknown. Must not be called inside a transaction."""
        event = queued.event
        keys = [key for key in (event.item_key, event.series_key) if key is not None]
        known = await self.events.find_item(queued.key, keys) if keys else None
        if known is not None:
            return known_item_match(known, event)
        if event.is_episode:
            return await self._match_episode(queued.key.user_id, event)
        return await self._match_title(queued.key.user_id, event, ())

    async def _match_episode(self, user_id: UUID, event: PlayerEvent) -> MatchedItem | EventReason:
        found = await self.items.find_episodes(event.ids) if event.ids else ()
        if len(found) > 1:
            return EventReason.AMBIGUOUS
        if found:
            return _episodes_from(found[0], event)
        if not event.series_ids:
            return EventReason.NOT_IN_CATALOGUE if event.ids else EventReason.NO_IDS
        if event.season is None or not event.numbers:
            return EventReason.NO_IDS
        return await self._match_title(user_id, event, tuple((event.season, number) for number in event.numbers))

    async def _match_title(
        self, user_id: UUID, event: PlayerEvent, places: tuple[tuple[int, int], ...]
    ) -> MatchedItem | EventReason:
        named = event.series_ids if event.is_episode else event.ids
        if not named:
            return EventReason.NO_IDS
        found = await self.items.find_titles(user_id, named, is_movie=not event.is_episode)
        if len(found) > 1:
            return EventReason.AMBIGUOUS
        if found:
            return MatchedItem(found[0], places=places)
        media = await self._confirmed(user_id, named.get(_LOOKED_UP), event)
        return EventReason.NOT_IN_CATALOGUE if media is None else MatchedItem(media=media, places=places)

    async def _confirmed(self, user_id: UUID, id_: str | None, event: PlayerEvent) -> ExternalMediaInput | None:
        """Return a title that a provider knows and the catalogue lacks."""
        if id_ is None:
            return None
        name = (event.series_title if event.is_episode else event.title) or id_
        media = ExternalMediaInput(
            source=_LOOKED_UP,
            external_id=id_,
            media_type=MediaType.SHOW if event.is_episode else MediaType.MOVIE,
            title=name,
        )
        try:
            incoming = await self.metadata.look_up(media, user_id)
        except InvalidExternalIdError:
            return None
        return None if incoming.metadata is None else media


def _episodes_from(first: KnownItem, event: PlayerEvent) -> MatchedItem:
    """Return the episode that an id names, and those that follow it in the same file."""
    season, number = first.season or 0, first.number or 0
    steps = range(max(1, len(event.numbers)))
    return MatchedItem(first.title_id, places=tuple((season, number + step) for step in steps))


def known_item_match(known: KnownItem, event: PlayerEvent) -> MatchedItem | EventReason:
    """Return what a person has said that an item is; a reason where the place of an episode is missing."""
    if not event.is_episode:
        return MatchedItem(known.title_id)
    if known.season is not None and known.number is not None:
        return MatchedItem(known.title_id, places=((known.season, known.number),))
    if event.season is None or not event.numbers:
        return EventReason.NO_IDS
    return MatchedItem(known.title_id, places=tuple((event.season, number) for number in event.numbers))
