from enum import StrEnum


class MediaType(StrEnum):
    """What kind of thing a title is."""

    MOVIE = "movie"
    SHOW = "show"
    ANIME = "anime"
