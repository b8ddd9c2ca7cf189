from enum import StrEnum


class Role(StrEnum):
    """What an account may do."""

    USER = "user"
    ADMIN = "admin"
