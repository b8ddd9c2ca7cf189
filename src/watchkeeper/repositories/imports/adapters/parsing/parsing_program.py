"""The program that reads uploads, in a process of its own.

It takes one request as JSON from the standard input, and writes frames to the standard output, each four bytes of
length and JSON. Its memory and processor time are bounded, so that no file can make the service slow or end it.
"""

import resource
import shutil
import struct
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final, cast
from zoneinfo import ZoneInfo

import msgspec

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.models.errors.import_errors import ImportEmptyError
from watchkeeper.models.types.imports.import_file import DateOrder, HistoryFile, ImportOptions, ListsAs
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource
from watchkeeper.repositories.imports.adapters.parsing.parsing_messages import (
    EndFrame,
    FailureFrame,
    Frame,
    HeadFrame,
    ParsingRequest,
    RecordsFrame,
)
from watchkeeper.repositories.imports.adapters.readers.history_file_reader import HistoryFileReader
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member, UploadLimits

_PORTION: Final = 500
_MAX_TEXT: Final = 1 << 20


def main() -> None:
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=ParsingRequest)
    _bound(request)
    try:
        for frame in _frames(request):
            _send(frame)
        _send(EndFrame())
    except ServiceError as error:
        _send(FailureFrame(error.code, error.detail))


def _bound(request: ParsingRequest) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (request.memory_bytes, request.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (request.cpu_seconds, request.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _frames(request: ParsingRequest) -> Iterator[Frame]:
    reader = HistoryFileReader(UploadLimits(**request.limits))
    options = _options_of(request)
    if request.target is None:
        members = tuple(Member(name, _opener(Path(path))) for name, path in request.files)
        yield from _contents(reader.read(members, options))
    else:
        yield _unpacked(reader, request, options, Path(request.target))


def _options_of(request: ParsingRequest) -> ImportOptions:
    return ImportOptions(
        source=ImportSource(request.source) if request.source else None,
        date_order=DateOrder(request.date_order) if request.date_order else None,
        time_zone=ZoneInfo(request.time_zone) if request.time_zone else None,
        profile=request.profile,
        lists_as=ListsAs(request.lists_as),
        today=date.fromisoformat(request.today),
    )


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", path.open("rb"))


def _unpacked(reader: HistoryFileReader, request: ParsingRequest, options: ImportOptions, target: Path) -> HeadFrame:
    """Write the members that are needed to files of their own, after a look at the first record of all."""
    [(name, path)] = request.files
    with Path(path).open("rb") as file:
        members = reader.unpack(cast("BinaryIO", file), name, request.password)
        history = reader.read(members, options)
        if next(history.records, None) is None:
            raise ImportEmptyError
        needed = [member for member, listed in zip(members, history.members, strict=True) if listed.is_needed]
        for place, member in enumerate(needed):
            _copy(member, target / str(place))
    return _head(history)


def _copy(member: Member, target: Path) -> None:
    with member.open() as packed, target.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)


def _head(history: HistoryFile) -> HeadFrame:
    return HeadFrame(history.source, list(history.members), list(history.warnings))


def _contents(history: HistoryFile) -> Iterator[Frame]:
    yield _head(history)
    portion: list[ImportRecord] = []
    size = 0
    for record in history.records:
        portion.append(record)
        size += len(record.review.text) if record.review else 0
        if len(portion) == _PORTION or size > _MAX_TEXT:
            yield RecordsFrame(portion)
            portion, size = [], 0
    yield RecordsFrame(portion)


def _send(frame: Frame) -> None:
    content = msgspec.json.encode(frame)
    sys.stdout.buffer.write(struct.pack(">I", len(content)) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
