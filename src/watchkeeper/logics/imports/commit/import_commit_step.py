from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError, TransactionConflictError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.imports.commit.import_list_writing import ImportListWriting
from watchkeeper.logics.imports.commit.import_tag_writing import ImportTagWriting
from watchkeeper.logics.imports.commit.import_titles import ImportTitles, WorkTitles
from watchkeeper.logics.imports.import_step import CLAIM
from watchkeeper.logics.imports.matching.matched_rows import is_written
from watchkeeper.logics.imports.matching.row_results import row_outcomes
from watchkeeper.logics.imports.matching.work_portions import let_others_in, portions_of
from watchkeeper.logics.imports.merging.library_edits import LibraryEdits, short_tag
from watchkeeper.logics.imports.merging.play_merging import key_at_service
from watchkeeper.logics.imports.merging.title_merging import merge_title
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.request_tags import RequestTags, used_tags
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.models.types.imports.import_library import LibraryTitle
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.import_state import ImportMode, ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport, StoredRow
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.imports.import_library_repository import ImportLibraryRepository
from watchkeeper.repositories.imports.import_queue import ImportQueue
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository
from watchkeeper.repositories.imports.import_work_repository import ImportWorkRepository, WorkSize

_LASTING: Final = timedelta(days=90)
"""How long the rows of a committed import stay, and it can be rolled back."""

_GROWTH: Final = 3
"""Times as many records are written since tables were measured as when they are measured again."""


