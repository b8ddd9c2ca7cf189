"""What is passed over is passed over for what was sent: the same refusal of anything else is a finding."""

from typing import Any

import pytest

from tests.fuzzing.explanations import is_explained
from tests.fuzzing.rejections import Refusal

Json = dict[str, Any]


def rejection(code: str, sent: object = None, pointer: str = "/body/name", **beside: Any) -> Refusal:
    return Refusal(code, pointer, sent, **beside)


ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"

RIGHT: list[tuple[str, Refusal]] = [
    ("composed to less", rejection("string_too_short", "e\u0301")),
    ("not seen", rejection("invisible_text", "\u200b \u2060\u3164\u2800")),
    ("letters of two scripts", rejection("mixed_scripts", "\u0430da", "/body/username")),
    ("composed to more", rejection("string_too_long", "\u0958" * 60)),
    ("many marks", rejection("combining_characters", "a" + "\u0301" * 31)),
    ("sign of no name", rejection("username", "ada\u200b")),
    ("weak password", rejection("password_too_common", "12345678", "/body/password")),
    ("cursor", rejection("invalid_cursor", "x", "/query/cursor")),
    ("relevance alone", rejection("relevance_needs_query", "-relevance", "/query/sort", query={"sort": "-relevance"})),
    ("times", rejection("times_reversed", query={"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"})),
    ("days", rejection("times_reversed", query={"from": "2026-01-02", "to": "2026-01-01"})),
    ("day before today", rejection("times_reversed", query={"to": "2026-01-01"})),
    ("days of a year", rejection("range_too_long", query={"from": "2024-01-01", "to": "2025-01-02"})),
    ("future", rejection("in_the_future", "2999-01", "/body/watched_on")),
    ("key alone", rejection("source_missing", body={"source_key": "1", "source": None})),
    ("rating alone", rejection("score_missing", body={"set_rating": True})),
    ("day alone", rejection("log_play_missing", "2012", "/body/watched_on", body={"watched_on": "2012"})),
    ("two episodes", rejection("exactly_one_of", body={"episode_id": ID, "episode": {"season": 1, "number": 1}})),
    ("years", rejection("years_reversed", query={"year_from": 2001, "year_to": "2000"})),
    ("source", rejection("unsupported_source", body={"source": "tmdb", "media_type": "anime"})),
    ("reference", rejection("unknown_reference", ID, "/body/genre_ids/3")),
    ("whole fraction", rejection("int_type", 2848.0)),
    ("digits", rejection("less_than_equal", "2147483648")),
    ("null of an answer", rejection("uuid_parsing", None, "/path/entry_id")),
    ("key", rejection("idempotency_key_reused", "a", "/header/Idempotency-Key")),
]

WRONG: list[tuple[str, Refusal]] = [
    ("long enough", rejection("string_too_short", "é")),
    ("blank: the document says so", rejection("string_too_short", "  ")),
    ("seen", rejection("invisible_text", "\u3164a")),
    ("name of ASCII", rejection("username_character", "ada", "/body/username")),
    ("no text", rejection("string_too_short", 7)),
    ("plain and not too long", rejection("string_too_long", "a" * 60)),
    ("few marks", rejection("combining_characters", "a\u0301" * 31)),
    ("letters and digits", rejection("username", "Ада-1")),
    ("signs of ASCII: the document says so", rejection("username", "a b")),
    ("no password", rejection("password_too_common", "12345678", "/body/name")),
    ("no cursor", rejection("invalid_cursor", None, "/query/cursor")),
    ("relevance with words", rejection("relevance_needs_query", query={"sort": "relevance", "q": "a"})),
    ("another order", rejection("relevance_needs_query", query={"sort": "title"})),
    ("one time", rejection("times_reversed", query={"since": "2026-01-02T00:00:00Z"})),
    (
        "times in order",
        rejection("times_reversed", query={"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}),
    ),
    ("days in order", rejection("times_reversed", query={"from": "2026-01-01", "to": "2026-01-02"})),
    ("days of a month", rejection("range_too_long", query={"from": "2026-01-01", "to": "2026-01-31"})),
    ("past", rejection("in_the_future", "2012-01", "/body/watched_on")),
    ("key and source", rejection("source_missing", body={"source_key": "1", "source": "trakt"})),
    ("rating and score", rejection("score_missing", body={"set_rating": True, "score": 4})),
    (
        "day and play",
        rejection("log_play_missing", "2012", "/body/watched_on", body={"watched_on": "2012", "log_play": True}),
    ),
    ("one episode", rejection("exactly_one_of", body={"episode_id": ID})),
    ("years in order", rejection("years_reversed", query={"year_from": 2000, "year_to": 2000})),
    ("one year", rejection("years_reversed", query={"year_to": 2000})),
    ("neither of two: the document says so", rejection("exactly_one_of", body={"title_id": None})),
    ("no source", rejection("unsupported_source", body={"media_type": "anime"})),
    ("another member", rejection("unknown_reference", "x", "/body/title_id")),
    ("whole number", rejection("int_type", 2848)),
    ("fraction", rejection("int_type", 2848.5)),
    ("few digits", rejection("less_than_equal", "2147483647")),
    ("number: the document says so", rejection("less_than_equal", 2147483648)),
    ("id", rejection("uuid_parsing", ID, "/path/entry_id")),
    ("no key", rejection("idempotency_key_reused", None, "/header/Idempotency-Key")),
    ("any other code", rejection("missing")),
]


@pytest.mark.parametrize("rejected", [one for _, one in RIGHT], ids=[name for name, _ in RIGHT])
def test_refusal_that_no_schema_can_foretell_is_explained(rejected: Refusal) -> None:
    assert is_explained(rejected)


@pytest.mark.parametrize("rejected", [one for _, one in WRONG], ids=[name for name, _ in WRONG])
def test_refusal_that_a_schema_could_foretell_is_a_finding(rejected: Refusal) -> None:
    assert not is_explained(rejected)
