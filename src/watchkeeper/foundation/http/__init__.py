"""The public interface of the package: everything that controllers use to define routes."""

from watchkeeper.foundation.http.api_route import ResponseSpec
from watchkeeper.foundation.http.api_router import ApiRouter
from watchkeeper.foundation.http.authentication import Caller, CurrentAdmin, CurrentUser, KnownCaller
from watchkeeper.foundation.http.endpoint_signature import IfMatch, Paging, RequestHeader, UserAgent
from watchkeeper.foundation.http.responses import (
    NO_STORE,
    PRIVATE,
    PUBLIC,
    PageOutput,
    headers_for,
    json_response,
    no_content,
    page_response,
    unless_unchanged,
)
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass

__all__ = [
    "NO_STORE",
    "PRIVATE",
    "PUBLIC",
    "ApiRouter",
    "Caller",
    "CurrentAdmin",
    "CurrentUser",
    "IfMatch",
    "KnownCaller",
    "PageOutput",
    "Paging",
    "RateLimitClass",
    "RequestHeader",
    "ResponseSpec",
    "UserAgent",
    "headers_for",
    "json_response",
    "no_content",
    "page_response",
    "unless_unchanged",
]
