from enum import StrEnum


class EpisodeKind(StrEnum):
    """Specials are those of season 0: they count in no progress unless their viewer wants it."""

    REGULAR = "regular"
    SPECIAL = "special"
