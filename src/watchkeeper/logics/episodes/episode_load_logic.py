from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.models.types.episodes.episode_load import ShowOfDataset
from watchkeeper.models.types.episodes.episode_refresh import EpisodeChanges, ProvidedShow
from watchkeeper.repositories.catalogue.catalogue_load_repository import CatalogueLoadRepository
from watchkeeper.repositories.catalogue.external_title_repository import ExternalTitleRepository
from watchkeeper.repositories.episodes.episode_refresh_repository import EpisodeRefreshRepository


@dataclass(kw_only=True, eq=False)
class EpisodeLoadLogic:
    """Gives titles the seasons and episodes of a data set, where none are known.

    No provider is asked about them before they are in a watchlist.
    """

    unit_of_work: UnitOfWork
    loads: CatalogueLoadRepository
    titles: ExternalTitleRepository
    episodes: EpisodeRefreshRepository

    async def load_once(self, name: str, shows: Iterable[ShowOfDataset]) -> int | None:
        """Load the data set `name`, and return how many titles got episodes, or None if it was loaded before."""
        at = now()
        async with self.unit_of_work.transaction():
            await self.loads.begin()
            if not await self.loads.record_dataset(name, at):
                return None
            found = {await self.titles.find(one.external): one.show for one in shows}
            titles = sorted(title_id for title_id in found if title_id is not None)
            return sum([await self._add(title_id, found[title_id], at) for title_id in titles])

    async def _add(self, title_id: UUID, show: ProvidedShow, at: datetime) -> bool:
        if not await self.episodes.lock(title_id) or await self.episodes.find_known(title_id):
            return False
        await self.episodes.apply(title_id, show, EpisodeChanges(added=show.episodes), at)
        await self.episodes.finish(title_id, show, None)
        return True
