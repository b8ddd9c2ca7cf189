from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID


class ImportFileRepository(Protocol):
    """The members of uploads that hold history."""

    async def add(self, user_id: UUID, import_id: UUID, member: int, name: str, path: Path) -> None:
        """Store the file of a member, the number `member` of its upload, in parts of 1 MiB."""

    async def names(self, user_id: UUID, import_id: UUID) -> Sequence[str]:
        """Return the names of the members of an upload, in order."""

    async def copy(self, user_id: UUID, import_id: UUID, member: int, target: BinaryIO) -> None:
        """Write the content of a member to a file, part by part."""

    async def remove_all(self, user_id: UUID, import_id: UUID) -> None:
        """Remove the members of an upload."""
