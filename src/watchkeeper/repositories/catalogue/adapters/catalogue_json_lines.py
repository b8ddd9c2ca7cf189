"""JSON lines of catalogue files: one object per line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord
from watchkeeper.repositories.catalogue.adapters.catalogue_columns import known_columns, media_type_of, with_ids


def json_records(lines: Iterator[str], known: Sequence[str], ignored: dict[str, None]) -> Iterator[CatalogueRecord]:
    """Yield a record for each line that is not blank; names of members that mean nothing go to `ignored`."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            record = _record(number, line)
            names = known_columns(record.members, known)
            ignored.update(dict.fromkeys(name for name in record.members if name not in names.values()))
            yield _known_record(record, names)


def _known_record(record: CatalogueRecord, names: Mapping[str, str]) -> CatalogueRecord:
    members = {name: record.members[given] for name, given in names.items()}
    if isinstance(members.get("media_type"), str):
        members["media_type"] = media_type_of(members["media_type"])
    try:
        return replace(record, members=with_ids(members))
    except ValueError as failure:
        return CatalogueRecord(record.line, fault=str(failure))


def _record(number: int, line: str) -> CatalogueRecord:
    try:
        members = json.loads(line, parse_constant=_reject_constant)
    except (ValueError, RecursionError) as failure:
        return CatalogueRecord(number, fault=f"The line is not JSON: {failure}")
    if not isinstance(members, dict):
        return CatalogueRecord(number, fault="The line is not a JSON object")
    folded: dict[str, Any] = {name.strip().casefold(): value for name, value in members.items()}
    if len(folded) < len(members):
        return CatalogueRecord(number, fault="A member is there twice, in upper and lower case")
    return CatalogueRecord(number, folded)


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
