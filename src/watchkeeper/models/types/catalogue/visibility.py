"""Visibility of titles."""

from enum import StrEnum


class Visibility(StrEnum):
    """`public` titles are the catalogue; `personal` ones are what a person typed and no provider or admin confirmed."""

    PUBLIC = "public"
    PERSONAL = "personal"


class VisibilityFilter(StrEnum):
    """What an admin lists instead of public titles and their own."""

    PUBLIC = "public"
    PERSONAL = "personal"
    """Personal titles of everybody."""
    UNCONFIRMED = "unconfirmed"
    """Public titles that neither a provider nor an admin made."""
    ALL = "all"
