from enum import StrEnum


class CacheTag(StrEnum):
    """Tags of the public response cache (surrogate keys). A change of the data of a tag changes the tag's version."""

    TITLES = "titles"
    GENRES = "genres"
    PLATFORMS = "platforms"
    REVIEWS = "reviews"
    FACETS = "facets"
    """What titles are counted by, which ratings change nothing of."""
