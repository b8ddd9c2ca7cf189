"""What is passed over is passed over for what was sent: the same refusal of anything else is a finding."""

from typing import Any

import pytest

from tests.fuzzing.explanations import is_explained
from tests.fuzzing.refusals import Refusal

Json = dict[str, Any]


def refusal(code: str, sent: object = None, pointer: str = "/body/name", **beside: Any) -> Refusal:
    return Refusal(code, pointer, sent, **beside)


BOTH = {"title_id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", "media": {"source": "tmdb"}}

RIGHT: list[tuple[str, Refusal]] = [
    ("composed to less", refusal("string_too_short", "e\u0301")),
    ("not seen", refusal("string_too_short", "\u200b \u2060")),
    ("composed to more", refusal("string_too_long", "\u0958" * 60)),
    ("many marks", refusal("combining_characters", "a" + "\u0301" * 31)),
    ("sign of no name", refusal("username", "ada\u200b")),
    ("weak password", refusal("password_too_common", "12345678", "/body/password")),
    ("cursor", refusal("invalid_cursor", "x", "/query/cursor")),
    ("relevance alone", refusal("relevance_needs_query", "-relevance", "/query/sort", query={"sort": "-relevance"})),
    ("times", refusal("times_reversed", query={"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"})),
    ("years", refusal("years_reversed", query={"year_from": 2001, "year_to": "2000"})),
    ("both", refusal("exactly_one_of", body=BOTH)),
    ("neither", refusal("exactly_one_of", body={"title_id": None})),
    ("source", refusal("unsupported_source", body={"source": "tmdb", "media_type": "anime"})),
    ("reference", refusal("unknown_reference", BOTH["title_id"], "/body/genre_ids/3")),
    ("whole fraction", refusal("int_type", 2848.0)),
    ("digits", refusal("less_than_equal", "2147483648")),
    ("null of an answer", refusal("uuid_parsing", None, "/path/entry_id")),
    ("key", refusal("idempotency_key_reused", "a", "/header/Idempotency-Key")),
]

WRONG: list[tuple[str, Refusal]] = [
    ("long enough", refusal("string_too_short", "é")),
    ("blank: the document says so", refusal("string_too_short", "  ")),
    ("no text", refusal("string_too_short", 7)),
    ("plain and not too long", refusal("string_too_long", "a" * 60)),
    ("few marks", refusal("combining_characters", "a\u0301" * 31)),
    ("letters and digits", refusal("username", "Ада-1")),
    ("signs of ASCII: the document says so", refusal("username", "a b")),
    ("no password", refusal("password_too_common", "12345678", "/body/name")),
    ("no cursor", refusal("invalid_cursor", None, "/query/cursor")),
    ("relevance with words", refusal("relevance_needs_query", query={"sort": "relevance", "q": "a"})),
    ("another order", refusal("relevance_needs_query", query={"sort": "title"})),
    ("one time", refusal("times_reversed", query={"since": "2026-01-02T00:00:00Z"})),
    (
        "times in order",
        refusal("times_reversed", query={"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}),
    ),
    ("years in order", refusal("years_reversed", query={"year_from": 2000, "year_to": 2000})),
    ("one year", refusal("years_reversed", query={"year_to": 2000})),
    ("one of them", refusal("exactly_one_of", body={"title_id": BOTH["title_id"], "media": None})),
    ("no source", refusal("unsupported_source", body={"media_type": "anime"})),
    ("another member", refusal("unknown_reference", "x", "/body/title_id")),
    ("whole number", refusal("int_type", 2848)),
    ("fraction", refusal("int_type", 2848.5)),
    ("few digits", refusal("less_than_equal", "2147483647")),
    ("number: the document says so", refusal("less_than_equal", 2147483648)),
    ("id", refusal("uuid_parsing", BOTH["title_id"], "/path/entry_id")),
    ("no key", refusal("idempotency_key_reused", None, "/header/Idempotency-Key")),
    ("any other code", refusal("missing")),
]


@pytest.mark.parametrize("refused", [one for _, one in RIGHT], ids=[name for name, _ in RIGHT])
def test_refusal_that_no_schema_can_foretell_is_explained(refused: Refusal) -> None:
    assert is_explained(refused)


@pytest.mark.parametrize("refused", [one for _, one in WRONG], ids=[name for name, _ in WRONG])
def test_refusal_that_a_schema_could_foretell_is_a_finding(refused: Refusal) -> None:
    assert not is_explained(refused)
