"""AniList: the lists that a person has made themselves.

Trap: which of them a title is in stands as flags in the order of their names, as JSON within text; some tools write the
names.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from watchkeeper.models.types.imports.import_fact import ImportedList
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind


def list_record(member: str, name: str) -> ImportRecord:
    """Return a list without its items."""
    return ImportRecord(member=member, row=0, kind=RecordKind.LIST, list=ImportedList(key=name, name=name))


def listed(record: ImportRecord, names: Sequence[str], flags: object) -> Iterator[ImportRecord]:
    """Yield a title as an item of each of the lists that it is in."""
    if record.media_type is None:
        return
    for name in _names_of(names, _parsed(flags)):
        bare = ImportRecord(
            member=record.member, row=record.row, kind=RecordKind.LIST_ITEM, list=ImportedList(key=name)
        )
        yield replace(bare, media_type=record.media_type, external_ids=record.external_ids)


def _parsed(flags: object) -> object:
    try:
        return json.loads(flags) if isinstance(flags, str) else flags
    except (ValueError, RecursionError):
        return None


def _names_of(names: Sequence[str], flags: object) -> Iterator[str]:
    if isinstance(flags, dict):
        yield from (name for name in names if flags.get(name))
    elif isinstance(flags, list):
        pairs = zip(names, flags, strict=False)
        flagged = {flag for flag in flags if isinstance(flag, str)}
        yield from (name for name, flag in pairs if flag and not flagged)
        yield from (name for name in names if name in flagged)
