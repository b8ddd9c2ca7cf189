"""The types of members: one text type for all strings of the API, bounded numbers, dates, addresses."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import regex
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    Strict,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from typing_extensions import TypeAliasType

from watchkeeper.foundation.core.urls import is_public_web_address
from watchkeeper.models.types.identity.time_zone import is_time_zone
from watchkeeper.models.types.watchlist.when import InvalidWhenError, When

if "local" in SPECIAL_USE_DOMAIN_NAMES:  # the documented way to allow `.local`, which home networks use
    SPECIAL_USE_DOMAIN_NAMES.remove("local")

_VISIBLE = regex.compile(
    r"[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}"
    r"\u2800\ufff9-\ufffb\U0001d159\U00013441\U00013442]"
)
"""A character that shows something. Blank by their glyphs alone are a Braille pattern, a notehead and two hieroglyphs;
the marks of interlinear annotations are not shown."""

_LINE_BREAKS = "\n\r\t"
_CONTROLS = ("Cc", "Cs")
_MAX_MARKS = 30  # consecutive ones, as in the stream-safe format (UAX #15): ordering them takes quadratic time
_NO_LINE = r"\u0000-\u001f\u007f-\u009f"
_NO_TEXT = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
_NO_NAME = r"\s\u0000-,/:-@\[-^`{-\u00a9"
"""Character classes, for patterns, of what a line, a multi-line text and a user name must not contain."""

_LINE_PATTERN = f"^[^{_NO_LINE}]*$"
_USERNAME_PATTERN = rf"^[^{_NO_LINE}\S]*[^{_NO_NAME}]{{2,}}[^{_NO_LINE}\S]*$"
"""It allows too many characters beyond ASCII, because not all schema validators support Unicode classes."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
_LOST_PLUS = re.compile(r" (?=\d{2}:\d{2}$)")
_MARKS = ("Mn", "Mc")  # categories of the vowel signs of many scripts


