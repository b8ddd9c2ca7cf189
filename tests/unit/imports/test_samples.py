"""Every sample of tests/fixtures/imports gives the rows that its expected.json states."""

import gzip
import io
import json
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.unit.imports.reading import read
from watchkeeper.models.types.imports.import_file import HistoryFile, ImportOptions
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.repositories.imports.adapters.readers.history_file_reader import HistoryFileReader
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member

SAMPLES = Path(__file__).parents[2] / "fixtures" / "imports"
CASES = sorted(str(path.parent.relative_to(SAMPLES)) for path in SAMPLES.rglob("expected.json"))


def expected_of(case: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((SAMPLES / case / "expected.json").read_text(encoding="utf-8"))
    return expected


def packed(case: str) -> tuple[io.BytesIO, str]:
    """Return a sample as it travels, and its name."""
    expected, files = expected_of(case), SAMPLES / case / "files"
    first = expected["files"][0]
    if expected["pack"] == "file":
        return io.BytesIO((files / first).read_bytes()), first
    if expected["pack"] == "gzip":
        return io.BytesIO(gzip.compress((files / first).read_bytes())), f"{first}.gz"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
        for name in expected["files"]:
            packing.write(files / name, name)
    return archive, "export.zip"


def opened(case: str) -> tuple[HistoryFile, list[ImportRecord]]:
    file, name = packed(case)
    return read(file.getvalue(), name, **expected_of(case).get("options", {}))


def said(record: ImportRecord) -> dict[str, Any]:
    """Return what a row says, in the words of expected.json."""
    play = next(iter(record.plays), None)
    return {
        "title": record.title,
        "year": record.year,
        "media_type": record.media_type,
        "status": record.status,
        "reason": record.reason,
        "season": play.season if play else None,
        "episode": play.number if play else None,
        "watched_on": play.when.text if play else None,
        "original_value": float(record.rating.value) if record.rating else None,
        "original_scale": float(record.rating.scale) if record.rating else None,
        "score": record.rating.score if record.rating else None,
    }


@pytest.mark.parametrize("case", CASES)
def test_rows_say_what_is_expected(case: str) -> None:
    history, records = opened(case)
    rows = {(record.member, record.row): record for record in records if record.kind.is_row}
    expected = expected_of(case)

    assert history.source == expected["source"]
    assert rows.keys() == {(row["member"], row["row"]) for row in expected["rows"]}
    different = {}
    for row in expected["rows"]:
        record = rows[row["member"], row["row"]]
        results = row["result"] if isinstance(row["result"], list) else [row["result"]]
        actual = said(record)
        wrong = {
            name: (row[name], actual[name])
            for name in row
            if name in actual and row[name] != actual[name] and not is_left_open(name, row)
        }
        if record.result not in results:
            wrong["result"] = (results, record.result)
        if not row.get("ids", {}).items() <= record.external_ids.items():
            wrong["ids"] = (row["ids"], record.external_ids)
        if wrong:
            different[row["member"], row["row"]] = wrong
    assert not different


def is_left_open(name: str, row: dict[str, Any]) -> bool:
    """Return whether the samples say nothing: the medium of what is none, and what a repeated row leaves out."""
    is_unused = row["result"] in ("unsupported", "missing_identity")
    return (name == "media_type" and is_unused) or (
        name == "year" and row[name] is None and "duplicate" in row["result"]
    )


@pytest.mark.parametrize("case", CASES)
def test_members_without_history_give_no_rows_and_nothing_of_the_account_is_told(case: str) -> None:
    history, records = opened(case)
    expected = expected_of(case)
    rows = {record.member for record in records if record.kind.is_row}
    assert not rows & set(expected["ignored"])
    assert {warning.code for warning in history.warnings} >= set(expected.get("warnings", ()))
    told = [record for record in records if record.kind.is_row]
    assert "importexam-canary" not in repr((told, history.warnings, history.members))


@pytest.mark.parametrize("case", CASES)
def test_the_needed_members_by_themselves_say_the_same(case: str) -> None:
    file, name = packed(case)
    reader = HistoryFileReader()
    members = reader.unpack(file, name)
    whole = reader.read(members, ImportOptions())
    needed = [member for member, listed in zip(members, whole.members, strict=True) if listed.is_needed]
    stored = [Member(member.name, partial(io.BytesIO, member.open().read())) for member in needed]
    assert list(reader.read(stored, ImportOptions(source=whole.source)).records) == list(whole.records)
