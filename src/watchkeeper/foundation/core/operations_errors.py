"""Errors of the service as a whole: readiness, time limits, size limits, rate limits."""

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError


class NotReadyError(ServiceError):
    kind = ErrorKind.UNAVAILABLE
    code = "not_ready"
    title = "The service takes no traffic"
    detail = "It is without its database, or the database has an older schema than this version needs."
    retry_after = 1


class StoppingError(ServiceError):
    kind = ErrorKind.UNAVAILABLE
    code = "stopping"
    title = "The service is being stopped"
    detail = "The request could not be finished in time. Whether it had an effect is not known."
    retry_after = 1


class RequestTimeoutError(ServiceError):
    kind = ErrorKind.UNAVAILABLE
    code = "request_timeout"
    title = "The request took too long"
    detail = "It was given up. Whether it had an effect is not known: look before you send it again."
    retry_after = 1


class BodyTimeoutError(ServiceError):
    kind = ErrorKind.TOO_SLOW
    code = "body_timeout"
    title = "The body came too slowly"
    detail = "The rest of the body was not waited for, and nothing was changed."


class HeadersTimeoutError(ServiceError):
    kind = ErrorKind.TOO_SLOW
    code = "headers_timeout"
    title = "The headers came too slowly"
    detail = "The rest of the request was not waited for, and nothing was changed."


class HeadersTooLargeError(ServiceError):
    kind = ErrorKind.HEADERS_TOO_LARGE
    code = "headers_too_large"
    title = "The headers are too large"
    detail = "Address and headers may hold 32 KiB, in 128 headers."


class MalformedRequestError(ServiceError):
    kind = ErrorKind.BAD_REQUEST
    code = "malformed_request"
    title = "The request is not HTTP"
    detail = "It can't be read as HTTP/1.1 (RFC 9112)."


class RateLimitedError(ServiceError):
    kind = ErrorKind.TOO_MANY_REQUESTS
    code = "rate_limited"
    title = "Too many requests"
    detail = "Wait as many seconds as the header Retry-After says."
    retry_after = 60

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after
