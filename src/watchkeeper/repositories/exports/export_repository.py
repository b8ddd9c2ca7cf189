from collections.abc import AsyncIterator, Sequence
from typing import Protocol
from uuid import UUID

from msgspec import Raw

from watchkeeper.models.types.exports.export import (
    ExportedAccount,
    ExportedEntry,
    ExportedItem,
    ExportedList,
    ExportedMark,
    ExportedPlay,
    ExportedPosition,
    ExportedRating,
    ExportedReview,
    ExportedTags,
    ExportFormat,
    TitleDetails,
)


class ExportRepository(Protocol):
    """All rows of a person, in the order of their keys.

    They are read a portion at a time, and nothing is open between two portions: a row that changes during the export is
    as it is when its portion is read.
    """

    def entries(self, user_id: UUID) -> AsyncIterator[ExportedEntry]:
        """Yield the watch entries."""

    def plays(self, user_id: UUID) -> AsyncIterator[ExportedPlay]:
        """Yield the plays."""

    def ratings(self, user_id: UUID) -> AsyncIterator[ExportedRating]:
        """Yield the ratings of titles."""

    def reviews(self, user_id: UUID) -> AsyncIterator[ExportedReview]:
        """Yield the reviews, also superseded ones."""

    def lists(self, user_id: UUID) -> AsyncIterator[ExportedList]:
        """Yield the lists."""

    def items(self, user_id: UUID) -> AsyncIterator[ExportedItem]:
        """Yield the items of all lists, one list after another, each in its order."""

    def tagged(self, user_id: UUID) -> AsyncIterator[ExportedTags]:
        """Yield the tags of the watch entries that have some."""

    def marks(self, user_id: UUID) -> AsyncIterator[ExportedMark]:
        """Yield the marks, one kind after another, each in its order."""

    def positions(self, user_id: UUID) -> AsyncIterator[ExportedPosition]:
        """Yield where the person stopped."""

    async def unused_tags(self, user_id: UUID) -> Sequence[str]:
        """Return the names of the tags that neither an entry nor a play has."""

    def account_rows(self, user_id: UUID, table: str) -> AsyncIterator[Raw]:
        """Yield the person's rows of a table of `ACCOUNT_ROWS`, as JSON."""

    async def personal_titles(self, user_id: UUID) -> Sequence[UUID]:
        """Return the ids of the titles that are the person's own."""

    async def titles(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[TitleDetails]:
        """Return titles, in the order of their ids."""

    async def account(self, user_id: UUID) -> ExportedAccount:
        """Return the account. Raises InvalidTokenError when it has been deleted."""

    async def count_left_out(self, user_id: UUID, form: ExportFormat) -> int:
        """Return how many entries, plays, ratings, reviews, lists and marks a form can't carry."""
