from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel


class FeedEnd(ReadModel, frozen=True, gc=False):
    """Where an account's feed ends."""

    user_id: UUID
    epoch: str
    sequence: int
    purged_to: int

    @property
    def fingerprint(self) -> str:
        """A text that changes whenever the feed does."""
        return f"{self.user_id}/{self.epoch}/{self.sequence}"


class FeedHead(FeedEnd, frozen=True, gc=False):
    """The end of an account's feed; `area_*` have a value for each area, in the order of `ChangeArea`."""

    changed_at: datetime
    area_sequences: Sequence[int]
    area_times: Sequence[datetime]
    area_counts: Sequence[int]


class FeedCounts(ReadModel, frozen=True, gc=False):
    """Whether the counts of an account's head are those of its resources."""

    user_id: UUID
    are_right: bool
