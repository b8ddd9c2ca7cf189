"""Errors of accounts and sessions."""

from collections.abc import Mapping

from watchkeeper.foundation.core.errors import (
    ConflictError,
    ErrorKind,
    ExistingConflictError,
    FieldError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    ServiceError,
    UnauthenticatedError,
    UnavailableError,
)


class InvalidCredentialsError(UnauthenticatedError):
    code = "invalid_credentials"
    title = "The credentials are not valid"
    detail = "The user name or the password is wrong."


class InvalidRefreshTokenError(UnauthenticatedError):
    code = "invalid_refresh_token"
    title = "The refresh token is not valid"
    detail = "It is expired or malformed, or its session has ended. Sign in again."


class RefreshTokenReusedError(UnauthenticatedError):
    code = "refresh_token_reused"
    title = "The refresh token was already used"
    detail = "Its whole session has been ended, because the token may be stolen. Sign in again."


class InvalidResetTokenError(UnauthenticatedError):
    code = "invalid_reset_token"
    title = "The reset link is not valid"
    detail = "It has expired, was used or was replaced by a newer one. Ask for another."


class RegistrationClosedError(ForbiddenError):
    code = "registration_closed"
    title = "Nobody can sign up here"
    detail = "New accounts are made by the admins of this service."


class InvitationInvalidError(ForbiddenError):
    code = "invitation_invalid"
    title = "A valid invitation is needed"
    detail = "The invitation is missing, has expired or has been used up. Ask for another."


class InvitationNotFoundError(NotFoundError):
    code = "invitation_not_found"
    title = "Invitation not found"
    detail = "No invitation has this id."


class UserNotFoundError(NotFoundError):
    code = "user_not_found"
    title = "User not found"
    detail = "No account has this id."


class SessionNotFoundError(NotFoundError):
    code = "session_not_found"
    title = "Session not found"
    detail = "You have no session with this id."


class ApplicationTokenNotFoundError(NotFoundError):
    code = "token_not_found"
    title = "Application token not found"
    detail = "You have no application token with this id."


class TooManyTokensError(ConflictError):
    code = "too_many_tokens"
    title = "You have too many application tokens"
    detail = "An account has 50 at most. Revoke one that is not used any more."


class UnknownScopeError(InvalidError):
    code = "unknown_scope"
    title = "There is no such scope"
    detail = "The scopes are read, write:watchlist, write:plays, write:ratings, write:lists, import and admin."


class EmailTakenError(ExistingConflictError):
    code = "email_taken"
    title = "The e-mail address is already used"
    detail = "Another account has this e-mail address."


class UsernameTakenError(ExistingConflictError):
    code = "username_taken"
    title = "The user name is already used"
    detail = "Another account has this user name."


class LastAdminError(ConflictError):
    code = "last_admin"
    title = "The last active admin can't be removed"
    detail = "Make another account an admin first."


class WeakPasswordError(InvalidError):
    code = "weak_password"
    title = "The password is too weak"
    detail = "Choose a longer or a less common password."

    def __init__(self, reason: str, code: str, *, pointer: str) -> None:
        super().__init__(reason, fields=(FieldError(pointer, reason, code),))


class PasswordHashingBusyError(UnavailableError):
    code = "login_busy"
    title = "Too many sign-ins at the moment"
    detail = "Try again in a moment."
    retry_after = 2


class TokenRequestError(ServiceError):
    """An error of the OAuth 2 token endpoint; `oauth_code` is its error code from RFC 6749 §5.2."""

    kind = ErrorKind.BAD_REQUEST
    code = "token_request_refused"
    title = "The token request was rejected"
    media_type = "application/json"
    detail = "See error and error_description."

    def __init__(self, oauth_code: str, description: str) -> None:
        super().__init__(description)
        self.oauth_code = oauth_code

    def members(self) -> Mapping[str, str | int]:
        return {"error": self.oauth_code, "error_description": self.detail}
