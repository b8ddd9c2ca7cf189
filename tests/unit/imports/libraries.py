"""Libraries in memory, into which records are merged as an import does it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from watchkeeper.foundation.core.text import case_key
from watchkeeper.logics.imports.matching.matched_rows import names_of
from watchkeeper.logics.imports.matching.row_results import row_outcomes
from watchkeeper.logics.imports.matching.works import works_of
from watchkeeper.logics.imports.merging.library_edits import LibraryEdits, short_tag
from watchkeeper.logics.imports.merging.title_merging import merge_title
from watchkeeper.logics.watchlist.request_tags import RequestTags
from watchkeeper.models.types.imports.import_library import LibraryTitle
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_state import ImportMode, RowResult
from watchkeeper.models.types.imports.imports import StoredRow
from watchkeeper.models.types.undo.operation import RowImage

AT = datetime(2026, 6, 1, tzinfo=UTC)


def rows_of(records: Iterable[ImportRecord]) -> list[StoredRow]:
    """Return records as an upload stores them."""
    return [
        StoredRow(
            id=uuid4(),
            place=place,
            number=place if record.kind.is_row else None,
            work_key=None,
            record=record,
            result=RowResult(record.result.value),
            reason=record.reason,
        )
        for place, record in enumerate(records, 1)
    ]


class Library:
    """What a person has, by the keys of works: nothing is in the catalogue."""

    def __init__(self) -> None:
        self.titles: dict[bytes, LibraryTitle] = {}

    def merge(
        self, records: Iterable[ImportRecord], source: str = "generic", mode: ImportMode = ImportMode.ONLY_NEW
    ) -> dict[tuple[str, int], RowResult]:
        """Merge an upload, and return what becomes of each row."""
        rows = rows_of(records)
        by_place = {row.place: row for row in rows}
        results = {row.id: row.result for row in rows}
        tags = {case_key(short_tag(tag)): uuid4() for row in rows for tag in row.record.all_tags}
        edits = LibraryEdits(user_id=UUID(int=1), source=source, mode=mode, at=AT, zone=UTC, tags=RequestTags(tags))
        for work in works_of(names_of(rows)):
            title = self.titles.setdefault(work.key, LibraryTitle(title_id=UUID(bytes=work.key[:16])))
            is_known = bool(title.images)
            own = [by_place[place] for place in work.places]
            merge_title(edits, title, [row.record for row in own])
            outcomes = row_outcomes(own, edits.changed, edits.differing, is_known=is_known)
            results |= {row.id: outcomes[row.id].result for row in own}
        self._store(edits)
        return {(row.record.member, row.record.row): results[row.id] for row in rows if row.number is not None}

    def _store(self, edits: LibraryEdits) -> None:
        origins = {one.row_id: one for one in edits.writes.origins}
        for title in self.titles.values():
            rows: Sequence[Any] = [*title.plays, *title.marks.values(), title.entry, title.rating, title.review]
            for row in filter(None, rows):
                title.images[row.id] = RowImage("{}")
            title.origins |= {id_: one for id_, one in origins.items() if id_ in title.images}

    def facts(self) -> list[dict[str, Any]]:
        """Return what there is of each title, in words that no order changes."""
        return sorted((_facts(title) for title in self.titles.values()), key=repr)


def _facts(title: LibraryTitle) -> dict[str, Any]:
    return {
        "status": title.entry.status if title.entry else None,
        "plays": sorted(Counter((p.season or -1, p.number or -1, p.watched_on or "") for p in title.plays).items()),
        "rating": title.rating and (title.rating.half_steps, title.rating.original_value, title.rating.original_scale),
        "review": title.review and title.review.body,
        "notes": sorted(filter(None, [*(p.note for p in title.plays), title.entry.notes if title.entry else None])),
        "marks": sorted(title.marks),
    }
