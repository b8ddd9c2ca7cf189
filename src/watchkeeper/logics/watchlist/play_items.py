"""What the items of a bulk request of plays name, and what is wrong with each by itself."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkChange, BulkItem
from watchkeeper.foundation.core.dtos import Input
from watchkeeper.foundation.core.errors import InsufficientScopeError, ServiceError
from watchkeeper.foundation.core.principal import Principal, ScopeChoices
from watchkeeper.logics.bulk.named_items import external_of
from watchkeeper.logics.watchlist.watched_on import past
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalMediaInput
from watchkeeper.models.dtos.watchlist.play_bulk_dtos import AnyPlayName
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput, UpdatePlayInput
from watchkeeper.models.errors.catalogue_errors import InvalidExternalIdError
from watchkeeper.models.errors.tracking_errors import InTheFutureError
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.when import When

Item = BulkItem[BulkChange[AnyPlayName]]

_NOTHING_MORE: ScopeChoices = (frozenset(),)


@dataclass(frozen=True, slots=True)
class PlayItem:
    """An item. What has an error is not stored, but its name, if it can be read, counts: a later item of it is a
    repetition.

    `when` is when it was watched, None where that is not said. `title_id` is that of the title that it names, by its
    episode, too.
    """

    key: str | None
    name: AnyPlayName | None
    body: Input | None
    external: ExternalTitle | None = None
    when: When | None = None
    error: ServiceError | None = None
    title_id: UUID | None = None

    @property
    def media(self) -> ExternalMediaInput | None:
        return None if self.name is None else self.name.media

    @property
    def play_id(self) -> UUID | None:
        return None if self.name is None else self.name.id

    @property
    def play_key(self) -> PlayKey | None:
        name = self.name
        if name is None or name.source is None or name.source_key is None:
            return None
        return PlayKey(name.source, name.source_key)

    @property
    def subjects(self) -> set[Hashable]:
        """What the item names of plays; nothing for a play that is only logged."""
        return {one for one in (self.play_id, self.play_key) if one is not None}

    @property
    def tags(self) -> Sequence[str]:
        """The names of the tags that it gives, if it is not refused already."""
        if self.error is None and isinstance(self.body, CreatePlayInput | UpdatePlayInput):
            return self.body.tags
        return ()


def play_items(items: Sequence[Item], caller: Principal, zone: tzinfo) -> list[PlayItem]:
    """Return the items with what they name."""
    return [_named(place, item, caller, zone) for place, item in enumerate(items)]


def with_titles(items: Sequence[PlayItem], titles: Mapping[UUID, UUID]) -> list[PlayItem]:
    """Return the items with the titles of the episodes that they name, which are given by the ids of episodes."""
    return [
        replace(item, title_id=titles.get(item.name.episode_id))
        if item.name is not None and item.name.episode_id is not None
        else item
        for item in items
    ]


def _named(place: int, item: Item, caller: Principal, zone: tzinfo) -> PlayItem:
    if item.value is None:
        return PlayItem(item.key, None, None, error=item.error)
    name, body = item.value
    try:
        external = None if name.media is None else external_of(place, name.media)
    except InvalidExternalIdError as error:
        return PlayItem(item.key, None, None, error=item.error or error)
    named = PlayItem(item.key, name, body, external, error=item.error, title_id=name.title_id)
    try:
        caller.require_scope(body.scopes if isinstance(body, CreatePlayInput) else _NOTHING_MORE)
        return replace(named, when=_when(place, body, zone))
    except (InTheFutureError, InsufficientScopeError) as error:
        return replace(named, error=item.error or error)


def _when(place: int, body: Input | None, zone: tzinfo) -> When | None:
    if not isinstance(body, CreatePlayInput | UpdatePlayInput) or "watched_on" not in body.model_fields_set:
        return None
    return past(body.watched_on, f"items/{place}/watched_on", zone)
