from enum import StrEnum


class AuditAction(StrEnum):
    """The actions that the audit trail records. Values must never change, because stored rows can't be changed."""

    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    PASSWORD_REJECTED = "password_refused"  # noqa: S105 - the name of an event
    LOGOUT = "logout"
    SESSION_ENDED = "session_ended"
    REFRESH_REUSED = "refresh_reused"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    RESET_LINK_CREATED = "reset_link_created"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an event
    TOKEN_CREATED = "token_created"  # noqa: S105 - the name of an event
    TOKEN_RENAMED = "token_renamed"  # noqa: S105 - the name of an event
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the name of an event
    INVITATION_CREATED = "invitation_created"
    INVITATION_DELETED = "invitation_deleted"
    USER_REGISTERED = "user_registered"
    USER_CREATED = "user_created"
    USER_UPDATED = "user_updated"
    ROLE_CHANGED = "role_changed"
    USER_DISABLED = "user_disabled"
    USER_ENABLED = "user_enabled"
    USER_DELETED = "user_deleted"
    ACCOUNT_DELETED = "account_deleted"
    GENRE_CREATED = "genre_created"
    GENRE_UPDATED = "genre_updated"
    GENRE_DELETED = "genre_deleted"
    PLATFORM_CREATED = "platform_created"
    PLATFORM_UPDATED = "platform_updated"
    PLATFORM_DELETED = "platform_deleted"
    TITLE_CREATED = "title_created"
    TITLE_UPDATED = "title_updated"
    TITLE_DELETED = "title_deleted"
    TITLE_MERGED = "title_merged"
    TITLE_CONFIRMED = "title_confirmed"
    REVIEW_DELETED = "review_deleted"
