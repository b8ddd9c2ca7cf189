from uuid import UUID

import msgspec

from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.sorts import TitleSort


class TitleFilter(msgspec.Struct, frozen=True, gc=False):
    """Which titles are wanted; None and empty stand for no restriction.

    One of the genres and one of the platforms is enough. Years are those of the release date, both included.
    """

    query: str | None = None
    media_type: MediaType | None = None
    genre_ids: tuple[UUID, ...] = ()
    platform_ids: tuple[UUID, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    min_rating: float | None = None
    is_active: bool | None = None

    @property
    def default_sort(self) -> TitleSort:
        """The best match first where there is a query, the newest first where there is none."""
        return TitleSort.CREATED_AT_DESCENDING if self.query is None else TitleSort.RELEVANCE

    @property
    def has_reversed_years(self) -> bool:
        return self.year_from is not None and self.year_to is not None and self.year_from > self.year_to
