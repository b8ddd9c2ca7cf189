"""Errors of accounts and sessions."""

from watchkeeper.foundation.core.errors import ErrorKind, FieldError, ServiceError


class AuthenticationRequiredError(ServiceError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "authentication_required"
    title = "Sign in first"
    detail = "Send an access token: Authorization: Bearer <access token>."


class InvalidTokenError(ServiceError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "invalid_token"
    title = "The access token is not valid"
    detail = "It is expired, malformed, or its session or account has ended. Refresh it or log in again."


class InvalidCredentialsError(ServiceError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "invalid_credentials"
    title = "The credentials are not valid"
    detail = "User name or password is wrong."


class InvalidRefreshTokenError(ServiceError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "invalid_refresh_token"
    title = "The refresh token is not valid"
    detail = "It is expired, malformed, or its session has ended. Log in again."


class RefreshTokenReusedError(ServiceError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "refresh_token_reused"
    title = "The refresh token was used before"
    detail = "For safety its whole session has been ended. Log in again."


class AdminRequiredError(ServiceError):
    kind = ErrorKind.FORBIDDEN
    code = "admin_required"
    title = "Only an admin may do this"
    detail = "Your account does not have the role admin."


class UserNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "user_not_found"
    title = "There is no such user"
    detail = "No account has this id."


class SessionNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "session_not_found"
    title = "There is no such session"
    detail = "You have no session with this id."


class EmailTakenError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "email_taken"
    title = "The e-mail address is taken"
    detail = "Another account has this e-mail address."


class UsernameTakenError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "username_taken"
    title = "The user name is taken"
    detail = "Another account has this user name."


class LastAdminError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "last_admin"
    title = "The last active admin must stay"
    detail = "Make another account an admin first."


class WeakPasswordError(ServiceError):
    kind = ErrorKind.INVALID
    code = "weak_password"
    title = "The password is too weak"
    detail = "Choose a longer or a less common password."

    def __init__(self, reason: str, code: str, *, pointer: str) -> None:
        super().__init__(reason, fields=(FieldError(pointer, reason, code),))


class PasswordHashingBusyError(ServiceError):
    kind = ErrorKind.UNAVAILABLE
    code = "login_busy"
    title = "Too many people are signing in right now"
    detail = "Try again in a moment."
    retry_after = 2


class TokenRequestError(ServiceError):
    """An error of the OAuth 2 token endpoint; `oauth_code` is its error code from RFC 6749 §5.2."""

    kind = ErrorKind.BAD_REQUEST
    code = "token_request_refused"
    title = "The token request is refused"
    detail = "See error and error_description."

    def __init__(self, oauth_code: str, description: str) -> None:
        super().__init__(description)
        self.oauth_code = oauth_code
