from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.models.types.catalogue.media_type import MediaType


@dataclass(frozen=True, slots=True)
class PickFilter:
    """A filter of the planned titles to pick from; None and nothing mean any. `excluded` are ids of entries or
    titles."""

    runtime_to: int | None = None
    media_type: MediaType | None = None
    genre_ids: Sequence[UUID] = ()
    excluded: Sequence[UUID] = ()
