from collections.abc import Mapping
from datetime import datetime

from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.repositories.database.keyset import SortColumn


def named_sort_columns(entity: type[GenreEntity | PlatformEntity]) -> Mapping[str, SortColumn]:
    """Return what genres and platforms can be sorted by."""
    return {"name": SortColumn(entity.name_sort, str), "created_at": SortColumn(entity.created_at, datetime)}
