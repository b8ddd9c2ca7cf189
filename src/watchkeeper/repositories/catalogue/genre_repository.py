from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.types.pagination import Page, PageRequest
from watchkeeper.models.types.sorts import NamedSort


class GenreRepository(Protocol):
    """Genres; a name exists once, without regard to case."""

    async def require(self, id: UUID, *, lock: bool = False) -> GenreEntity:  # noqa: A002
        """Return a genre, kept from changes of others until the transaction ends when `lock` is set.

        Raises GenreNotFoundError.
        """

    async def search(self, sort: NamedSort, request: PageRequest) -> Page[GenreEntity]:
        """Return a page of all genres. Raises InvalidCursorError."""

    async def add(self, entity: GenreEntity) -> None:
        """Store a new genre. Raises NameTakenError."""

    async def save(self, entity: GenreEntity) -> None:
        """Store what changed and renew its `updated_at`. Raises NameTakenError."""

    async def delete(self, id: UUID) -> None:  # noqa: A002
        """Remove a genre. Raises GenreNotFoundError, and InUseError while a title has it."""
