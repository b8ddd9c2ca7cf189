from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID


class TitleMergeRepository(Protocol):
    """Titles that were merged into others, and all that refers to a title."""

    async def find_survivor(self, title_id: UUID) -> UUID | None:
        """Return the title that a title was merged into, through however many merges; None if it was not merged or the
        survivor is no more."""

    async def find_published(self, most: int) -> Sequence[tuple[UUID, UUID]]:
        """Return personal titles, at most `most`, each with an active public one that has one of its ids."""

    async def lock(self, title_ids: Collection[UUID]) -> frozenset[UUID]:
        """Lock titles in the order of their ids until the transaction ends, then all rows that refer to them.

        No other transaction can refer to a locked title, nor change a rating or review of one; those that have begun
        to, and a load of the catalogue, are waited for. Returns the titles that exist. Needs a transaction in which
        nothing is locked yet.
        """

    async def move(self, title_id: UUID, into_id: UUID, at: datetime) -> None:
        """Move everything that refers to a title to another one, and delete the title. Both are locked.

        External ids become aliases where the survivor has one of the source; genres and platforms are added, but those
        of a personal title. Where a person has both, the watch entry that is further stays (planned, watching, on_hold,
        dropped, completed; else the one that was changed last), with the notes of both; the rating that was changed
        last stays; and of the reviews the older is superseded. The rating statistics are right afterwards.
        """
