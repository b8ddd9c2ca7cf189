"""Errors of the service as a whole."""

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError, UnavailableError


class NotReadyError(UnavailableError):
    code = "not_ready"
    title = "The service is not ready"
    detail = "Its database is unavailable, or has an older schema than this version needs."
    retry_after = 1


class StoppingError(UnavailableError):
    code = "stopping"
    title = "The service is stopping"
    detail = "The request could not be finished in time. Whether it had an effect is unknown."
    retry_after = 1


class RequestTimeoutError(UnavailableError):
    code = "request_timeout"
    title = "The request timed out"
    detail = "It was cancelled. Whether it had an effect is unknown: check before you send it again."
    retry_after = 1


class BodyTimeoutError(ServiceError):
    kind = ErrorKind.TOO_SLOW
    code = "body_timeout"
    title = "The body timed out"
    detail = "The body was not received in time. Nothing was changed."


class HeadersTimeoutError(ServiceError):
    kind = ErrorKind.TOO_SLOW
    code = "headers_timeout"
    title = "The headers timed out"
    detail = "The headers were not received in time. Nothing was changed."


class HeadersTooLargeError(ServiceError):
    kind = ErrorKind.HEADERS_TOO_LARGE
    code = "headers_too_large"
    title = "The headers are too large"
    detail = "Address and headers have at most 32 KiB, in at most 128 headers."


class MalformedRequestError(ServiceError):
    kind = ErrorKind.BAD_REQUEST
    code = "malformed_request"
    title = "The request is not valid HTTP"
    detail = "It can't be parsed as HTTP/1.1 (RFC 9112)."


class RateLimitedError(ServiceError):
    kind = ErrorKind.TOO_MANY_REQUESTS
    code = "rate_limited"
    title = "Too many requests"
    detail = "Wait as many seconds as the header Retry-After says."
    retry_after = 60

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after
