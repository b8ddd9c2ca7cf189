"""The orders of discovered titles: as clients request them, and provider-neutral."""

from dataclasses import dataclass
from enum import StrEnum


class OrderKey(StrEnum):
    """Sort keys of discovered titles of every media type."""

    POPULARITY = "popularity"
    RELEASE_DATE = "release_date"
    """For shows the day of the first episode."""
    PRIMARY_RELEASE_DATE = "primary_release_date"
    """The first release anywhere, where the release date may be that of a region."""
    REVENUE = "revenue"
    TITLE = "title"
    ORIGINAL_TITLE = "original_title"
    VOTE_AVERAGE = "vote_average"
    VOTE_COUNT = "vote_count"


@dataclass(frozen=True, slots=True)
class DiscoverOrder:
    """An order of discovered titles."""

    key: OrderKey
    is_descending: bool = True


_KEYS_OF_SHOWS = {
    "first_air_date": OrderKey.RELEASE_DATE,
    "name": OrderKey.TITLE,
    "original_name": OrderKey.ORIGINAL_TITLE,
}


class MovieOrder(StrEnum):
    POPULARITY_DESCENDING = "popularity.desc"
    POPULARITY_ASCENDING = "popularity.asc"
    RELEASE_DATE_DESCENDING = "release_date.desc"
    RELEASE_DATE_ASCENDING = "release_date.asc"
    PRIMARY_RELEASE_DATE_DESCENDING = "primary_release_date.desc"
    PRIMARY_RELEASE_DATE_ASCENDING = "primary_release_date.asc"
    REVENUE_DESCENDING = "revenue.desc"
    REVENUE_ASCENDING = "revenue.asc"
    TITLE_DESCENDING = "title.desc"
    TITLE_ASCENDING = "title.asc"
    ORIGINAL_TITLE_DESCENDING = "original_title.desc"
    ORIGINAL_TITLE_ASCENDING = "original_title.asc"
    VOTE_AVERAGE_DESCENDING = "vote_average.desc"
    VOTE_AVERAGE_ASCENDING = "vote_average.asc"
    VOTE_COUNT_DESCENDING = "vote_count.desc"
    VOTE_COUNT_ASCENDING = "vote_count.asc"


class ShowOrder(StrEnum):
    POPULARITY_DESCENDING = "popularity.desc"
    POPULARITY_ASCENDING = "popularity.asc"
    FIRST_AIR_DATE_DESCENDING = "first_air_date.desc"
    FIRST_AIR_DATE_ASCENDING = "first_air_date.asc"
    NAME_DESCENDING = "name.desc"
    NAME_ASCENDING = "name.asc"
    ORIGINAL_NAME_DESCENDING = "original_name.desc"
    ORIGINAL_NAME_ASCENDING = "original_name.asc"
    VOTE_AVERAGE_DESCENDING = "vote_average.desc"
    VOTE_AVERAGE_ASCENDING = "vote_average.asc"
    VOTE_COUNT_DESCENDING = "vote_count.desc"
    VOTE_COUNT_ASCENDING = "vote_count.asc"


def order_of(asked: MovieOrder | ShowOrder | None) -> DiscoverOrder | None:
    """Return the provider-neutral form of an order."""
    if asked is None:
        return None
    column, _, direction = asked.partition(".")
    return DiscoverOrder(_KEYS_OF_SHOWS.get(column) or OrderKey(column), is_descending=direction == "desc")
