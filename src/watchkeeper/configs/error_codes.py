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

Every error is a problem document (RFC 9457) of type `application/problem+json`:

```json
{
  "type": "urn:watchkeeper:problem:genre_not_found",
  "title": "Genre not found",
  "status": 404,
  "detail": "No genre has this id.",
  "instance": "/api/v1/genres/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b",
  "code": "genre_not_found",
  "request_id": "0193f5a0c1d27e0f9a3b5c7d9e1f2a4b"
}
```

Decide by `code`, which does not change. `title` and `detail` are for people and may change. `request_id` identifies the
request in the log of the service.

This page is generated from the code: `python manage.py error-codes --output docs/errors.md`.
"""

_ADVICE = {
    ErrorKind.BAD_REQUEST: "The request is not valid HTTP, or its host is not allowed. Errors of the token endpoint, "
    "`POST /api/v1/auth/token`, are 400 too: as `application/json`, with `error` and `error_description` of "
    "RFC 6749 §5.2 beside the members of a problem. `error` is `invalid_request`, `unsupported_grant_type` or "
    "`invalid_grant`. Correct the request, or ask for the password again.",
    ErrorKind.INVALID: "Correct the request; the same request gets the same response. "
    "`errors` has one item for each error: `pointer` is its place, `code` its kind (see below).",
    ErrorKind.UNAUTHENTICATED: "Get a valid access token, by a refresh or a sign-in, and send the request again.",
    ErrorKind.FORBIDDEN: "The account is not allowed to do this; another token of it makes no difference.",
    ErrorKind.NOT_FOUND: "The resource does not exist, no longer exists, or is private to another account.",
    ErrorKind.METHOD_NOT_ALLOWED: "Use one of the methods in the header `Allow`.",
    ErrorKind.CONFLICT: "Read the current state, and decide again.",
    ErrorKind.PRECONDITION_FAILED: "Read the resource again, apply the change to it, and send its new `ETag`.",
    ErrorKind.TOO_SLOW: "Send the whole request again, over a new connection.",
    ErrorKind.TOO_LARGE: "Send a smaller body.",
    ErrorKind.HEADERS_TOO_LARGE: "Send shorter or fewer headers, or a shorter address.",
    ErrorKind.UNSUPPORTED_MEDIA_TYPE: "Send the media type that the operation documents.",
    ErrorKind.TOO_MANY_REQUESTS: "Wait as many seconds as the header `Retry-After` says; earlier requests are rejected "
    "again. The headers `RateLimit-*` of every response show how many requests remain.",
    ErrorKind.UNAVAILABLE: "Wait as many seconds as the header `Retry-After` says, then send the request again.",
    ErrorKind.BAD_GATEWAY: "The response of a metadata provider can't be used. Try again later; the rest of the "
    "service works.",
    ErrorKind.GATEWAY_TIMEOUT: "A metadata provider did not respond in time. Try again later; the rest of the service "
    "works.",
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
| `extra_forbidden` | the operation has no such member |
| `unknown_parameter` | the operation does not have this query parameter; `detail` lists those it has |
| `repeated_parameter` | the query repeats a parameter that the operation takes once |
| `malformed_body` | the body can't be parsed as its media type |
| `string_type`, `int_type`, `bool_type`, `date_type`, … | the value has the wrong type; values are not converted |
| `string_too_short`, `string_too_long` | the text is too short or too long |
| `control_character` | the text contains a control character |
| `greater_than_equal`, `less_than_equal` | the number is out of range |
| `multiple_of` | the number is not a multiple of the step: scores have half steps |
| `enum`, `literal_error` | not one of the allowed values, which `detail` lists |
| `uuid_parsing`, `uuid_type` | not an id |
| `idempotency_key` | the header is empty, repeated, too long or not printable ASCII |
| `date_format`, `time_format`, `email`, `username`, `web_address` | the text does not have this format |

Codes above with status 422 appear here too, where one member causes the error.
"""


def error_codes_page() -> str:
    """Return the page in Markdown: codes by status, the meaning of each, and what to do."""
    sections = (_section(kind) for kind in sorted(ErrorKind, key=lambda kind: STATUSES[kind]))
    return "\n".join([_INTRODUCTION, *sections, _FIELD_CODES])


def error_classes() -> list[type[ServiceError]]:
    """Return every error class, in the order of their codes."""
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
