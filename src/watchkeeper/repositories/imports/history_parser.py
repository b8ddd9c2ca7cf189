from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.imports.import_file import FileWarning, ImportMember, ImportOptions
from watchkeeper.models.types.imports.import_record import ImportRecord


@dataclass(frozen=True, slots=True)
class ParsedPortion:
    """Some records of an upload, in their order; in the first portion, which has none, what is known of the whole."""

    records: Sequence[ImportRecord] = ()
    members: Sequence[ImportMember] = ()
    warnings: Sequence[FileWarning] = ()


class HistoryParser(Protocol):
    """Reads stored uploads where neither a crash nor a loop of a reader holds the service up."""

    def parse(self, user_id: UUID, import_id: UUID, options: ImportOptions) -> AsyncGenerator[ParsedPortion, None]:
        """Yield the records of a stored upload, in portions.

        Raises the errors of imports; ImportUnreadableError also where reading takes more time or memory than allowed.
        """
