"""The types of members: one text type for every string of the API, bounded numbers, dates, addresses."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, Strict
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from watchkeeper.foundation.core.urls import is_public_web_address

if "local" in SPECIAL_USE_DOMAIN_NAMES:  # the library's documented way; people at home have addresses like that
    SPECIAL_USE_DOMAIN_NAMES.remove("local")

_LINE_BREAKS = "\n\r\t"
_CONTROLS = ("Cc", "Cs")
_MOST_SHRINKING = 4  # signs that NFC makes one of, at most
_MOST_MARKS = 30  # in a row, as in the stream-safe format (UAX #15): ordering them takes quadratic time
_NO_LINE = r"\u0000-\u001f\u007f-\u009f"
_NO_TEXT = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
_NO_NAME = r"\s\u0000-,/:-@\[-^`{-\u00a9"
"""Signs that a line, a text of several lines and a user name do not have: the insides of classes of a pattern."""

_LINE_PATTERN = f"^[^{_NO_LINE}]*$"
_USERNAME_PATTERN = rf"^[^{_NO_LINE}\S]*[^{_NO_NAME}]{{2,}}[^{_NO_LINE}\S]*$"
"""Of the signs beyond ASCII it allows too many: classes of Unicode are nothing that all readers of a schema know."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
_LOST_PLUS = re.compile(r" (?=\d{2}:\d{2}$)")
_MARKS = ("Mn", "Mc")  # the vowel signs of many scripts


@dataclass(frozen=True, slots=True)
class Text:
    """The one text type: NFC, trimmed at both ends, no control characters, no surrogates, lengths in characters.

    Lengths are those of the text as kept. With `is_multiline` line breaks and tabs are allowed. `pattern` is for the
    OpenAPI document, where it can say more than that.
    """

    max_length: int
    min_length: int = 1
    is_multiline: bool = False
    pattern: str | None = None

    def clean(self, text: str) -> str:
        """Return `text` as it is kept. Raises PydanticCustomError where it may not be kept."""
        if len(text) > self.max_length * _MOST_SHRINKING:  # before the work whose cost grows with the length
            raise self._too_long()
        _require_readable(text, allowed_controls=_LINE_BREAKS if self.is_multiline else "")
        normalized = unicodedata.normalize("NFC", text).strip()
        if len(normalized) < self.min_length or (normalized and not _is_visible(normalized)):
            raise PydanticCustomError(
                "string_too_short", "At least {min_length} characters", {"min_length": max(self.min_length, 1)}
            )
        if len(normalized) > self.max_length:
            raise self._too_long()
        return normalized

    def _too_long(self) -> PydanticCustomError:
        return PydanticCustomError(
            "string_too_long", "At most {max_length} characters", {"max_length": self.max_length}
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return core_schema.no_info_after_validator_function(self.clean, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Say what `clean` does, but for what becomes of a text in NFC and for signs that are there and not seen."""
        no = _NO_TEXT if self.is_multiline else _NO_LINE
        usual = rf"^[^{no}\S]*[^{no}\s][^{no}]*$" if self.min_length else f"^[^{no}]*$"
        lengths = {"minLength": self.min_length, "maxLength": self.max_length}
        return {**handler(schema), **lengths, "pattern": self.pattern or usual}


def _require_readable(text: str, *, allowed_controls: str) -> None:
    marks = 0
    for sign in text:
        if unicodedata.category(sign) in _CONTROLS and sign not in allowed_controls:
            raise PydanticCustomError("control_character", "Control characters are not allowed")
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > _MOST_MARKS:
            raise PydanticCustomError("combining_characters", "Too many combining characters in a row")


def _is_visible(text: str) -> bool:
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in text)


def _without_controls(value: str) -> str:
    if any(unicodedata.category(sign) in _CONTROLS for sign in value):
        raise PydanticCustomError("control_character", "Control characters are not allowed")
    return value


def _iso_day(value: object) -> object:
    if not isinstance(value, str | date):
        raise PydanticCustomError("date_type", "A date is text, written YYYY-MM-DD")
    if isinstance(value, date):
        return value
    if not _DAY.fullmatch(value):
        raise PydanticCustomError("date_format", "A date is written YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as failure:
        raise PydanticCustomError("date_format", "There is no such day") from failure


def _rfc3339(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("time_type", "A time is text, written YYYY-MM-DDThh:mm:ssZ")
    text = _LOST_PLUS.sub("+", value)  # an unescaped plus sign in a query means a space
    if not _TIMESTAMP.fullmatch(text):
        raise PydanticCustomError("time_format", "A time is written YYYY-MM-DDThh:mm:ssZ, or with another offset")
    return text


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as failure:  # at the very ends of the calendar
        raise PydanticCustomError("time_format", "No time that can be told in UTC") from failure


def _email(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as failure:
        raise PydanticCustomError("email", "Not an e-mail address") from failure


def _username(value: str) -> str:
    if any(not sign.isalnum() and sign not in "._-" and unicodedata.category(sign) not in _MARKS for sign in value):
        raise PydanticCustomError("username", "Letters, digits and the signs . _ - only")
    return value


def _web_address(value: str) -> str:
    if not is_public_web_address(value):
        raise PydanticCustomError("web_address", "An address of the web, beginning with http:// or https://")
    return value


def _half_steps(value: float) -> float:
    if not (value * 2).is_integer():
        raise PydanticCustomError("multiple_of", "A score goes in half steps: 1, 1.5, 2 and so on to 5")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
"""A date, `YYYY-MM-DD`."""

Timestamp = Annotated[datetime, BeforeValidator(_rfc3339), AfterValidator(_in_utc)]
"""A time after RFC 3339, with its offset; kept in UTC."""

Email = Annotated[str, Text(254), AfterValidator(_email), Field(json_schema_extra={"format": "email"})]
"""An e-mail address; not asked whether it can be delivered to."""

Username = Annotated[str, Text(64, min_length=2, pattern=_USERNAME_PATTERN), AfterValidator(_username)]
"""Letters and digits of any script, `.`, `_` and `-`; never an `@`, so that it can't be taken for an e-mail address."""

PersonName = Annotated[str, Text(100)]

Password = Annotated[
    str,
    Strict(),
    Field(min_length=1, max_length=256, json_schema_extra={"format": "password", "pattern": _LINE_PATTERN}),
    AfterValidator(_without_controls),
]
"""A password as it is sent: neither trimmed nor shown. What makes a new one acceptable is the password policy."""

WebAddress = Annotated[str, Text(2000), AfterValidator(_web_address), Field(json_schema_extra={"format": "uri"})]
"""An http or https address with a host that is not this machine. The service itself never fetches it."""

_HALF_STEPS = {"multipleOf": 0.5}

Score = Annotated[
    float, Strict(), Field(ge=1, le=5, allow_inf_nan=False, json_schema_extra=_HALF_STEPS), AfterValidator(_half_steps)
]
"""1 to 5 in half steps: a number, nothing that looks like one."""

ScoreText = Annotated[
    float, Field(ge=1, le=5, allow_inf_nan=False, json_schema_extra=_HALF_STEPS), AfterValidator(_half_steps)
]
"""A score where all is text: in an address."""

Flag = Annotated[bool, Strict()]
"""true or false, nothing that looks like it."""
