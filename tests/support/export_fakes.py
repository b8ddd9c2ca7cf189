"""An account in memory, to be exported."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar
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
    ExportedTitle,
    ExportFormat,
    TitleDetails,
)

RowT = TypeVar("RowT")


async def _all(rows: Sequence[RowT]) -> AsyncIterator[RowT]:
    for row in rows:
        yield row


@dataclass
class AccountInMemory:
    """Implements `ExportRepository`."""

    title_rows: list[ExportedTitle] = field(default_factory=list)
    entry_rows: list[ExportedEntry] = field(default_factory=list)
    play_rows: list[ExportedPlay] = field(default_factory=list)
    rating_rows: list[ExportedRating] = field(default_factory=list)
    review_rows: list[ExportedReview] = field(default_factory=list)
    list_rows: list[ExportedList] = field(default_factory=list)
    item_rows: list[ExportedItem] = field(default_factory=list)
    mark_rows: list[ExportedMark] = field(default_factory=list)

    def entries(self, user_id: UUID) -> AsyncIterator[ExportedEntry]:
        return _all(self.entry_rows)

    def plays(self, user_id: UUID) -> AsyncIterator[ExportedPlay]:
        return _all(self.play_rows)

    def ratings(self, user_id: UUID) -> AsyncIterator[ExportedRating]:
        return _all(self.rating_rows)

    def reviews(self, user_id: UUID) -> AsyncIterator[ExportedReview]:
        return _all(self.review_rows)

    def lists(self, user_id: UUID) -> AsyncIterator[ExportedList]:
        return _all(self.list_rows)

    def items(self, user_id: UUID) -> AsyncIterator[ExportedItem]:
        return _all(self.item_rows)

    def tagged(self, user_id: UUID) -> AsyncIterator[ExportedTags]:
        return _all([ExportedTags(entry.title, entry.tags) for entry in self.entry_rows if entry.tags])

    def marks(self, user_id: UUID) -> AsyncIterator[ExportedMark]:
        return _all(self.mark_rows)

    def positions(self, user_id: UUID) -> AsyncIterator[ExportedPosition]:
        return _all([])

    async def unused_tags(self, user_id: UUID) -> Sequence[str]:
        return []

    def account_rows(self, user_id: UUID, table: str) -> AsyncIterator[Raw]:
        return _all([])

    async def personal_titles(self, user_id: UUID) -> Sequence[UUID]:
        return []

    async def titles(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[TitleDetails]:
        known = {title.id: title for title in self.title_rows}
        return [_details(known[one]) for one in ids]

    async def account(self, user_id: UUID) -> ExportedAccount:
        at = datetime(2026, 1, 1, tzinfo=UTC)
        return ExportedAccount("ada", "ada@example.com", None, None, "user", "UTC", at, [])

    async def count_left_out(self, user_id: UUID, form: ExportFormat) -> int:
        return 0


def _details(title: ExportedTitle) -> TitleDetails:
    return TitleDetails(title.id, title.media_type, title.title, title.year, title.external_ids)
