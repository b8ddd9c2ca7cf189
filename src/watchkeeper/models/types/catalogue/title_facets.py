"""Read models of the numbers of titles that match, by what they may be narrowed to."""

from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel
from watchkeeper.models.types.catalogue.title import Title


class FacetCount(ReadModel, frozen=True, gc=False):
    """How many titles, or watch entries, have a genre or a platform."""

    id: UUID
    name: str
    count: int


class YearCount(ReadModel, frozen=True, gc=False):
    """The titles released in a year."""

    year: int
    count: int


class RelatedTitles(ReadModel, frozen=True, gc=False):
    """Titles like another one, in one page."""

    items: list[Title]
    next_cursor: None = None


class TitleFacets(ReadModel, frozen=True, gc=False):
    """The numbers of titles that match; the most frequent genres and platforms come first."""

    by_genre: list[FacetCount]
    by_platform: list[FacetCount]
    by_media_type: dict[str, int]
    years: list[YearCount]
