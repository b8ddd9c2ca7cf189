from enum import StrEnum


class Role(StrEnum):
    """The roles of accounts."""

    USER = "user"
    ADMIN = "admin"
