"""JSON lines of catalogue files: one object per line."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from watchkeeper.models.types.catalogue_load import CatalogueRecord


def json_records(lines: Iterator[str], known: Sequence[str], ignored: dict[str, None]) -> Iterator[CatalogueRecord]:
    """Yield a record for each line that is not blank; names of members that are not `known` are added to `ignored`."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            record = _record(number, line)
            ignored.update(dict.fromkeys(name for name in record.members if name not in known))
            known_members = {name: value for name, value in record.members.items() if name in known}
            yield CatalogueRecord(number, known_members, record.fault)


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
