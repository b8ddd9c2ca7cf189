from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.matching.matched_rows import MATCHED, is_changed, matched_row, remembered_match
from watchkeeper.logics.imports.matching.row_results import row_outcomes
from watchkeeper.logics.imports.matching.work_matching import match_of
from watchkeeper.logics.imports.matching.works import works_of
from watchkeeper.logics.imports.merging.library_edits import LibraryEdits, short_tag
from watchkeeper.logics.imports.merging.title_merging import merge_title
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.models.types.imports.import_library import LibraryTitle
from watchkeeper.models.types.imports.import_state import ImportMode, RowDecision, RowResult
from watchkeeper.models.types.imports.import_work import NamedRecord, Work
from watchkeeper.models.types.imports.imports import ClaimedImport, StoredRow
from watchkeeper.repositories.imports.import_decision_repository import ImportDecisionRepository
from watchkeeper.repositories.imports.import_library_repository import ImportLibraryRepository
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository
from watchkeeper.repositories.imports.import_work_repository import ImportWorkRepository
from watchkeeper.repositories.imports.work_title_repository import WorkTitleRepository

_READ_AT_ONCE: Final = 2000


@dataclass(kw_only=True, eq=False)
class ImportMatching:
    """Finds the titles that the records of an upload name, and what the rows would change of the library."""

    rows: ImportRowRepository
    works: ImportWorkRepository
    titles: WorkTitleRepository
    library: ImportLibraryRepository
    decisions: ImportDecisionRepository
    tags: TagLogic

    async def find_works(self, claimed: ClaimedImport) -> list[Work]:
        """Return the works that the records name, and store which record names which. Needs a transaction."""
        works = works_of([one async for one in self._names(claimed)])
        keyed = iter([(place, work.key) for work in works for place in work.places])
        while keys := dict(islice(keyed, _READ_AT_ONCE)):
            await self.works.set_keys(claimed.user_id, claimed.id, keys)
        return works

    async def match(self, claimed: ClaimedImport, works: Sequence[Work]) -> None:
        """Match the records of some works. Needs a transaction; it may be done again at any time."""
        stored = await self.rows.find_works(claimed.user_id, claimed.id, [work.key for work in works])
        matched = await self._matched(claimed, works, stored)
        titles = {row.title_id for row in matched if row.title_id is not None}
        library = await self.library.read(claimed.user_id, titles)
        edits = await self._edits(claimed, matched)
        groups: dict[UUID | bytes | None, list[StoredRow]] = defaultdict(list)
        for row in matched:
            groups[row.title_id or row.work_key].append(row)
        decided = [row for group in groups.values() for row in _decided(edits, group, library)]
        before = {row.id: row for row in stored}
        changed = [row for row in decided if is_changed(before[row.id], row)]
        if changed:
            await self.rows.save_many(claimed.user_id, changed)

    async def _names(self, claimed: ClaimedImport) -> AsyncIterator[NamedRecord]:
        place = 0
        while names := await self.rows.find_names(claimed.user_id, claimed.id, place, _READ_AT_ONCE):
            place = names[-1].place
            for one in names:
                yield one

    async def _matched(
        self, claimed: ClaimedImport, works: Sequence[Work], stored: Iterable[StoredRow]
    ) -> list[StoredRow]:
        keys = [work.key for work in works]
        rows: dict[bytes | None, list[StoredRow]] = defaultdict(list)
        for row in stored:
            if row.result in MATCHED:
                rows[row.work_key].append(row)
        found = await self.titles.find(claimed.user_id, works)
        remembered = await self.decisions.find(claimed.user_id, keys)
        known = await self.library.open_titles(
            claimed.user_id, {one.title_id for one in remembered.values() if one.title_id is not None}
        )
        matched = []
        for work, candidates in zip(works, found, strict=True):
            undecided = match_of(work, candidates)
            match, decision = remembered_match(work, candidates, undecided, remembered.get(work.key), known)
            matched += [matched_row(row, match, decision, undecided) for row in rows[work.key]]
        return matched

    async def _edits(self, claimed: ClaimedImport, rows: Sequence[StoredRow]) -> LibraryEdits:
        names = {short_tag(tag) for row in rows for tag in row.record.all_tags}
        return LibraryEdits(
            user_id=claimed.user_id,
            source=claimed.source,
            mode=ImportMode.ONLY_NEW,
            at=now(),
            zone=await self.library.time_zone(claimed.user_id),
            tags=await self.tags.find_or_prepare(claimed.user_id, sorted(names)),
        )


def _decided(edits: LibraryEdits, rows: Sequence[StoredRow], library: dict[UUID, LibraryTitle]) -> list[StoredRow]:
    """Return the records of one title with their results."""
    ready = [row for row in rows if row.result is not RowResult.AMBIGUOUS and row.decision is not RowDecision.SKIP]
    if not ready:
        return list(rows)
    title_id = ready[0].title_id
    title = library.get(title_id) if title_id is not None else None
    is_known = title is not None and bool(title.images)
    merge_title(edits, title or LibraryTitle(title_id=uuid7()), [row.record for row in ready])
    outcomes = row_outcomes(
        [row for row in ready if row.number is not None], edits.changed, edits.differing, is_known=is_known
    )
    return [
        replace(row, result=outcomes[row.id].result, warnings=[*row.warnings, *outcomes[row.id].differing])
        if row.id in outcomes
        else row
        for row in rows
    ]
