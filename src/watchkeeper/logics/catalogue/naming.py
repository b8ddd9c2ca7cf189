"""What genres and platforms share: a name as it is shown, compared and sorted."""

from collections.abc import Mapping
from typing import Any, TypeVar

from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.utils.clock import now
from watchkeeper.utils.text import case_key, sort_key
from watchkeeper.utils.uuid7 import uuid7

NamedT = TypeVar("NamedT", GenreEntity, PlatformEntity)


def new_named(entity: type[NamedT], members: Mapping[str, Any]) -> NamedT:
    """Return a new genre or platform."""
    moment = now()
    return entity(id=uuid7(), created_at=moment, updated_at=moment, **_columns(members))


def apply_named(entity: NamedT, members: Mapping[str, Any]) -> None:
    """Set the members that were sent."""
    for column, value in _columns(members).items():
        setattr(entity, column, value)
    entity.updated_at = now()


def _columns(members: Mapping[str, Any]) -> dict[str, Any]:
    if "name" not in members:
        return dict(members)
    return {**members, "name_key": case_key(members["name"]), "name_sort": sort_key(members["name"])}
