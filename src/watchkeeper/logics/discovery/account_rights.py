"""Checks who may act on a TMDb account with which token."""

from watchkeeper.models.errors.discovery_errors import TmdbTokenRequiredError
from watchkeeper.models.types.discovery.discovery import ProviderCaller, ServerTokenUse


def require_token(caller: ProviderCaller, server_token: ServerTokenUse) -> None:
    """Raise TmdbTokenRequiredError unless the caller has a TMDb token or may use the service's.

    The service's token has the rights of its operator: others act on an account with their own.
    """
    if caller.token is None and not caller.is_admin and server_token is not ServerTokenUse.EVERYONE:
        raise TmdbTokenRequiredError
