from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.models.types.catalogue.title_facets import RelatedTitles
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.repositories.page.related_title_repository import RelatedTitleRepository


@dataclass(kw_only=True, eq=False)
class RelatedTitleLogic:
    """Titles that are like another one."""

    titles: TitleLogic
    related: RelatedTitleRepository

    async def find_related(self, title_id: UUID, limit: int, caller: Principal | None) -> RelatedTitles:
        """Return the most alike first. Raises TitleNotFoundError and TitleMergedError."""
        await self.titles.get_title(title_id, caller)
        ids = await self.related.find(title_id, limit)
        if not ids:
            return RelatedTitles([])
        filters = TitleFilter(ids=tuple(ids), is_active=True)
        page = await self.titles.search_titles(
            filters, TitleSort.CREATED_AT_DESCENDING, PageRequest(limit=limit), caller
        )
        found = {title.id: title for title in page.items}
        return RelatedTitles([found[id_] for id_ in ids if id_ in found])
