from enum import StrEnum


class AuditedEntity(StrEnum):
    """The kinds of things that entries of the audit trail are about."""

    USER = "user"
    SESSION = "session"
    GENRE = "genre"
    PLATFORM = "platform"
    TITLE = "title"
    REVIEW = "review"
