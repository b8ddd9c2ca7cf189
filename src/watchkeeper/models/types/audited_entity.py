from enum import StrEnum


class AuditedEntity(StrEnum):
    """The types of entities in audit entries."""

    USER = "user"
    SESSION = "session"
    INVITATION = "invitation"
    GENRE = "genre"
    PLATFORM = "platform"
    TITLE = "title"
    REVIEW = "review"
