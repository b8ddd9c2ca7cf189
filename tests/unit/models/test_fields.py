"""The types of members."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from watchkeeper.foundation.core.dtos import PatchInput
from watchkeeper.models.dtos.fields import (
    Day,
    Email,
    Flag,
    NewPassword,
    Password,
    Text,
    Timestamp,
    Username,
    WebAddress,
)

LINE = TypeAdapter(Annotated[str, Text(5)])
LINES = TypeAdapter(Annotated[str, Text(5, min_length=0, is_multiline=True)])


def refuses(adapter: "TypeAdapter[Any]", value: object) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    ("changed_fields", "kept"),
    [(" a ", "a"), ("\u3000a", "a"), ("e\u0301" * 2, "é" * 2), ("  a  ", "a"), ("🎬" * 5, "🎬" * 5)],
)
def test_text_is_kept_trimmed_and_composed(changed_fields: str, kept: str) -> None:
    assert LINE.validate_python(changed_fields) == kept


@pytest.mark.parametrize("text", ["aaaaaa", " aaaaa", "aaaaa\u3000", "e\u0301" * 3, "\u0958" * 3])
def test_text_is_too_long_as_it_is_sent_or_as_it_is_kept(text: str) -> None:
    with pytest.raises(ValidationError, match="At most 5"):
        LINE.validate_python(text)


@pytest.mark.parametrize(
    "changed_fields", ["", "  ", "a\nb", "\ta", "a\x00", "\x85", "\ud800", "\udc00a", 1, None, b"a"]
)
def test_text_that_may_not_be_kept_is_refused(changed_fields: object) -> None:
    assert refuses(LINE, changed_fields)


@pytest.mark.parametrize("adapter", [LINE, LINES, TypeAdapter(NewPassword)])
@pytest.mark.parametrize(
    "text",
    [
        "\u3164",
        "\u3164\u2800",
        "\u2800",
        "\u115f\u1160",
        "\uffa0",
        "\u200b \u2060",
        "\u00ad",
        "\u034f",
        "\U000e0041",
        "\ufe0f",
    ],
)
def test_text_that_shows_nothing_is_refused(adapter: "TypeAdapter[Any]", text: str) -> None:
    with pytest.raises(ValidationError, match="shows nothing"):
        adapter.validate_python(text)


@pytest.mark.parametrize("text", ["\u3164a", "❤\ufe0f", "\u0301", "\ue000", "\U0001fae9"])
def test_text_of_which_something_shows_is_kept(text: str) -> None:
    assert LINE.validate_python(text) == text


def test_lines_may_break_and_be_empty() -> None:
    assert LINES.validate_python("a\r\n\tb") == "a\r\n\tb"
    assert LINES.validate_python("") == ""
    assert refuses(LINES, "a\x0b")
    assert refuses(LINES, " \n\u3000")


@pytest.mark.parametrize("changed_fields", ["2024-02-29", "0001-01-01", "9999-12-31"])
def test_date_is_read(changed_fields: str) -> None:
    assert TypeAdapter(Day).validate_python(changed_fields) == date.fromisoformat(changed_fields)


@pytest.mark.parametrize(
    "changed_fields",
    [
        "2023-02-29",
        "2024-1-1",
        "20240101",
        "2024-01-01T00:00:00",
        "1",
        0,
        1.5,
        True,
        None,
        "２０２４-01-01",
        " 2024-01-01",
    ],
)
def test_date_of_another_form_is_refused(changed_fields: object) -> None:
    assert refuses(TypeAdapter(Day), changed_fields)


@pytest.mark.parametrize(
    "time", ["T00:00:60Z", "T24:00:00Z", "T00:00:00+25:00", "T00:00:00", "", "T00:00Z", "T٠٠:00:00Z"]
)
def test_time_that_there_is_not_is_told_as_that(time: str) -> None:
    with pytest.raises(ValidationError) as failure:
        TypeAdapter(Timestamp).validate_python(f"2030-01-01{time}")
    assert failure.value.errors()[0]["type"] == "time_format"


@pytest.mark.parametrize("time", ["t00:00:00z", " 02:00:00.0000009+02:00", "T00:00:00-00:00"])
def test_time_is_read_in_utc(time: str) -> None:
    assert TypeAdapter(Timestamp).validate_python(f"2030-01-01{time}") == datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("changed_fields", [0, 1, "true", "", None, []])
def test_flag_is_nothing_but_true_or_false(changed_fields: object) -> None:
    assert refuses(TypeAdapter(Flag), changed_fields)


@pytest.mark.parametrize("changed_fields", ["ada", "ada.l-1_x", "Ада", "李雷"])
def test_username_has_letters_and_digits_of_any_script(changed_fields: str) -> None:
    assert TypeAdapter(Username).validate_python(changed_fields) == changed_fields


@pytest.mark.parametrize("changed_fields", ["a", "a b", "a@b", "a/b", "<a>", "a" * 65, "a\u200bb"])
def test_username_with_other_signs_is_refused(changed_fields: str) -> None:
    assert refuses(TypeAdapter(Username), changed_fields)


@pytest.mark.parametrize(
    "changed_fields", ["ada", "@b.com", "a@", "a@b@c.com", "a b@c.com", "a@b..com", "a" * 250 + "@b.com"]
)
def test_email_address_that_is_none_is_refused(changed_fields: str) -> None:
    assert refuses(TypeAdapter(Email), changed_fields)


@pytest.mark.parametrize("changed_fields", ["", "a" * 257, 1, None, "\ud800"])
def test_password_out_of_bounds_is_refused(changed_fields: object) -> None:
    assert refuses(TypeAdapter(Password), changed_fields)


def test_password_is_kept_as_it_is_sent() -> None:
    assert TypeAdapter(Password).validate_python("  e\u0301 ") == "  e\u0301 "


def test_web_address_of_2001_characters_is_refused() -> None:
    assert refuses(TypeAdapter(WebAddress), "https://example.com/" + "a" * 1981)


class Change(PatchInput):
    name: Annotated[str, Text(5)] = ""
    notes: Annotated[str, Text(5)] | None = None


def test_partial_update_tells_what_was_not_sent_from_null() -> None:
    assert Change.model_validate({}).changed_fields() == {}
    assert Change.model_validate({"notes": None}).changed_fields() == {"notes": None}
    assert refuses(TypeAdapter(Change), {"name": None})
    assert not Change.model_validate({}).is_set("notes")
