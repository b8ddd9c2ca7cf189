from enum import StrEnum


class StatusEffect(StrEnum):
    """Whether a play may move the status of its title."""

    AUTO = "auto"
    KEEP = "keep"
