from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.single_flight import SingleFlight
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.models.errors.page_errors import NoPosterError
from watchkeeper.models.types.catalogue.picture import Picture
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.repositories.page.poster_repository import PosterCache, PosterSource


@dataclass(kw_only=True, eq=False)
class PosterLogic:
    """Posters of titles, fetched once from the hosts that are known: readers' browsers ask this service alone."""

    titles: TitleLogic
    hosts: PosterHosts
    source: PosterSource
    cache: PosterCache
    _fetching: SingleFlight[Picture | None] = field(default_factory=SingleFlight)

    async def get_poster(self, title_id: UUID, width: int, caller: Principal | None) -> tuple[Picture, bool]:
        """Return the poster of a title, and whether it is public.

        Raises TitleNotFoundError, TitleMergedError, and NoPosterError, also while its host fails.
        """
        title = (await self.titles.get_title(title_id, caller)).model
        url = title.poster_url
        if url is None or not self.hosts.allow(url):
            raise NoPosterError
        picture = await self.cache.find(url, width)
        if picture is None:
            picture = await self._fetching.run((url, width), partial(self._fetch, url, width))
        if picture is None:
            raise NoPosterError
        return picture, title.is_active and title.visibility == "public"

    async def _fetch(self, url: str, width: int) -> Picture | None:
        picture = await self.source.fetch(url, width)
        if picture is not None:
            await self.cache.store(url, width, picture)
        return picture
