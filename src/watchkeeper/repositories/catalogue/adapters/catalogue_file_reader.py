import codecs
import gzip
import io
import zlib
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, cast

from watchkeeper.models.errors.catalogue_file_errors import CatalogueFileError
from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.repositories.catalogue.adapters.catalogue_csv import csv_records
from watchkeeper.repositories.catalogue.adapters.catalogue_json_lines import json_records

COLUMNS: Final = (
    "media_type",
    "title",
    "original_title",
    "alternative_titles",
    "overview",
    "release_date",
    "year",
    "runtime_minutes",
    "poster_url",
    "genres",
    "platforms",
    "external_ids",
    "wikipedia_page",
)
ENCODINGS: Final = ("utf-8-sig", "cp1252")

_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """An open file. `lines` is its number of lines; `ignored` and `assumed` grow while the records are read."""

    records: Iterator[CatalogueRecord]
    lines: int
    encoding: str
    ignored: dict[str, None]
    assumed: set[MediaType]
    """Media types that were taken for rows without one."""

    def notes(self) -> tuple[str, ...]:
        """Return notes about the file as a whole, after it has been read."""
        encoding = ("The file is not UTF-8 and was read as Windows-1252.",) if self.encoding == "cp1252" else ()
        ignored = (f"Columns that are not known were ignored: {', '.join(self.ignored)}.",) if self.ignored else ()
        assumed = tuple(f"Rows without a media type were taken as {one}." for one in sorted(self.assumed))
        return encoding + ignored + assumed


class CatalogueFileReader:
    """Reads catalogue files: CSV with a header or JSON lines, plain or gzip, UTF-8 or Windows-1252.

    The format is detected from the content. The file is read twice, first for its encoding, and never loaded into
    memory as a whole.
    """

    @contextmanager
    def open(self, path: Path, media_type: MediaType | None = None) -> Iterator[CatalogueFile]:
        """Open a file; `media_type` is the default for rows without one.

        Raises CatalogueFileError here, or while the records are read, where the file as a whole can't be read.
        """
        ignored: dict[str, None] = {}
        assumed: set[MediaType] = set()
        with ExitStack() as opened:
            with _unreadable():
                encoding, lines = _examine(path)
                stream = opened.enter_context(_opened(path))
                text = opened.enter_context(io.TextIOWrapper(stream, encoding, newline=""))
            records = opened.enter_context(closing(_with_media_types(_records(text, ignored), media_type, assumed)))
            yield CatalogueFile(records, lines, encoding, ignored, assumed)


def _records(text: io.TextIOWrapper, ignored: dict[str, None]) -> Generator[CatalogueRecord, None, None]:
    with _unreadable():
        first = next((line for line in text if line.strip()), "").lstrip()
        text.seek(0)
        if first.startswith("["):
            raise CatalogueFileError("The file holds a JSON array; write one object a line, without brackets around.")
        read = json_records if first.startswith("{") else csv_records
        yield from read(iter(text), COLUMNS, ignored)


def _with_media_types(
    records: Iterator[CatalogueRecord], media_type: MediaType | None, assumed: set[MediaType]
) -> Generator[CatalogueRecord, None, None]:
    for record in records:
        if media_type is None or record.fault or record.members.get("media_type") not in (None, ""):
            yield record
        else:
            assumed.add(media_type)
            yield replace(record, members={**record.members, "media_type": media_type.value})


@contextmanager
def _unreadable() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error) as failure:
        raise CatalogueFileError(f"The file can't be read: {failure}") from failure


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw:
        if raw.peek(2)[:2] != _GZIP:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield cast("BinaryIO", unpacked)


def _examine(path: Path) -> tuple[str, int]:
    """Return the first of ENCODINGS that the whole file can be read in, and how many lines it has."""
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ENCODINGS}
    size = lines = 0
    for block in _blocks(path):
        if not size and block.startswith(_UTF_16):
            raise CatalogueFileError("The file is UTF-16; save it as UTF-8.")
        size += len(block)
        lines += block.count(b"\n")
        decoders = {name: decoder for name, decoder in decoders.items() if _is_decoded(decoder, block)}
    decoders = {name: decoder for name, decoder in decoders.items() if _is_decoded(decoder, b"", final=True)}
    if not size:
        raise CatalogueFileError("The file is empty.")
    if not decoders:
        raise CatalogueFileError("The file is neither UTF-8 nor Windows-1252.")
    return next(iter(decoders)), lines


def _blocks(path: Path) -> Iterator[bytes]:
    with _opened(path) as stream:
        while block := stream.read(_BLOCK):
            yield block


def _is_decoded(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
