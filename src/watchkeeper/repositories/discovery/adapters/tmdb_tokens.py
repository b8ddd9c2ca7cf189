"""Selects the token of a TMDb request."""

from typing import Any

from pydantic import SecretStr

from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.models.errors.discovery_errors import ProviderNotConfiguredError


class TmdbTokens:
    """The token of the service, overridden by the token of a caller."""

    def __init__(self, service_token: SecretStr | None) -> None:
        self._service_token = service_token

    def call(self, path: str, token: SecretStr | None, **parts: Any) -> UpstreamRequest:  # noqa: ANN401
        """Return a request with the caller's `token`, else the service's. Raises ProviderNotConfiguredError without
        either."""
        used = token or self._service_token
        if used is None:
            raise ProviderNotConfiguredError
        return UpstreamRequest(f"/3{path}", token=used, is_own_token=token is not None, **parts)
