from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.types.lists.mark import Mark, MarkKind, RankInterval
from watchkeeper.models.types.sorts import MarkSort
from watchkeeper.models.types.undo.operation import ChangedRow


class MarkRepository(Protocol):
    """Marks of titles. Every method sees only the marks of the given person."""

    async def search(
        self, user_id: UUID, kinds: Sequence[MarkKind], sort: MarkSort, request: PageRequest
    ) -> Page[Mark]:
        """Return a page of the marks of some kinds, of all without any. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> Mark:  # noqa: A002
        """Return a mark. Raises MarkNotFoundError."""

    async def lock(self, user_id: UUID, title_id: UUID) -> None:
        """Lock account and title until the transaction ends, in this order, so that marks of a person change one after
        another.

        Raises TitleNotFoundError unless the title exists and is active or marked by the person, and InvalidTokenError
        when the account has been deleted concurrently.
        """

    async def find_for_update(self, user_id: UUID, kind: MarkKind, title_id: UUID) -> MarkEntity | None:
        """Return the mark of a title, locked until the transaction ends, or None."""

    async def last_interval(self, entity: MarkEntity) -> RankInterval:
        """Return the end of the marks of the same kind, without counting `entity`."""

    async def interval_before(self, entity: MarkEntity, anchor_id: UUID) -> RankInterval:
        """Return the interval before another mark of the same kind, without counting `entity`.

        Raises AnchorNotFoundError.
        """

    async def interval_after(self, entity: MarkEntity, anchor_id: UUID) -> RankInterval:
        """Return the interval behind another mark of the same kind, without counting `entity`.

        Raises AnchorNotFoundError.
        """

    async def number_anew(self, user_id: UUID, kind: str) -> None:
        """Give the marks of a kind new ranks with full intervals, in the same order."""

    async def add(self, entity: MarkEntity) -> None:
        """Store a new mark."""

    async def save(self, entity: MarkEntity) -> None:
        """Store a changed mark with a later `updated_at`."""

    async def delete(self, entity: MarkEntity) -> ChangedRow:
        """Remove a mark, and return what it was."""
