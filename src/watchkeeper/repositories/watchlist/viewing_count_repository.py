from collections.abc import Sequence
from typing import Protocol
from uuid import UUID


class ViewingCountRepository(Protocol):
    """The numbers of plays that viewings store, of all people: for operators."""

    async def find_wrong(self) -> Sequence[tuple[UUID, UUID]]:
        """Return the people and titles of viewings whose numbers differ from the plays, as of one snapshot."""

    async def recount(self, user_id: UUID, title_id: UUID) -> None:
        """Count the plays of a title again. Account and title are locked."""
