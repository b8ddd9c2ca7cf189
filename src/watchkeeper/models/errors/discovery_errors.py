"""Errors of requests to metadata providers, and of shared favourites."""

from watchkeeper.foundation.core.errors import ErrorKind, FieldError, ServiceError


class ProviderNotConfiguredError(ServiceError):
    kind = ErrorKind.UNAVAILABLE
    code = "provider_not_configured"
    title = "The provider is not configured"
    detail = "The operator has set no TMDb token (TMDB__ACCESS_TOKEN). Send your own in X-TMDB-Token."


class ProviderUnauthorizedError(ServiceError):
    kind = ErrorKind.BAD_GATEWAY
    code = "provider_unauthorized"
    title = "The provider refuses the service's token"
    detail = "The token of the service is not accepted for this. That is for its operator to correct."


class TmdbTokenRejectedError(ServiceError):
    kind = ErrorKind.UNAUTHENTICATED
    code = "tmdb_token_rejected"
    title = "TMDb refuses your token"
    detail = "TMDb does not accept the token in X-TMDB-Token for this. Get a new one from TMDb."


class ProviderTitleNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "provider_title_not_found"
    title = "The provider has no such title"
    detail = "Nothing has this id at the provider."


class ProviderRejectedRequestError(ServiceError):
    kind = ErrorKind.INVALID
    code = "provider_refused_request"
    title = "The provider does not take the parameters"
    detail = "The provider finds something wrong with the parameters of the request."
    fields = (FieldError("/query", "Refused by the provider.", "provider_refused_request"),)


class ProviderBusyError(ServiceError):
    kind = ErrorKind.UNAVAILABLE
    code = "provider_busy"
    title = "The provider is asked too often"
    detail = "The provider has no time for more requests right now."
    retry_after = 1

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class ProviderUnavailableError(ServiceError):
    """`retry_after`, in seconds, is set if the circuit breaker is open, so that the provider was not called."""

    kind = ErrorKind.BAD_GATEWAY
    code = "provider_unavailable"
    title = "The provider can't be relied on right now"
    detail = "The provider failed, or its answer makes no sense."

    def __init__(self, retry_after: int | None = None) -> None:
        super().__init__()
        self.retry_after = retry_after


class ProviderTimeoutError(ServiceError):
    kind = ErrorKind.GATEWAY_TIMEOUT
    code = "provider_unavailable"
    title = "The provider did not answer in time"
    detail = "The provider took too long."


class UnsupportedSourceError(ServiceError):
    kind = ErrorKind.INVALID
    code = "unsupported_source"
    title = "No provider knows such titles"
    detail = "Movies and shows are looked up at tmdb, anime at anilist, each by a number."
    fields = (FieldError("/body/source", "Not where titles of this media type are looked up.", "unsupported_source"),)


class AccountNotYoursError(ServiceError):
    kind = ErrorKind.FORBIDDEN
    code = "account_not_yours"
    title = "The TMDb account is not yours"
    detail = "TMDb says that the token belongs to another account."


class ListNameTakenError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "list_name_taken"
    title = "The name is taken"
    detail = "Another account shares its favourites under this name; upper and lower case count as the same."


class SharedListNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "shared_list_not_found"
    title = "There is no such shared list"
    detail = "No favourites are shared under this name."
