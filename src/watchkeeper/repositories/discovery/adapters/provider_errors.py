"""The errors that the clients of all providers raise."""

from typing import Final

from watchkeeper.foundation.outbound.errors import UpstreamErrors
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderRejectedRequestError,
    ProviderTimeoutError,
    ProviderTitleNotFoundError,
    ProviderUnauthorizedError,
    ProviderUnavailableError,
    TmdbTokenRejectedError,
)

PROVIDER_ERRORS: Final = UpstreamErrors(
    unavailable=ProviderUnavailableError,
    timeout=ProviderTimeoutError,
    busy=ProviderBusyError,
    unauthorized=ProviderUnauthorizedError,
    token_rejected=TmdbTokenRejectedError,
    not_found=ProviderTitleNotFoundError,
    rejected_request=ProviderRejectedRequestError,
)
