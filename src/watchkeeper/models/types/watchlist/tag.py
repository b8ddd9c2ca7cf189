"""Tags: words of one's own for entries and plays."""

from enum import StrEnum
from typing import Final

from watchkeeper.foundation.core.read_model import StampedReadModel

MAX_TAGS: Final = 50
"""How many tags one thing may have."""


class TagMode(StrEnum):
    """Whether one of several tags is enough."""

    ANY = "any"
    ALL = "all"


class Tag(StampedReadModel, frozen=True, gc=False):
    """A tag, with the numbers of what has it."""

    name: str
    entries_count: int
    plays_count: int
