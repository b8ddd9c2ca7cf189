from enum import StrEnum


class MediaType(StrEnum):
    """The kinds of titles."""

    MOVIE = "movie"
    SHOW = "show"
    ANIME = "anime"
