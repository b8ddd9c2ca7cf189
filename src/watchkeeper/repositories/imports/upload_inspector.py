from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from watchkeeper.models.types.imports.import_file import FileWarning, ImportMember, ImportOptions
from watchkeeper.models.types.imports.import_source import ImportSource


@dataclass(frozen=True, slots=True)
class InspectedUpload:
    """An upload as its content shows it, with its members that hold history, each with its name and its location."""

    source: ImportSource
    sha256: bytes
    members: Sequence[ImportMember]
    warnings: Sequence[FileWarning]
    files: Sequence[tuple[str, Path]]


class UploadInspector(Protocol):
    """Opens uploads where neither a crash nor a loop of a reader holds the service up."""

    def inspect(
        self, content: BinaryIO, name: str, options: ImportOptions, password: str | None
    ) -> AbstractAsyncContextManager[InspectedUpload]:
        """Unpack an upload for the block, and find out by its first bytes what it is.

        Raises the errors of imports; ImportUnreadableError also where it takes more time or memory than allowed.
        """
