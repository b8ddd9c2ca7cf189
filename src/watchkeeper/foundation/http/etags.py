"""ETags and conditional requests (RFC 9110 §8.8.3 and §13).

An ETag is `"<version>-<digest>"`: the version of the resource (when it was last changed) and a digest of the very bytes
of the answer. `If-None-Match` compares the whole, so a changed rating is never answered with 304; `If-Match` asks
whether the resource was changed since, so other people's ratings never make one's own edit stale. Lists have a digest
alone.
"""

import re
from hashlib import sha256

from fastapi import Request, Response
from starlette.types import Scope

from watchkeeper.foundation.core.precondition import UNCONDITIONAL, Precondition
from watchkeeper.foundation.http.headers import Header, first_of, header_of, headers_of

_DIGITS = 24
_STRONG_TAG = re.compile(r'"[^"]*"')
_ANY_TAG = re.compile(r'(?:W/)?("[^"]*")')
# What a browser learns from 304 replaces what it had kept, so that a page keeps its own policy only when told again.
_POLICIES = (b"content-security-policy", b"permissions-policy", b"cross-origin-opener-policy")
# How old the cached answer of a provider is by now, which the first response told of that moment.
_AGES = (b"age", b"warning")
SENT_ON_304 = frozenset(
    (b"etag", b"cache-control", b"content-location", b"date", b"expires", b"vary", b"link", *_AGES, *_POLICIES)
)


def entity_tag(body: bytes, version: str | None = None) -> str:
    """Return the ETag of an answer."""
    digest = sha256(body).hexdigest()[:_DIGITS]
    return f'"{version}-{digest}"' if version else f'"{digest}"'


def respond_conditionally(request: Request, response: Response) -> Response:
    """Give a successful answer to GET its ETag, and turn it into 304 when the caller has it already."""
    if request.scope["method"] != "GET" or response.status_code != 200:  # noqa: PLR2004 - HEAD is GET by now
        return response
    tag = first_of(response.raw_headers, b"etag")
    if tag is None:
        tag = entity_tag(bytes(response.body))
        response.raw_headers.append((b"etag", tag.encode()))
    first = header_of(request.scope, b"if-none-match")
    if first is None:
        return response
    if first != tag and not _names(headers_of(request.scope, b"if-none-match"), tag):
        return response
    return Unchanged([header for header in response.raw_headers if header[0] in SENT_ON_304])


class Unchanged(Response):
    """304: the caller has the answer already."""

    def __init__(self, headers: list[Header]) -> None:
        self.status_code = 304
        self.background = None
        self.body = b""
        self.raw_headers = headers


def _names(if_none_match: str, tag: str) -> bool:
    return if_none_match.strip() == "*" or tag in _ANY_TAG.findall(if_none_match)


def precondition_of(scope: Scope) -> Precondition:
    """Return the versions that `If-Match` names. A weak tag never matches (RFC 9110 §13.1.1)."""
    first = header_of(scope, b"if-match")
    if first is None or first.strip() == "*":
        return UNCONDITIONAL
    return Precondition(frozenset(tag.partition("-")[0] for tag in _strong_tags(headers_of(scope, b"if-match"))))


def _strong_tags(header: str) -> list[str]:
    members = (member.strip() for member in header.split(","))
    return [member[1:-1] for member in members if _STRONG_TAG.fullmatch(member)]
