"""Functions for genres and platforms: both have a name with a unique key and a sort key."""

from collections.abc import Mapping
from typing import Any, TypeVar

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.text import case_key, sort_key
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity

LookupT = TypeVar("LookupT", bound=GenreEntity | PlatformEntity)


def new_lookup(entity: type[LookupT], members: Mapping[str, Any]) -> LookupT:
    """Return a new genre or platform."""
    at = now()
    return entity(id=uuid7(), created_at=at, updated_at=at, **_columns(members))


def apply_lookup(entity: LookupT, members: Mapping[str, Any]) -> None:
    """Set the given members, and the keys of the name."""
    for column, value in _columns(members).items():
        setattr(entity, column, value)
    entity.updated_at = now()


def _columns(members: Mapping[str, Any]) -> dict[str, Any]:
    if "name" not in members:
        return dict(members)
    return {**members, "name_key": case_key(members["name"]), "name_sort": sort_key(members["name"])}
