"""Reading of made-up uploads in tests."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from watchkeeper.models.types.imports.import_file import HistoryFile, ImportOptions
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.repositories.imports.adapters.readers.history_file_reader import HistoryFileReader
from watchkeeper.repositories.imports.adapters.reading.upload_archive import UploadLimits

LETTERBOXD_DIARY = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"


def read(
    content: bytes | str,
    name: str = "upload",
    limits: UploadLimits | None = None,
    password: str | None = None,
    **options: Any,
) -> tuple[HistoryFile, list[ImportRecord]]:
    """Return an upload and its records."""
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    reader = HistoryFileReader(limits)
    history = reader.read(reader.unpack(file, name, password), ImportOptions(**options))
    return history, list(history.records)


def records_of(content: bytes | str, name: str = "upload.csv", **options: Any) -> list[ImportRecord]:
    return read(content, name, **options)[1]


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as packing:
        for name, content in members.items():
            packing.writestr(name, content)
    return archive.getvalue()
