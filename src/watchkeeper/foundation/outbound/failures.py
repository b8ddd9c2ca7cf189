"""What the status of another service's answer means, and which failures may pass when a call is tried again."""

from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import ceil

import httpx

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.foundation.outbound.errors import UpstreamErrors, after

_USUAL_PAUSE = 5
_LONGEST_PAUSE = 3600
_PASSING = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
_REJECTED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_OUR_PARAMETERS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)


class PassingError(Exception):
    """A failure that may be over in a moment. `error` is what it means when it is not."""

    def __init__(self, error: ServiceError) -> None:
        super().__init__(error.code)
        self.error = error

    @property
    def wait_seconds(self) -> int | None:
        """How long the service asks to be left alone; None where it does not say."""
        return self.error.retry_after


def require_success(response: httpx.Response, call: UpstreamRequest, errors: UpstreamErrors) -> None:
    """Raise what the status of a response stands for: one of `errors`, or a PassingError.

    Bodies of errors are never read: services word them at will.
    """
    status = response.status_code
    if response.is_success:
        return
    if status in _PASSING:
        raise PassingError(_transient_error(response, errors))
    if status in _REJECTED:
        raise errors.token_rejected if call.is_own_token else errors.unauthorized
    if status == HTTPStatus.NOT_FOUND:
        raise errors.not_found
    if status in _OUR_PARAMETERS:
        raise errors.rejected_request
    raise errors.unavailable


def error_of(failure: httpx.HTTPError | httpx.InvalidURL, errors: UpstreamErrors) -> ServiceError:
    """Return what a failure of the connection means."""
    return errors.timeout() if isinstance(failure, httpx.TimeoutException) else errors.unavailable()


def _transient_error(response: httpx.Response, errors: UpstreamErrors) -> ServiceError:
    pause = _pause_of(response.headers.get("retry-after", ""))
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return after(errors.busy, _USUAL_PAUSE if pause is None else pause)
    return after(errors.unavailable, pause)


def _pause_of(retry_after: str) -> int | None:
    """Return the seconds that a `Retry-After` names (RFC 9110 §10.2.3: seconds or a date), within reason."""
    if retry_after.isascii() and retry_after.isdecimal():
        return min(int(retry_after[:6]), _LONGEST_PAUSE)
    try:
        seconds = (parsedate_to_datetime(retry_after) - now()).total_seconds()
    except (ValueError, TypeError):  # no date, or one without its zone
        return None
    return max(0, min(ceil(seconds), _LONGEST_PAUSE))
