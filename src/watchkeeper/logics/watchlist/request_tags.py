from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.text import case_key
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.locked_rows import RowWrites


@dataclass(frozen=True, slots=True)
class RequestTags:
    """The tags that a request names, by the keys of their names; `missing` are those that are not stored yet."""

    ids: Mapping[str, UUID]
    missing: tuple[TagEntity, ...] = ()

    def ids_of(self, names: Iterable[str]) -> list[UUID]:
        """Return the ids of tags by their names, each once and in this order."""
        return list(dict.fromkeys(self.ids[case_key(name)] for name in names))


def used_tags(*writes: RowWrites[PlayEntity] | RowWrites[WatchEntryEntity]) -> set[UUID]:
    """Return the ids of the tags of all rows that are to be written."""
    return {tag_id for one in writes for row in (*one.added, *one.changed) for tag_id in row.tag_ids}


NO_TAGS: Final = RequestTags({})
