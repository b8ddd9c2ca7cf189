from enum import StrEnum


class AuditedEntity(StrEnum):
    """The types of entities in audit entries."""

    USER = "user"
    SESSION = "session"
    APPLICATION_TOKEN = "application_token"  # noqa: S105 - the name of a type
    INVITATION = "invitation"
    GENRE = "genre"
    PLATFORM = "platform"
    TITLE = "title"
    REVIEW = "review"
