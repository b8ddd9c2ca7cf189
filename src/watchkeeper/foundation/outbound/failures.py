"""Maps the status of a response to an error, and tells which failures are transient."""

from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import ceil

import httpx

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.foundation.outbound.errors import UpstreamErrors, after

_DEFAULT_DELAY = 5
_MAX_DELAY = 3600
_TRANSIENT = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
_REJECTED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_OUR_PARAMETERS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)


class TransientError(Exception):
    """A transient failure, which a retry may resolve. `error` is raised when retries are exhausted."""

    def __init__(self, error: ServiceError) -> None:
        super().__init__(error.code)
        self.error = error

    @property
    def wait_seconds(self) -> int | None:
        """The delay in seconds that the service requested; None where it did not."""
        return self.error.retry_after


def require_success(response: httpx.Response, call: UpstreamRequest, errors: UpstreamErrors) -> None:
    """Raise the error for the status of a response: one of `errors`, or a TransientError.

    Bodies of errors are not read: their format is not reliable.
    """
    status = response.status_code
    if response.is_success:
        return
    if status in _TRANSIENT:
        raise TransientError(_transient_error(response, errors))
    if status in _REJECTED:
        raise errors.token_rejected if call.is_own_token else errors.unauthorized
    if status == HTTPStatus.NOT_FOUND:
        raise errors.not_found
    if status in _OUR_PARAMETERS:
        raise errors.rejected_request
    raise errors.unavailable


def error_of(failure: httpx.HTTPError | httpx.InvalidURL, errors: UpstreamErrors) -> ServiceError:
    """Return the error for a failed connection."""
    return errors.timeout() if isinstance(failure, httpx.TimeoutException) else errors.unavailable()


def _transient_error(response: httpx.Response, errors: UpstreamErrors) -> ServiceError:
    delay = _delay_of(response.headers.get("retry-after", ""))
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return after(errors.busy, _DEFAULT_DELAY if delay is None else delay)
    return after(errors.unavailable, delay)


def _delay_of(retry_after: str) -> int | None:
    """Return the seconds of a `Retry-After` header (RFC 9110 §10.2.3: seconds or a date), at most an hour."""
    if retry_after.isascii() and retry_after.isdecimal():
        return min(int(retry_after[:6]), _MAX_DELAY)
    try:
        seconds = (parsedate_to_datetime(retry_after) - now()).total_seconds()
    except (ValueError, TypeError):  # not a date, or one without a zone
        return None
    return max(0, min(ceil(seconds), _MAX_DELAY))
