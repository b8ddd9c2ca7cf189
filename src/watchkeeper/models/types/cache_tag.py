from enum import StrEnum


class CacheTag(StrEnum):
    """Tags of the public response cache (surrogate keys). Each tag has a version, which any change of its data changes."""

    TITLES = "titles"
    GENRES = "genres"
    PLATFORMS = "platforms"
    REVIEWS = "reviews"
