from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.types.imports.import_work import NamedRecord
from watchkeeper.models.types.imports.imports import RowFilter, StoredRow


class ImportRowRepository(Protocol):
    """The records of imports. Every method sees only those of the given person."""

    async def add_many(self, user_id: UUID, import_id: UUID, rows: Sequence[StoredRow]) -> None:
        """Store records, in one statement."""

    async def save_many(self, user_id: UUID, rows: Sequence[StoredRow]) -> None:
        """Store results, reasons, warnings, decisions, titles, candidates and effects of records, in one statement."""

    async def find_names(self, user_id: UUID, import_id: UUID, place: int, limit: int) -> list[NamedRecord]:
        """Return what the records after a place name, in their order, of those that name a work."""

    async def find_works(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes]) -> list[StoredRow]:
        """Return the records that name one of some works, in their order."""

    async def search(self, user_id: UUID, import_id: UUID, filters: RowFilter, request: PageRequest) -> Page[StoredRow]:
        """Return a page of the rows. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, import_id: UUID, id: UUID) -> StoredRow:  # noqa: A002 - the name in the API
        """Return a row. Raises ImportRowNotFoundError."""

    async def count(self, user_id: UUID, import_id: UUID) -> dict[str, int]:
        """Return how many rows there are of each result."""

    async def find_unused_tags(self, user_id: UUID, import_id: UUID) -> list[str]:
        """Return the names of tags that nothing in the upload has."""

    async def remove_all(self, user_id: UUID, import_id: UUID) -> None:
        """Remove the records of an import."""
