"""Where something is wrong with a request, as JSON pointers."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from watchkeeper.foundation.core.errors import FieldError

MALFORMED_BODY = FieldError("/body", "The body can't be read.", "malformed_body")


def field_errors(failure: ValidationError, *place: str) -> Iterator[FieldError]:
    """Yield what is wrong with a value that stands at `place` in the request."""
    for error in failure.errors(include_url=False, include_context=False, include_input=False):
        inner = (step for step in error["loc"] if step != "[key]")
        yield FieldError(pointer_of(*place, *inner), error["msg"].removeprefix("Value error, "), error["type"])


def pointer_of(*place: Any) -> str:  # noqa: ANN401 - names and indexes
    """Return the JSON pointer of a place (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)
