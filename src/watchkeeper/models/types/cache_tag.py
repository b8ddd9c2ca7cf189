from enum import StrEnum


class CacheTag(StrEnum):
    """What is public, and has a version: another one as soon as anything of it has changed."""

    TITLES = "titles"
    GENRES = "genres"
    PLATFORMS = "platforms"
    REVIEWS = "reviews"
