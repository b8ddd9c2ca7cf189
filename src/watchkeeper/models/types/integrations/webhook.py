"""Webhooks: what they tell, and how far each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from watchkeeper.models.types.changes.change import FeedPosition


class WebhookEvent(StrEnum):
    """What a webhook can tell of."""

    PLAY_CREATED = "play.created"
    ENTRY_CHANGED = "entry.changed"
    RATING_CHANGED = "rating.changed"
    LIST_CHANGED = "list.changed"
    EPISODE_AIRED = "episode.aired"
    IMPORT_FINISHED = "import.finished"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookKey(NamedTuple):
    """A webhook and the person whose it is."""

    user_id: UUID
    webhook_id: UUID


@dataclass(frozen=True, slots=True)
class ListeningWebhook:
    """A webhook that may have something to send, and the place in the change feed up to which it has sent everything.

    `told_until` is the time up to which it has sent episodes and imports. `position` is None before its first look.
    """

    key: WebhookKey
    events: frozenset[WebhookEvent]
    position: FeedPosition | None
    told_until: datetime
    time_zone: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell: `data` is the resource as its GET shows it, None where it was deleted."""

    event: WebhookEvent
    id: UUID
    at: datetime
    data: Any


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A message that is due, with where it goes and what it is signed with."""

    key: WebhookKey
    id: UUID
    url: str
    salts: Sequence[bytes]
    payload: str
    tries: int
    failing_since: datetime | None


class SignedMessage(NamedTuple):
    """A message as it is sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class SendResult:
    """The result of sending a message. `status` is None without a response; then `error` says why."""

    status: int | None
    error: str | None = None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP

    @property
    def is_unwanted(self) -> bool:
        """Whether the receiver says that it is gone for good."""
        return self.status == 410  # noqa: PLR2004


DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 15 * 3600))
"""The pauses between the eight tries, which take a day."""
