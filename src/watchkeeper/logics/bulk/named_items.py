"""Reads what the items of a bulk request name, and finds the errors of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkChange, BulkItem
from watchkeeper.foundation.core.dtos import Input
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.logics.catalogue.external_ids import external_title
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalMediaInput
from watchkeeper.models.dtos.watchlist.bulk_dtos import TitleNameInput
from watchkeeper.models.errors.catalogue_errors import InvalidExternalIdError
from watchkeeper.models.types.discovery.metadata import ExternalTitle

Item = BulkItem[BulkChange[TitleNameInput]]


class NamesTitle(Protocol):
    """An item that names a title: by its id, or by its `media`, which is `external`."""

    @property
    def title_id(self) -> UUID | None: ...

    @property
    def media(self) -> ExternalMediaInput | None: ...

    @property
    def external(self) -> ExternalTitle | None: ...


@dataclass(frozen=True, slots=True)
class NamedItem:
    """An item with its name; `external` is what its `media` is, if it has any.

    What has an error is not stored, but its name, if it can be read, counts: a later item of it is a repetition.
    """

    key: str | None
    name: TitleNameInput | None
    body: Input | None
    external: ExternalTitle | None
    error: ServiceError | None

    @property
    def title_id(self) -> UUID | None:
        return None if self.name is None else self.name.title_id

    @property
    def media(self) -> ExternalMediaInput | None:
        return None if self.name is None else self.name.media


def named_items(items: Sequence[Item]) -> list[NamedItem]:
    """Return the items with their names."""
    return [_named(place, item) for place, item in enumerate(items)]


def _named(place: int, item: Item) -> NamedItem:
    if item.value is None:
        return NamedItem(item.key, None, None, None, item.error)
    name, body = item.value
    if name.media is None:
        return NamedItem(item.key, name, body, None, item.error)
    try:
        return NamedItem(item.key, name, body, external_of(place, name.media), item.error)
    except InvalidExternalIdError as error:
        return NamedItem(item.key, None, None, None, item.error or error)


def external_of(place: int, media: ExternalMediaInput) -> ExternalTitle:
    """Return what the `media` of an item is. Raises InvalidExternalIdError."""
    pointer = f"/body/items/{place}/media/external_id"
    return external_title(media.source, media.media_type, media.external_id, pointer=pointer)
