"""Our own form: a zip of JSON lines with everything of an account but its secrets (docs/leaving.md)."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from watchkeeper.logics.exports.archive_stream import ArchiveStream
from watchkeeper.logics.exports.watchkeeper_lines import (
    TitleRefs,
    entry_line,
    item_line,
    list_line,
    mark_line,
    personal_line,
    play_line,
    position_line,
    rating_line,
    review_line,
    tags_line,
    title_line,
    unused_tags_line,
)
from watchkeeper.models.types.identity.account_rows import ACCOUNT_ROWS
from watchkeeper.repositories.exports.export_repository import ExportRepository

Line = Mapping[str, Any]
FactsT = TypeVar("FactsT")

_VERSION: Final = 1
_PORTION: Final = 500


async def watchkeeper_form(exports: ExportRepository, user_id: UUID) -> AsyncIterator[bytes]:
    """Yield the archive, in pieces of which many are empty. What counts the lines is written last."""
    archive, refs = ArchiveStream(), TitleRefs()
    counts: dict[str, int] = {}
    members: tuple[tuple[str, AsyncIterator[Line]], ...] = (
        ("watchlist", _lines(exports.entries(user_id), partial(entry_line, refs))),
        ("plays", _lines(exports.plays(user_id), partial(play_line, refs))),
        ("ratings", _lines(exports.ratings(user_id), partial(rating_line, refs))),
        ("reviews", _lines(exports.reviews(user_id), partial(review_line, refs))),
        ("lists", _lists(exports, user_id, refs)),
        ("tags", _tags(exports, user_id, refs)),
        ("marks", _lines(exports.marks(user_id), partial(mark_line, refs))),
        ("positions", _lines(exports.positions(user_id), partial(position_line, refs))),
        ("personal", _personal(exports, user_id, refs)),
        ("titles", _titles(exports, user_id, refs)),
    )
    for name, lines in members:
        counts[name] = 0
        async for piece in _member(archive, f"{name}.jsonl", lines):
            counts[name] += 1
            yield piece
    for table in ACCOUNT_ROWS:
        async for piece in _member(archive, f"account/{table}.jsonl", exports.account_rows(user_id, table)):
            yield piece
    manifest = {"format": "watchkeeper", "version": _VERSION, "exported_at": datetime.now(UTC), "counts": counts}
    for file_name, content in (("account.json", await exports.account(user_id)), ("manifest.json", manifest)):
        with archive.begin(file_name) as member:
            member.write(msgspec.json.format(msgspec.json.encode(content)))
    archive.close()
    yield archive.take()


async def _member(archive: ArchiveStream, name: str, lines: AsyncIterator[Line | msgspec.Raw]) -> AsyncIterator[bytes]:
    """Write a member, and yield what has been packed after each line."""
    with archive.begin(name) as member:
        async for line in lines:
            member.write(msgspec.json.encode(line) + b"\n")
            yield archive.take()


async def _lines(rows: AsyncIterator[FactsT], line: Callable[[FactsT], Line]) -> AsyncIterator[Line]:
    async for row in rows:
        yield line(row)


async def _lists(exports: ExportRepository, user_id: UUID, refs: TitleRefs) -> AsyncIterator[Line]:
    """Yield the lists, then their items with the places that they have in their lists."""
    async for one in exports.lists(user_id):
        yield list_line(one)
    of_list, position = None, 0
    async for item in exports.items(user_id):
        position = position + 1 if item.list_id == of_list else 1
        of_list = item.list_id
        yield item_line(refs, item, position)


async def _tags(exports: ExportRepository, user_id: UUID, refs: TitleRefs) -> AsyncIterator[Line]:
    """Yield the tags of entries, then those that nothing has."""
    async for tagged in exports.tagged(user_id):
        yield tags_line(refs, tagged)
    if unused := await exports.unused_tags(user_id):
        yield unused_tags_line(unused)


async def _personal(exports: ExportRepository, user_id: UUID, refs: TitleRefs) -> AsyncIterator[Line]:
    for title_id in await exports.personal_titles(user_id):
        if title_id not in refs.ids:
            yield personal_line(title_id)


async def _titles(exports: ExportRepository, user_id: UUID, refs: TitleRefs) -> AsyncIterator[Line]:
    """Yield the titles that lines before have named, and those that are the person's own."""
    ids = sorted({*refs.ids, *await exports.personal_titles(user_id)})
    for start in range(0, len(ids), _PORTION):
        for title in await exports.titles(user_id, ids[start : start + _PORTION]):
            yield title_line(title)
