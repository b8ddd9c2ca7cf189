from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.repositories.watchlist.play_repository import WatchingRepository
from watchkeeper.repositories.watchlist.viewing_count_repository import ViewingCountRepository


@dataclass(kw_only=True, eq=False)
class ViewingCountLogic:
    """The numbers of plays that viewings store, compared with the plays."""

    unit_of_work: UnitOfWork
    counts: ViewingCountRepository
    watchings: WatchingRepository

    async def find_miscounted(self) -> Sequence[tuple[UUID, UUID]]:
        """Return the people and titles of viewings whose numbers differ from the plays."""
        return await self.counts.find_wrong()

    async def recount(self) -> int:
        """Correct wrong numbers, title by title of each person; return how many titles had one."""
        wrong = await self.counts.find_wrong()
        for user_id, title_id in wrong:
            async with self.unit_of_work.transaction():
                await self.watchings.lock(user_id, title_id)
                await self.counts.recount(user_id, title_id)
        return len(wrong)
