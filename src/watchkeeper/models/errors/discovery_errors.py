"""Errors of what is fetched live from the providers of metadata, and of shared favourites."""

from watchkeeper.foundation.core.errors import (
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


class ProviderNotConfiguredError(UnavailableError):
    code = "provider_not_configured"
    title = "The provider is not configured"
    detail = "This service has no access to TMDb of its own."
    hint = "Send a token of the person in `X-TMDB-Token`; operators set `TMDB__ACCESS_TOKEN`."


class ProviderUnauthorizedError(ServiceError):
    kind = ErrorKind.BAD_GATEWAY
    code = "provider_unauthorized"
    title = "The provider rejected the service's token"
    detail = "The provider does not accept the token of this service. Its operator has to correct that."


class TmdbTokenRejectedError(UnauthenticatedError):
    code = "tmdb_token_rejected"
    title = "TMDb rejected your token"
    detail = "TMDb does not accept your token for this. Get a new one from TMDb."
    hint = "It is the one in `X-TMDB-Token`."


class ProviderTitleNotFoundError(NotFoundError):
    code = "provider_title_not_found"
    title = "The provider does not have the title"
    detail = "The provider has no title with this id."


class ProviderRejectedRequestError(InvalidError):
    code = "provider_refused_request"
    title = "The provider rejected the parameters"
    detail = "The provider does not accept the parameters of the request."
    fields = (FieldError("/query", "Rejected by the provider.", "provider_refused_request"),)


class ProviderBusyError(UnavailableError):
    code = "provider_busy"
    title = "The provider is busy"
    detail = "Too many requests to the provider are in progress, or it limits their rate."
    retry_after = 1

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__()
        self.retry_after = retry_after


class ProviderUnavailableError(ServiceError):
    """`retry_after`, in seconds, is set if the circuit breaker is open, so that the provider was not called."""

    kind = ErrorKind.BAD_GATEWAY
    code = "provider_unavailable"
    title = "The provider is unavailable"
    detail = "The provider failed, or its response is not valid."

    def __init__(self, retry_after: int | None = None) -> None:
        super().__init__()
        self.retry_after = retry_after


class ProviderTimeoutError(ServiceError):
    kind = ErrorKind.GATEWAY_TIMEOUT
    code = "provider_unavailable"
    title = "The provider did not respond in time"
    detail = "The request to the provider timed out."


class UnsupportedSourceError(InvalidError):
    code = "unsupported_source"
    title = "The source is not supported"
    detail = "Movies and shows come from tmdb, anime from anilist, each with a numeric id."
    fields = (FieldError("/body/source", "Not a source of titles of this media type.", "unsupported_source"),)


class TmdbTokenRequiredError(ForbiddenError):
    code = "tmdb_token_required"
    title = "Your own TMDb token is needed"
    detail = "Favourites belong to a TMDb account. Connect yours first."
    hint = "Send a token of the person in `X-TMDB-Token`; `FAVORITES__SERVER_TOKEN` says who may use the service's."


class AccountNotYoursError(ForbiddenError):
    code = "account_not_yours"
    title = "The TMDb account is not yours"
    detail = "According to TMDb the token belongs to another account."


class ListNameTakenError(ExistingConflictError):
    code = "list_name_taken"
    title = "The name is already used"
    detail = "Another account shares its favourites under this name. Upper and lower case are treated as equal."


class ListNotPublicError(NotFoundError):
    code = "list_not_public"
    title = "The list is not public"
    detail = "It can be read only by those whose own TMDb account may read it."
    hint = "Send a token of the person in `X-TMDB-Token`."


class SharedListNotFoundError(NotFoundError):
    code = "shared_list_not_found"
    title = "Shared list not found"
    detail = "No favourites are shared under this name."
