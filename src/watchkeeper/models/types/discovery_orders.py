"""The sort orders of TMDb's discover requests."""

from enum import StrEnum


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
