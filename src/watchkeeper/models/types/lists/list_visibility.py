from enum import StrEnum


class ListVisibility(StrEnum):
    """Who may read a list. With LINK, whoever has one of its links may, besides its owner."""

    PRIVATE = "private"
    LINK = "link"
