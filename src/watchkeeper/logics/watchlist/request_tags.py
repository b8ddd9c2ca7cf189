from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.text import case_key
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity


@dataclass(frozen=True, slots=True)
class RequestTags:
    """The tags that a request names, by the keys of their names; `missing` are those that are not stored yet."""

    ids: Mapping[str, UUID]
    missing: tuple[TagEntity, ...] = ()

    def ids_of(self, names: Iterable[str]) -> list[UUID]:
        """Return the ids of tags by their names, each once and in this order."""
        return list(dict.fromkeys(self.ids[case_key(name)] for name in names))


NO_TAGS: Final = RequestTags({})
