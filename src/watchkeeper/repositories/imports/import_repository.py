from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import Import
from watchkeeper.models.types.sorts import ImportSort


class ImportRepository(Protocol):
    """Imports. Every method but `remove_old` sees only those of the given person."""

    async def add(self, entity: ImportEntity) -> None:
        """Raises ImportRunningError where another import of the person is running."""

    async def search(
        self, user_id: UUID, state: ImportState | None, sort: ImportSort, request: PageRequest
    ) -> Page[Import]:
        """Return a page of the imports, in one state or in all. Raises InvalidCursorError."""

    async def get(self, user_id: UUID, id: UUID) -> Import:  # noqa: A002 - the name in the API
        """Return an import as it is shown. Raises ImportNotFoundError."""

    async def require(self, user_id: UUID, id: UUID) -> ImportEntity:  # noqa: A002
        """Return an import, locked until the end of the transaction. Raises ImportNotFoundError."""

    async def save(self, entity: ImportEntity) -> None:
        """Store an import that `require` returned. Raises ImportRunningError as `add` does."""

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        """Remove an import with its file and rows."""

    async def expire_previews(self, user_id: UUID, at: datetime, but: int) -> None:
        """Expire the oldest previews of a person, all `but` so many, with their files and rows."""

    async def remove_old(self, at: datetime) -> int:
        """Expire a preview, or remove the rows of a committed import, whose time is over; return how many were."""
