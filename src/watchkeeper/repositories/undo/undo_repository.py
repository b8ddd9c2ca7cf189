from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.undo.operation import OperationPart, RestoredRows, RowKind


class UndoRepository(Protocol):
    """Rows that operations, or parts of them, changed, and how they come back.

    Every method sees only those of the given person. Needs a transaction, in which the account is locked.
    """

    async def lock(self, user_id: UUID, part: OperationPart) -> list[RowKind]:
        """Lock the titles of an operation's rows in the order of their ids, then the rows that are there, kind by kind.

        A title that was merged stands for its survivor. Returns the kinds in the order in which they are locked.
        """

    async def restore(self, user_id: UUID, part: OperationPart, kind: RowKind, at: datetime) -> RestoredRows:
        """Make the rows of a kind what they were before a locked operation, as far as that is right.

        A row stays that a person changed since, that has lost its title, or in whose place there is another one. What
        follows from rows (statistics, `updated_at` of what shows them) is right afterwards.
        """

    async def restore_viewings(
        self, user_id: UUID, part: OperationPart, at: datetime, title_ids: Collection[UUID] | None = None
    ) -> frozenset[UUID]:
        """Make the viewings of titles what they were before an operation whose other rows came back: of these titles,
        or of all whose plays are those of before.

        Those stay of whose entry a person has said something since, and those that other plays complete. Entries that
        show a viewing made so are changed at `at`. Returns the titles that have the plays of before.
        """

    async def find_led_by_plays(self, user_id: UUID, title_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return the titles of entries whose status plays have moved."""

    async def remove_viewings(self, user_id: UUID, part: OperationPart, title_ids: Collection[UUID]) -> None:
        """Remove viewings of titles that an operation made, and of which nothing is left."""

    async def restore_stated(self, user_id: UUID, part: OperationPart) -> None:
        """Lower the stated numbers of episodes that an operation raised to those of before."""

    async def restore_followers(self, user_id: UUID, part: OperationPart) -> None:
        """Bring back whose words the restored ratings and reviews of an import were. Remove the tags that it made and
        nothing has, and its positions."""