@dataclass(kw_only=True, eq=False)
class ImportCommitStep:
    """Writes the rows of an import to the library, in portions, each in one transaction.

    A portion is written once even after a crash: the progress is stored in the transaction that writes it.
    """

    unit_of_work: UnitOfWork
    queue: ImportQueue
    rows: ImportRowRepository
    works: ImportWorkRepository
    titles: ImportTitles
    library: ImportLibraryRepository
    lists: ImportListWriting
    operations: OperationLogic
    accounts: AccountLockRepository
    tags: TagLogic
    unused_tags: ImportTagWriting

    async def run(self, claimed: ClaimedImport) -> None:
        """Raises ClaimLostError, QuotaExceededError, TooManyListsError."""
        works = await self.works.works(claimed.user_id, claimed.id)
        total = sum(work.records for work in works)
        done, measured = claimed.done, 0
        for portion in portions_of(works, done):
            if done >= measured * _GROWTH:
                await self.queue.measure_tables()
                measured = done
            done += sum(work.records for work in portion)
            async with self.unit_of_work.transaction():
                await self.accounts.lock(claimed.user_id)
                await self.queue.renew(claimed, now() + CLAIM, done, total)
                await self._write(claimed, portion)
            await let_others_in()
        await self._finish(claimed, total)

    async def give_up(self, claimed: ClaimedImport, error: ServiceError) -> None:
        """Let what has been written be rolled back; then the import has failed. Raises ClaimLostError."""
        async with self.unit_of_work.transaction():
            problem = {"code": error.code, "detail": error.detail}
            await self.queue.move(claimed, ImportState.ROLLING_BACK, error=problem, done=0)

    async def _finish(self, claimed: ClaimedImport, total: int) -> None:
        """Write the lists, and end the commit."""
        async with self.unit_of_work.transaction():
            await self.accounts.lock(claimed.user_id)
            await self.queue.renew(claimed, now() + CLAIM, total, total)
            await self.library.order_marks(claimed.user_id, claimed.id)
            lists = await self.lists.write(claimed)
            made = [*lists.rows, *await self.unused_tags.write(claimed)]
            await self.operations.add_rows(claimed.user_id, _operation_of(claimed), made)
            written = await self.works.add_written(claimed.user_id, claimed.id, {"lists": lists.count}, lists.warnings)
            await self.operations.finish(claimed.user_id, _operation_of(claimed), written, _LASTING)
            at = now()
            await self.queue.move(
                *(claimed, ImportState.COMMITTED), done=total, total=total, committed_at=at, expires_at=at + _LASTING
            )

    async def _write(self, claimed: ClaimedImport, works: Sequence[WorkSize]) -> None:
        keys = [work.work_key for work in works]
        by_work: dict[bytes, list[StoredRow]] = defaultdict(list)
        for row in await self.rows.find_works(claimed.user_id, claimed.id, keys):
            if row.work_key is not None and is_written(row):
                by_work[row.work_key].append(row)
        titles = await self.titles.find_or_create(claimed.user_id, by_work, now())
        title_ids = set(titles.title_ids.values())
        if not title_ids <= await self.library.lock(claimed.user_id, title_ids):
            raise TransactionConflictError  # a title was merged or removed just now
        library = await self.library.read(claimed.user_id, title_ids)
        edits = await self._edits(claimed, [row for own in by_work.values() for row in own])
        saved = [row for rows in _by_title(by_work, titles) for row in _merged(edits, rows, titles, library)]
        await self._store(claimed, edits, titles)
        await self.rows.save_many(claimed.user_id, saved)

    async def _store(self, claimed: ClaimedImport, edits: LibraryEdits, titles: WorkTitles) -> None:
        writes = edits.writes
        new_tags = await self.tags.enter(edits.tags, used_tags(writes.entries, writes.plays))
        writes.followers += (ChangedRow(RowKind.NEW_TAG, tag.id, None, tag.updated_at) for tag in new_tags)
        writes.followers += titles.given_ids
        await self.library.write(claimed.user_id, writes)
        await self.operations.add_rows(claimed.user_id, _operation_of(claimed), list(writes.changed_rows()))
        counts = {
            "titles": len(titles.new),
            "entries": len(writes.entries.added),
            "plays": len(writes.plays.added),
            "ratings": len(writes.ratings.added),
            "reviews": len(writes.reviews.added),
            "marks": len(writes.marks),
        }
        await self.works.add_written(claimed.user_id, claimed.id, counts)

    async def _edits(self, claimed: ClaimedImport, rows: Sequence[StoredRow]) -> LibraryEdits:
        names = sorted({short_tag(tag) for row in rows for tag in row.record.all_tags})
        plays = (play for row in rows for play in row.record.plays)
        keys = {key for play in plays if (key := key_at_service(claimed.source, play)) is not None}
        tags = await self.tags.find_or_prepare(claimed.user_id, names) if names else RequestTags({})
        return LibraryEdits(
            user_id=claimed.user_id,
            source=claimed.source,
            mode=claimed.mode or ImportMode.ONLY_NEW,
            at=now(),
            zone=await self.library.time_zone(claimed.user_id),
            tags=tags,
            last_ranks=await self.library.last_ranks(claimed.user_id),
            taken_keys=await self.library.taken_keys(claimed.user_id, keys),
        )


def _operation_of(claimed: ClaimedImport) -> UUID:
    if claimed.operation_id is None:
        raise TypeError("an import that is committed has an operation")
    return claimed.operation_id


def _by_title(works: Mapping[bytes, Sequence[StoredRow]], titles: WorkTitles) -> Sequence[list[StoredRow]]:
    groups: dict[UUID, list[StoredRow]] = defaultdict(list)
    for key, rows in works.items():
        title_id = titles.title_ids[key]
        groups[title_id] += [replace(row, title_id=title_id) for row in rows]
    return list(groups.values())


def _merged(
    edits: LibraryEdits, rows: Sequence[StoredRow], titles: WorkTitles, library: Mapping[UUID, LibraryTitle]
) -> Sequence[StoredRow]:
    """Merge the records of one title, and return them with what each has changed."""
    title_id = rows[0].title_id
    title = library[title_id] if title_id is not None else None
    if title is None:
        raise TypeError("a record that is written has a title")
    merge_title(edits, title, [row.record for row in rows if row.record.kind is not RecordKind.LIST_ITEM])
    outcomes = row_outcomes(rows, Counter(edits.changed), edits.differing, is_known=True)
    is_new = title_id in titles.new
    return [
        replace(row, effect=(*(("title",) if is_new and place == 0 else ()), *outcomes[row.id].effect))
        for place, row in enumerate(rows)
    ]
