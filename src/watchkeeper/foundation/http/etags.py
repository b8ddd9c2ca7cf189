"""ETags and conditional requests (RFC 9110 §8.8.3 and §13).

An ETag is `"<version>-<digest>"`: the version of the resource (the time of its last change) and a digest of the
response body, or of the fingerprint of its rows (`responses.unless_unchanged`). `If-None-Match` compares the whole
ETag, so a changed average rating never results in 304. `If-Match` compares only the version, so ratings by other users
never make an edit fail with 412. ETags of lists have no version.
"""

import re
from hashlib import sha256

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Scope

from watchkeeper.foundation.core.precondition import NOTHING_YET, UNCONDITIONAL, Precondition
from watchkeeper.foundation.http.headers import Header, first_of, header_of, headers_of

_DIGITS = 24
_ANY_TAG = re.compile(r'(?:W/)?("[^"]*")')
# Headers of a 304 replace those of the cached response, so a page loses its own policies unless 304 repeats them.
_POLICIES = (b"content-security-policy", b"permissions-policy", b"cross-origin-opener-policy")
# The age of the cached response of a provider changes while the body stays the same.
_AGES = (b"age", b"warning")
SENT_ON_304 = frozenset(
    (b"etag", b"cache-control", b"content-location", b"date", b"expires", b"vary", b"link", *_AGES, *_POLICIES)
)


def entity_tag(body: bytes, version: str | None = None) -> str:
    """Return the ETag of a response body."""
    digest = sha256(body).hexdigest()[:_DIGITS]
    return f'"{version}-{digest}"' if version else f'"{digest}"'


def respond_conditionally(request: Request, response: Response) -> Response:
    """Add the ETag to a successful response to GET; return 304 instead if it matches `If-None-Match`.

    What is streamed is not known yet, and has none.
    """
    is_read = request.scope["method"] == "GET" and response.status_code == 200  # noqa: PLR2004 - HEAD is GET by now
    if not is_read or isinstance(response, StreamingResponse):
        return response
    tag = first_of(response.raw_headers, b"etag")
    if tag is None:
        tag = entity_tag(bytes(response.body))
        response.raw_headers.append((b"etag", tag.encode()))
    if not is_known(request.scope, tag):
        return response
    return NotModified([header for header in response.raw_headers if header[0] in SENT_ON_304])


class NotModified(Response):
    """304: the cached response of the client is current."""

    def __init__(self, headers: list[Header]) -> None:
        self.status_code = 304
        self.background = None
        self.body = b""
        self.raw_headers = headers


def is_known(scope: Scope, tag: str) -> bool:
    """Whether `If-None-Match` names an ETag, strong or weak, or is `*`."""
    first = header_of(scope, b"if-none-match")
    if first is None or first == tag:
        return first is not None
    tags = headers_of(scope, b"if-none-match")
    return tags.strip() == "*" or tag in _ANY_TAG.findall(tags)


def precondition_of(scope: Scope) -> Precondition:
    """Return the versions in `If-Match`, or without it what `If-None-Match: *` says."""
    if header_of(scope, b"if-match") is None:
        return NOTHING_YET if header_of(scope, b"if-none-match") == "*" else UNCONDITIONAL
    return Precondition.of(headers_of(scope, b"if-match"))
