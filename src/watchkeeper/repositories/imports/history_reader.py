from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from watchkeeper.models.types.import_file import HistoryFile, ImportOptions


class HistoryReader(Protocol):
    """Reads the files in which other services hand out a person's history."""

    def open(self, file: BinaryIO, file_name: str, options: ImportOptions) -> AbstractContextManager[HistoryFile]:
        """Open an upload, a seekable file, and find out its source from its content.

        Raises ImportEmptyError, ImportSourceUnknownError, ImportSourceMismatchError, ImportEncryptedError,
        ImportUnsafeArchiveError, ImportUnsafeXmlError and ImportUnreadableError, here or while the records are read:
        no other error, whatever the bytes are. Each row of a member that is read gives exactly one record.
        """
