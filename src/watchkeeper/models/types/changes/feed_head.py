from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FeedEnd:
    """Where an account's feed ends."""

    user_id: UUID
    epoch: str
    sequence: int
    purged_to: int

    @property
    def fingerprint(self) -> str:
        """A text that changes whenever the feed does."""
        return f"{self.user_id}/{self.epoch}/{self.sequence}"


@dataclass(frozen=True, slots=True)
class FeedHead(FeedEnd):
    """The end of an account's feed; `area_*` have a value for each area, in the order of `ChangeArea`."""

    changed_at: datetime
    area_sequences: Sequence[int]
    area_times: Sequence[datetime]
    area_counts: Sequence[int]


@dataclass(frozen=True, slots=True)
class FeedCounts:
    """Whether the counts of an account's head are those of its resources."""

    user_id: UUID
    are_right: bool
