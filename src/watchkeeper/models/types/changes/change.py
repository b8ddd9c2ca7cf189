"""The change feed: what has changed of an account, in the order of commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel
from watchkeeper.models.types.changes.feed_head import FeedHead


class ChangeArea(StrEnum):
    """Kinds of resources in the feed. Triggers know them by their place, from 1: new ones go to the end."""

    WATCHLIST = "watchlist"
    PLAYS = "plays"
    RATINGS = "ratings"
    REVIEWS = "reviews"
    LISTS = "lists"
    LIST_ITEMS = "list_items"
    TAGS = "tags"
    MARKS = "marks"
    TITLES = "titles"
    SETTINGS = "settings"

    @property
    def number(self) -> int:
        """The number of the area in the database, from 1."""
        return _AREAS.index(self) + 1


_AREAS = list(ChangeArea)


class ResyncReason(StrEnum):
    """Why a cursor can't be continued."""

    EXPIRED = "expired"
    RESTORED = "restored"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """A place in an account's feed: behind the resource `resource_id` of number `area` at `sequence`.

    `epoch` tells feeds of a restored database apart. A snapshot began at number `snapshot`; it is None once the reader
    has reached the end, from where deleted resources come too. `areas` are those that the reader wants; empty for all.
    """

    epoch: str
    sequence: int
    area: int
    resource_id: UUID
    snapshot: int | None
    areas: Sequence[ChangeArea] = ()


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A row of the feed."""

    area: ChangeArea
    resource_id: UUID
    sequence: int
    is_deleted: bool
    changed_at: datetime


class Change(ReadModel, frozen=True, gc=False):
    """The last change of a resource. `data` is the resource as its own GET shows it, None once it is deleted."""

    kind: str
    id: UUID
    sequence: int
    change: str
    changed_at: datetime
    data: Any


class ChangeFeedPage(ReadModel, frozen=True, gc=False):
    """A page of the feed for clients."""

    items: list[Change]
    next_cursor: str
    has_more: bool
    is_snapshot: bool


class LatestArea(ReadModel, frozen=True, gc=False):
    """The last change of an area, and how many resources it has."""

    sequence: int
    changed_at: datetime
    count: int


class LatestChange(ReadModel, frozen=True, gc=False):
    """The end of the feed for clients."""

    cursor: str
    sequence: int
    changed_at: datetime
    areas: dict[str, LatestArea]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes in order, and the position behind them."""

    items: list[Change]
    position: FeedPosition
    has_more: bool
    is_snapshot: bool
    head: FeedHead


def latest_of(head: FeedHead, cursor: str) -> LatestChange:
    """Return the end of a feed as clients see it."""
    values = zip(head.area_sequences, head.area_times, head.area_counts, strict=True)
    areas = {area.value: LatestArea(*latest) for area, latest in zip(ChangeArea, values, strict=True)}
    return LatestChange(cursor, head.sequence, head.changed_at, areas)
