from dataclasses import asdict, dataclass
from datetime import timedelta

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.imports.commit.import_list_writing import ImportListWriting
from watchkeeper.logics.imports.import_step import fail
from watchkeeper.logics.imports.matching.import_matching import ImportMatching
from watchkeeper.logics.imports.matching.work_portions import portions_of
from watchkeeper.logics.imports.review.import_review_logic import ImportReviewLogic
from watchkeeper.logics.imports.upload.import_parse_step import counts_of
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport
from watchkeeper.repositories.imports.import_queue import ImportQueue
from watchkeeper.repositories.imports.import_repository import ImportRepository
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository
from watchkeeper.repositories.imports.import_work_repository import WorkSize

_PREVIEW = timedelta(days=7)
_MAX_PREVIEWS = 5


@dataclass(kw_only=True, eq=False)
class ImportMatchStep:
    """The step of parsed imports, which ends in a preview. It starts over after a crash."""

    unit_of_work: UnitOfWork
    queue: ImportQueue
    imports: ImportRepository
    rows: ImportRowRepository
    matching: ImportMatching
    review: ImportReviewLogic
    lists: ImportListWriting

    async def run(self, claimed: ClaimedImport) -> None:
        """Raises ClaimLostError."""
        await self.queue.measure_tables()
        async with self.unit_of_work.transaction():
            await self.queue.renew(claimed, 0, claimed.total)
            works = await self.matching.find_works(claimed)
        done = max(0, (claimed.total or 0) - sum(len(work.places) for work in works))
        by_key = {work.key: work for work in works}
        for portion in portions_of([WorkSize(work.key, len(work.places)) for work in works]):
            done += sum(work.records for work in portion)
            async with self.unit_of_work.transaction():
                await self.queue.renew(claimed, done, claimed.total)
                await self.matching.match(claimed, [by_key[work.work_key] for work in portion])
        await self._finish(claimed)

    async def _finish(self, claimed: ClaimedImport) -> None:
        async with self.unit_of_work.transaction():
            entity = await self.imports.require(claimed.user_id, claimed.id)
            warnings = [asdict(one) for one in await self.lists.left_out(claimed)]
            warnings += await self.review.quota_warnings(claimed.user_id, claimed.id)
            await self.queue.move(
                claimed,
                ImportState.PREVIEW,
                done=claimed.total or 0,
                total=claimed.total,
                counts=counts_of(await self.rows.count(claimed.user_id, claimed.id)),
                undecided=await self.review.works.count_undecided(claimed.user_id, claimed.id),
                warnings=[*entity.warnings, *warnings],
                expires_at=now() + _PREVIEW,
            )
            await self.imports.expire_previews(claimed.user_id, now(), _MAX_PREVIEWS)

    async def give_up(self, claimed: ClaimedImport, error: ServiceError) -> None:
        """Raises ClaimLostError."""
        async with self.unit_of_work.transaction():
            await fail(self.queue, claimed, error)
