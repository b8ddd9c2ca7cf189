"""Types of provider ids, and lenient types for the members of provider responses: an invalid value becomes null."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, Strict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from watchkeeper.models.types.discovery.discovery import LAST_PAGE

_MAX_DIGITS = 10
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def whole_number(value: object) -> int:
    """Return `value` as a number; text of at most ten digits is converted."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _MAX_DIGITS:
        return int(value)
    raise PydanticCustomError("whole_number", "A whole number, also as text of digits")


AccountId = Annotated[int, Field(ge=1, le=2**31 - 1), BeforeValidator(whole_number)]
"""The number of a TMDb account."""

PageNumber = Annotated[int, Field(ge=1, le=LAST_PAGE, description="TMDb has at most 500 pages.")]


def _or_none(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401
    try:
        return handler(value)
    except ValidationError:
        return None


def _day_or_none(value: Any) -> date | None:  # noqa: ANN401
    """Return the date, or None if it is invalid. TMDb sends an unknown date as empty text."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        return None


_Lenient = WrapValidator(_or_none)

ProviderId = Annotated[int, Strict(), Field(ge=1, le=2**31 - 1)]
KnownText = Annotated[Annotated[str, Strict()] | None, _Lenient]
KnownNumber = Annotated[Annotated[float, Strict(), Field(allow_inf_nan=False)] | None, _Lenient]
KnownCount = Annotated[Annotated[int, Strict()] | None, _Lenient]
KnownFlag = Annotated[Annotated[bool, Strict()] | None, _Lenient]
KnownDay = Annotated[date | None, BeforeValidator(_day_or_none)]
KnownNumbers = Annotated[list[Annotated[int, Strict()]] | None, _Lenient]
KnownTexts = Annotated[list[Annotated[str, Strict()]] | None, _Lenient]
