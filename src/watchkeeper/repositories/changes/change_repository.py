from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from watchkeeper.models.types.changes.change import ChangeArea, FeedPosition, RecordedChange
from watchkeeper.models.types.changes.feed_head import FeedCounts, FeedEnd, FeedHead


class OwnRows(Protocol):
    """A table of personal rows, read for the feed."""

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[Any]:
        """Return those of the account's resources that exist, as their own GET shows them, in any order."""


class ChangeRepository(Protocol):
    """The change feed, which triggers write. Every method but `purge` and `find_counts` sees one account only."""

    async def end(self, user_id: UUID) -> FeedEnd:
        """Return where the feed ends. Raises InvalidTokenError when the account has been deleted."""

    async def head(self, user_id: UUID) -> FeedHead:
        """Return the end of the feed with its areas. Raises InvalidTokenError when the account has been deleted."""

    async def after(
        self, user_id: UUID, position: FeedPosition, areas: Sequence[ChangeArea], limit: int
    ) -> list[RecordedChange]:
        """Return at most `limit` changes behind a position, in order.

        In a snapshot, resources that were deleted before it began are left out.
        """

    async def purge(self, days: int) -> int:
        """Remove some tombstones older than `days`, of all accounts, and return how many."""

    async def find_counts(self, after: UUID, limit: int) -> list[FeedCounts]:
        """Return the counts of at most `limit` accounts behind the account `after`, in the order of ids."""

    async def recount(self, user_id: UUID) -> None:
        """Store the right counts of an account, as a change of its feed: clients read them again."""
