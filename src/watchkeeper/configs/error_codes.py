"""The page of all error codes, generated from the error classes."""

from collections.abc import Iterator
from http import HTTPStatus
from importlib import import_module
from pkgutil import iter_modules

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError
from watchkeeper.foundation.http.problems import STATUSES
from watchkeeper.models import errors

_FOUNDATION_MODULES = tuple(
    f"watchkeeper.foundation.{name}" for name in ("core.errors", "core.operations_errors", "idempotency.errors")
)

_INTRODUCTION = """\
# Error codes

Every error is a problem after RFC 9457, sent as `application/problem+json`:

```json
{
  "type": "urn:watchkeeper:problem:genre_not_found",
  "title": "There is no such genre",
  "status": 404,
  "detail": "No genre has this id.",
  "instance": "/api/v1/genres/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b",
  "code": "genre_not_found",
  "request_id": "0193f5a0c1d27e0f9a3b5c7d9e1f2a4b"
}
```

Programs decide by `code`: it does not change. `title` and `detail` are for people, and may.
`request_id` finds the request in the log of the service.

This page is made from the code: `python manage.py error-codes --output docs/errors.md`.
"""

_ADVICE = {
    ErrorKind.BAD_REQUEST: "The request is not HTTP, or not meant for this service. The token endpoint, "
    "`POST /api/v1/auth/token`, answers so too: as `application/json`, with `error` and `error_description` of "
    "RFC 6749 §5.2 beside the members of a problem. `error` is `invalid_request`, `unsupported_grant_type` or "
    "`invalid_grant`. Correct the request, or ask the person for the password again.",
    ErrorKind.INVALID: "Correct the request; sending it again unchanged gives the same answer. "
    "`errors` names each thing wrong: `pointer` is its place, `code` its kind (see below).",
    ErrorKind.UNAUTHENTICATED: "Get a valid access token, by refreshing or by signing in, and send the request again.",
    ErrorKind.FORBIDDEN: "The account may not do this; another token of the same account will not help.",
    ErrorKind.NOT_FOUND: "It does not exist, no longer exists, or is somebody else's private resource.",
    ErrorKind.METHOD_NOT_ALLOWED: "Use one of the methods in the header `Allow`.",
    ErrorKind.CONFLICT: "Read what is there, and decide anew.",
    ErrorKind.PRECONDITION_FAILED: "Read the resource again, apply the change to it, and send its new `ETag`.",
    ErrorKind.TOO_SLOW: "Send the whole request again, over a new connection.",
    ErrorKind.TOO_LARGE: "Send less.",
    ErrorKind.HEADERS_TOO_LARGE: "Send shorter or fewer headers, or a shorter address.",
    ErrorKind.UNSUPPORTED_MEDIA_TYPE: "Send the media type that the operation documents.",
    ErrorKind.TOO_MANY_REQUESTS: "Wait as many seconds as the header `Retry-After` says; a shorter wait is refused "
    "again. The headers `RateLimit-*` of every answer tell how much is left, so that it need not come to this.",
    ErrorKind.UNAVAILABLE: "Wait as many seconds as the header `Retry-After` says, then send the request again.",
    ErrorKind.BAD_GATEWAY: "A provider of metadata answered, and its answer is of no use. Try again later; everything "
    "else of the service works.",
    ErrorKind.GATEWAY_TIMEOUT: "A provider of metadata did not answer in time. Try again later; everything else of the "
    "service works.",
    ErrorKind.INTERNAL: "Report it together with its `request_id`.",
}

_NEWER_PHRASES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}
"""Reason phrases of RFC 9110 that older versions of Python lack."""

_FIELD_CODES = """\
## Codes within `errors`

| code | meaning |
|---|---|
| `missing` | a required member or parameter was not sent |
| `extra_forbidden` | the operation does not know this member |
| `malformed_body` | the body can't be read as what it claims to be |
| `string_type`, `int_type`, `bool_type`, `date_type`, … | the value has another type; nothing is converted |
| `string_too_short`, `string_too_long` | the text is too short or too long |
| `control_character` | the text holds a control character |
| `greater_than_equal`, `less_than_equal` | the number is out of range |
| `multiple_of` | the number lies between two steps: scores go in half steps |
| `enum`, `literal_error` | not one of the allowed values, which `detail` names |
| `uuid_parsing`, `uuid_type` | not an id |
| `idempotency_key` | the header has no key, more than one, or one that is too long or not printable ASCII |
| `date_format`, `time_format`, `email`, `username`, `web_address` | not written as such a thing is written |

Codes of the first list that have status 422 appear here too, where one member is to blame.
"""


def error_codes_page() -> str:
    """Return the page in Markdown: the codes by status, with meanings and advice."""
    sections = (_section(kind) for kind in sorted(ErrorKind, key=lambda kind: STATUSES[kind]))
    return "\n".join([_INTRODUCTION, *sections, _FIELD_CODES])


def error_classes() -> list[type[ServiceError]]:
    """Return all error classes, sorted by code."""
    domain = [module.name for module in iter_modules(errors.__path__, errors.__name__ + ".")]
    for name in (*_FOUNDATION_MODULES, *domain):
        import_module(name)
    return sorted(_with_subclasses(ServiceError), key=lambda error: error.code)


def _with_subclasses(error: type[ServiceError]) -> Iterator[type[ServiceError]]:
    yield error
    for narrower in error.__subclasses__():
        yield from _with_subclasses(narrower)


def _section(kind: ErrorKind) -> str:
    rows = [f"| `{error.code}` | {error.title} | {error.detail} |" for error in error_classes() if error.kind is kind]
    status = STATUSES[kind]
    phrase = _NEWER_PHRASES.get(status, status.phrase)
    heading = f"## {status.value} {phrase}\n\n{_ADVICE[kind]}\n\n"
    return heading + "| code | meaning | more |\n|---|---|---|\n" + "\n".join(rows) + "\n"
