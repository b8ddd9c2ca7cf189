from enum import StrEnum


class Registration(StrEnum):
    """Who may sign up: everybody, whoever has an invitation, or nobody."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"
