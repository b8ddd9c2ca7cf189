from uuid import UUID

import msgspec

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.visibility import VisibilityFilter
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.watchlist.watch_status import WatchStatus


class TitleFilter(msgspec.Struct, frozen=True, gc=False):
    """A filter of titles; None and empty mean any value.

    A title matches if it has at least one of the genres and at least one of the platforms. `year_from` and `year_to`
    are years of the release date, inclusive. Without `visibility` titles are public, or `with_own` also those that the
    viewer owns.
    """

    query: str | None = None
    ids: tuple[UUID, ...] = ()
    external_ids: tuple[tuple[str, str], ...] = ()
    """Sources and ids. A title of `media_type`, if given, has at least one of them."""
    media_type: MediaType | None = None
    genre_ids: tuple[UUID, ...] = ()
    platform_ids: tuple[UUID, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    min_rating: float | None = None
    without_statuses: tuple[WatchStatus, ...] = ()
    """Statuses on the viewer's watchlist."""
    is_active: bool | None = None
    visibility: VisibilityFilter | None = None
    with_own: bool = False

    @property
    def default_sort(self) -> TitleSort:
        """Best match first with a query, newest first without."""
        return TitleSort.CREATED_AT_DESCENDING if self.query is None else TitleSort.RELEVANCE

    @property
    def has_reversed_years(self) -> bool:
        return self.year_from is not None and self.year_to is not None and self.year_from > self.year_to
