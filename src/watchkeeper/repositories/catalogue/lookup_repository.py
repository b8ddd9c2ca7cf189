from collections.abc import Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.entity import StampedEntity
from watchkeeper.models.types.sorts import LookupSort

LookupT = TypeVar("LookupT", bound=StampedEntity)


class LookupRepository(Protocol[LookupT]):
    """Things titles are filed under; a name exists once, without regard to case."""

    async def require(self, id: UUID, *, lock: bool = False) -> LookupT:  # noqa: A002 - the contract's own name
        """Return one, kept from changes of others until the transaction ends when `lock` is set.

        Raises the not-found error of its kind.
        """

    async def search(self, sort: LookupSort, request: PageRequest) -> Page[LookupT]:
        """Return a page of all of them. Raises InvalidCursorError."""

    async def get_or_create(self, entities: Sequence[LookupT]) -> list[UUID]:
        """Return the ids of those that have these names, entering the ones that are missing. Needs a transaction.

        However many enter the same names at once, each is there once. They are kept from deletion until the transaction
        ends.
        """

    async def add(self, entity: LookupT) -> None:
        """Store a new one. Raises NameTakenError."""

    async def save(self, entity: LookupT) -> None:
        """Store what changed and renew its `updated_at`. Raises NameTakenError."""

    async def delete(self, id: UUID) -> None:  # noqa: A002
        """Remove one. Raises the not-found error of its kind, and InUseError while a title has it."""
