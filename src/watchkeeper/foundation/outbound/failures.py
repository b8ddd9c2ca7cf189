"""What the status of another service's answer means, and which failures may pass when a call is tried again."""

from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import ceil

import httpx

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderRejectedRequestError,
    ProviderTimeoutError,
    ProviderTitleNotFoundError,
    ProviderUnauthorizedError,
    ProviderUnavailableError,
    TmdbTokenRejectedError,
)

_USUAL_PAUSE = 5
_LONGEST_PAUSE = 3600
_PASSING = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
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


def require_success(response: httpx.Response, call: UpstreamRequest) -> None:
    """Raise what the status of an answer stands for. Bodies of errors are never read: services word them at will.

    Raises PassingError, ProviderUnauthorizedError, TmdbTokenRejectedError, ProviderTitleNotFoundError,
    ProviderRefusedRequestError, ProviderUnavailableError.
    """
    status = response.status_code
    if response.is_success:
        return
    if status in _PASSING:
        raise PassingError(_transient_error(response))
    if status in _REFUSED:
        raise TmdbTokenRejectedError if call.is_own_token else ProviderUnauthorizedError
    if status == HTTPStatus.NOT_FOUND:
        raise ProviderTitleNotFoundError
    if status in _OUR_PARAMETERS:
        raise ProviderRejectedRequestError
    raise ProviderUnavailableError


def error_of(failure: httpx.HTTPError | httpx.InvalidURL) -> ServiceError:
    """Return what a failure of the connection means."""
    return ProviderTimeoutError() if isinstance(failure, httpx.TimeoutException) else ProviderUnavailableError()


def _transient_error(response: httpx.Response) -> ServiceError:
    pause = _pause_of(response.headers.get("retry-after", ""))
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return ProviderBusyError(_USUAL_PAUSE if pause is None else pause)
    return ProviderUnavailableError(retry_after=pause)


def _pause_of(retry_after: str) -> int | None:
    """Return the seconds that a `Retry-After` names (RFC 9110 §10.2.3: seconds or a date), within reason."""
    if retry_after.isascii() and retry_after.isdecimal():
        return min(int(retry_after[:6]), _LONGEST_PAUSE)
    try:
        seconds = (parsedate_to_datetime(retry_after) - now()).total_seconds()
    except (ValueError, TypeError):  # no date, or one without its zone
        return None
    return max(0, min(ceil(seconds), _LONGEST_PAUSE))