@dataclass(frozen=True, slots=True)
class Text:
    """The one text type: NFC, trimmed at both ends, no control characters, no surrogates, lengths in characters.

    `max_length` holds for the text as it is sent, as the OpenAPI document says, and `min_length` for the cleaned text,
    which must show something: what may be empty is so only as "". With `is_multiline` line breaks and tabs are allowed.
    `pattern` replaces the default pattern of the OpenAPI document.
    """

    max_length: int
    min_length: int = 1
    is_multiline: bool = False
    pattern: str | None = None

    def clean(self, text: str) -> str:
        """Return the cleaned text. Raises PydanticCustomError if it is invalid."""
        if len(text) > self.max_length:
            raise self._too_long()
        _require_readable(text, allowed_controls=_LINE_BREAKS if self.is_multiline else "")
        cleaned = unicodedata.normalize("NFC", text).strip()
        if len(cleaned) < self.min_length:
            raise PydanticCustomError(
                "string_too_short", "At least {min_length} characters", {"min_length": self.min_length}
            )
        if len(cleaned) > self.max_length:  # NFC makes two characters of some
            raise self._too_long()
        return _visible(cleaned) if text else cleaned

    def _too_long(self) -> PydanticCustomError:
        return PydanticCustomError(
            "string_too_long", "At most {max_length} characters", {"max_length": self.max_length}
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return core_schema.no_info_after_validator_function(self.clean, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe `clean` in the schema, except for NFC and for invisible characters."""
        no = _NO_TEXT if self.is_multiline else _NO_LINE
        shown = rf"[^{no}\S]*[^{no}\s][^{no}]*"
        usual = f"^{shown}$" if self.min_length else f"^({shown})?$"
        lengths = {"minLength": self.min_length, "maxLength": self.max_length}
        return {**handler(schema), **lengths, "pattern": self.pattern or usual}


def _require_readable(text: str, *, allowed_controls: str) -> None:
    marks = 0
    for sign in text:
        if unicodedata.category(sign) in _CONTROLS and sign not in allowed_controls:
            raise PydanticCustomError("control_character", "Control characters are not allowed")
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > _MAX_MARKS:
            raise PydanticCustomError("combining_characters", "Too many combining characters in a row")


def _visible(text: str) -> str:
    if not _VISIBLE.search(text):
        raise PydanticCustomError("invisible_text", "The text shows nothing")
    return text


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
    text = _LOST_PLUS.sub("+", value)  # an unescaped plus sign in a query is decoded to a space
    if not _TIMESTAMP.fullmatch(text):
        raise PydanticCustomError("time_format", "A time is written YYYY-MM-DDThh:mm:ssZ, or with another offset")
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError as failure:
        raise PydanticCustomError("time_format", "There is no such time") from failure


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as failure:  # before year 1 or after year 9999 in UTC
        raise PydanticCustomError("time_format", "The time is out of range in UTC") from failure


def _when(value: object) -> When:
    if isinstance(value, When):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("when_type", "A moment is text: an instant, a day, a month or a year")
    try:
        return When.parse(value)
    except InvalidWhenError as failure:
        raise PydanticCustomError("when_format", "{reason}", {"reason": str(failure)}) from failure


def _time_zone(value: str) -> str:
    if not is_time_zone(value):
        raise PydanticCustomError("time_zone", "No IANA time zone, such as Europe/Berlin")
    return value


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
"""A time in the format of RFC 3339, with an offset; converted to UTC."""

_WHEN_PATTERN = (
    r"^(18[7-9][0-9]|19[0-9][0-9]|[2-9][0-9]{3})(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])"
    r"([Tt ]([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?)?)?$"
)

WhenField = TypeAliasType(
    "WhenField",
    Annotated[
        When,
        PlainValidator(_when),
        WithJsonSchema(
            {
                "type": "string",
                "title": "When",
                "pattern": _WHEN_PATTERN,
                "examples": ["2026-01-31T20:15:00+02:00", "2026-01-31", "2026-01", "2026"],
            }
        ),
    ],
)
"""A moment as well as a person knows it: an instant with an offset, a day, a month or a year, from 1870 on."""


def _air_date_or_when(value: object, _union: object) -> Literal["air_date"] | When:
    """Validate without the union, whose errors would point below the member."""
    return "air_date" if value == "air_date" else _when(value)


AirDateOrWhen = Annotated[Literal["air_date"] | WhenField, WrapValidator(_air_date_or_when)]

TimeZone = Annotated[str, Text(64), AfterValidator(_time_zone), Field(examples=["Europe/Berlin"])]
"""The IANA name of a time zone."""

Email = Annotated[str, Text(254), AfterValidator(_email), Field(json_schema_extra={"format": "email"})]
"""An e-mail address; deliverability is not checked."""

Username = Annotated[str, Text(64, min_length=2, pattern=_USERNAME_PATTERN), AfterValidator(_username)]
"""Letters and digits of any script, `.`, `_` and `-`; no `@`, so that it can't be confused with an e-mail address."""

PersonName = Annotated[str, Text(100)]

Password = Annotated[
    str,
    Strict(),
    Field(min_length=1, max_length=256, json_schema_extra={"format": "password", "pattern": _LINE_PATTERN}),
    AfterValidator(_without_controls),
]
"""A password, not trimmed and never shown. The password policy validates new ones."""

NewPassword = Annotated[
    Password,
    AfterValidator(_visible),
    Field(
        description="Up to 256 characters, not a common one; at least 8 unless the operator set otherwise.",
        examples=["correct horse battery staple"],
    ),
]

WebAddress = Annotated[str, Text(2000), AfterValidator(_web_address), Field(json_schema_extra={"format": "uri"})]
"""An http or https URL whose host is not a local address. The service never fetches it."""

_HALF_STEPS = {"multipleOf": 0.5}

Score = Annotated[
    float, Strict(), Field(ge=1, le=5, allow_inf_nan=False, json_schema_extra=_HALF_STEPS), AfterValidator(_half_steps)
]
"""A number from 1 to 5 in half steps; text is rejected."""

ScoreText = Annotated[
    float, Field(ge=1, le=5, allow_inf_nan=False, json_schema_extra=_HALF_STEPS), AfterValidator(_half_steps)
]
"""A score as text, for query parameters."""

Flag = Annotated[bool, Strict()]
"""true or false; numbers and text are rejected."""
