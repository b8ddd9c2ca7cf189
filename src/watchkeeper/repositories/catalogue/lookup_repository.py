from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.entity import StampedEntity
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.types.sorts import LookupSort

LookupT = TypeVar("LookupT", bound=StampedEntity)


class LookupRepository(Protocol[LookupT]):
    """Lookups that titles refer to; names are unique without regard to case."""

    async def require(self, id: UUID, *, lock: bool = False) -> LookupT:  # noqa: A002 - the contract's own name
        """Return one, locked until the transaction ends if `lock` is set.

        Raises the not-found error of its kind.
        """

    async def search(self, query: str | None, sort: LookupSort, request: PageRequest) -> Page[LookupT]:
        """Return a page of all, or of those with `query` in their names without case and accents.

        Raises InvalidCursorError.
        """

    async def get_or_create(self, entities: Sequence[LookupT]) -> list[UUID]:
        """Get or create the rows with these names, and return their ids. Needs a transaction.

        Concurrent calls with the same names create each once. The rows are locked against deletion until the
        transaction ends.
        """

    async def add_missing(self, entities: Sequence[LookupT]) -> Mapping[str, UUID]:
        """Store those whose names are new, and return the ids of all by the keys of their names. Needs a transaction.

        Names differ. All rows are locked, as by `get_or_create`.
        """

    async def add(self, entity: LookupT) -> None:
        """Store a new one. Raises NameTakenError."""

    async def save(self, entity: LookupT) -> None:
        """Store the changes and update `updated_at`. Raises NameTakenError."""

    async def delete(self, id: UUID) -> None:  # noqa: A002
        """Remove one. Raises the not-found error of its kind, and InUseError while a title has it."""


class GenreRepository(LookupRepository[GenreEntity], Protocol):
    """Genres; a missing one raises GenreNotFoundError."""


class PlatformRepository(LookupRepository[PlatformEntity], Protocol):
    """Streaming platforms; a missing one raises PlatformNotFoundError."""
