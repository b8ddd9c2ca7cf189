"""Creating and changing title entities, with the columns derived from their members."""

from collections.abc import Mapping
from typing import Any

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.search_terms import search_terms, title_key, title_sort
from watchkeeper.models.types.discovery.metadata import MetadataState

_LINKS = ("genre_ids", "platform_ids", "external_ids")


def new_title(members: Mapping[str, Any]) -> TitleEntity:
    """Return a new title."""
    at = now()
    entity = TitleEntity(
        id=uuid7(),
        created_at=at,
        metadata_state=MetadataState.OWN,
        is_known=False,
        known_ratings=0,
        is_unconfirmed=False,
        alternative_titles=[],
    )
    apply_title(entity, members)
    entity.updated_at = at
    return entity


def apply_title(entity: TitleEntity, members: Mapping[str, Any]) -> None:
    """Set the given members and the derived columns. A release date has precision DAY unless `members` say YEAR."""
    columns = {name: value for name, value in members.items() if name not in _LINKS}
    if "release_date" in columns:
        columns.setdefault("release_date_precision", DatePrecision.DAY)
    for name, value in columns.items():
        setattr(entity, name, value)
    if entity.release_date is not None and entity.release_date_precision == DatePrecision.YEAR:
        entity.release_date = entity.release_date.replace(month=1, day=1)
    entity.title_sort = title_sort(entity.title)
    entity.title_key = title_key(entity.title)
    year = None if entity.release_date is None else entity.release_date.year
    names = (entity.title, entity.original_title, *entity.alternative_titles)
    entity.search_words = search_terms(names, entity.media_type, year)
    entity.updated_at = now()
