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
from watchkeeper.logics.imports.commit.import_tag_writing import ImportTagWriting, new_tag_rows
from watchkeeper.logics.imports.commit.import_titles import ImportTitles, WorkTitles
from watchkeeper.logics.imports.import_step import problem_of
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
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.imports.import_library_repository import ImportLibraryRepository
from watchkeeper.repositories.imports.import_queue import ImportQueue
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository
from watchkeeper.repositories.imports.import_work_repository import ImportWorkRepository

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
                await self._begin(claimed, done, total)
                await self._write_works(claimed, [work.work_key for work in portion])
            await let_others_in()
        async with self.unit_of_work.transaction():
            await self._begin(claimed, total, total)
            await self._write_lists(claimed)
            at = now()
            await self.queue.move(
                *(claimed, ImportState.COMMITTED), done=total, total=total, committed_at=at, expires_at=at + _LASTING
            )

    async def give_up(self, claimed: ClaimedImport, error: ServiceError) -> None:
        """Let what has been written be rolled back; then the import has failed. Raises ClaimLostError."""
        async with self.unit_of_work.transaction():
            await self.queue.move(claimed, ImportState.ROLLING_BACK, error=problem_of(error), done=0)

    async def _begin(self, claimed: ClaimedImport, done: int, total: int) -> None:
        """Begin a transaction, after which `done` records are written."""
        await self.accounts.lock(claimed.user_id)
        await self.queue.renew(claimed, done, total)

    async def _write_works(self, claimed: ClaimedImport, work_keys: Sequence[bytes]) -> None:
        """Merge the records of works into the library, and store what that changes."""
        rows = await self.rows.find_works(claimed.user_id, claimed.id, work_keys)
        by_work = _by_work(rows)
        titles = await self.titles.find_or_create(claimed.user_id, by_work, now())
        by_title = _by_title(by_work, titles)
        if not by_title.keys() <= await self.library.lock(claimed.user_id, by_title):
            raise TransactionConflictError  # a title was merged or removed just now
        library = await self.library.read(claimed.user_id, by_title)
        edits = await self._new_edits(claimed, [row for own in by_title.values() for row in own])
        merged = [
            row
            for title_id, own in by_title.items()
            for row in _merged(edits, own, library[title_id], is_new=title_id in titles.new)
        ]
        await self._store(claimed, edits, titles)
        await self.rows.save_many(claimed.user_id, merged)

    async def _new_edits(self, claimed: ClaimedImport, rows: Sequence[StoredRow]) -> LibraryEdits:
        """Return no edits yet, with what merging some records has to know."""
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

    async def _store(self, claimed: ClaimedImport, edits: LibraryEdits, titles: WorkTitles) -> None:
        """Store the edits of a portion: in the library, for an undo, and in the numbers that the import shows."""
        writes = edits.writes
        new_tags = await self.tags.enter(edits.tags, used_tags(writes.entries, writes.plays))
        await self.library.write(claimed.user_id, writes)
        changed = [*writes.changed_rows(), *new_tag_rows(new_tags), *titles.given_ids]
        await self.operations.add_rows(claimed.user_id, _operation_of(claimed), changed)
        await self.works.add_written(claimed.user_id, claimed.id, {"titles": len(titles.new)} | writes.counts)

    async def _write_lists(self, claimed: ClaimedImport) -> None:
        """Write what is about no single title: the order of marks, lists, and tags; and end the operation."""
        await self.library.order_marks(claimed.user_id, claimed.id)
        lists = await self.lists.write(claimed)
        made = [*lists.rows, *await self.unused_tags.write(claimed)]
        await self.operations.add_rows(claimed.user_id, _operation_of(claimed), made)
        written = await self.works.add_written(claimed.user_id, claimed.id, {"lists": lists.count}, lists.warnings)
        await self.operations.finish(claimed.user_id, _operation_of(claimed), written, _LASTING)


def _operation_of(claimed: ClaimedImport) -> UUID:
    if claimed.operation_id is None:
        raise TypeError("an import that is committed has an operation")
    return claimed.operation_id


def _by_work(rows: Sequence[StoredRow]) -> Mapping[bytes, Sequence[StoredRow]]:
    """Return the records that a commit writes, by the works that they name."""
    by_work: dict[bytes, list[StoredRow]] = defaultdict(list)
    for row in rows:
        if row.work_key is not None and is_written(row):
            by_work[row.work_key].append(row)
    return by_work


def _by_title(by_work: Mapping[bytes, Sequence[StoredRow]], titles: WorkTitles) -> Mapping[UUID, Sequence[StoredRow]]:
    by_title: dict[UUID, list[StoredRow]] = defaultdict(list)
    for key, rows in by_work.items():
        title_id = titles.title_ids[key]
        by_title[title_id] += [replace(row, title_id=title_id) for row in rows]
    return by_title


def _merged(
    edits: LibraryEdits, rows: Sequence[StoredRow], title: LibraryTitle, *, is_new: bool
) -> Sequence[StoredRow]:
    """Merge the records of one title, and return them with what each has changed."""
    merge_title(edits, title, [row.record for row in rows if row.record.kind is not RecordKind.LIST_ITEM])
    outcomes = row_outcomes(rows, Counter(edits.changed), edits.differing, is_known=True)
    return [
        replace(row, effect=(*(("title",) if is_new and place == 0 else ()), *outcomes[row.id].effect))
        for place, row in enumerate(rows)
    ]
