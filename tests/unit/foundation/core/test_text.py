"""Text as people compare it."""

import pytest

from watchkeeper.foundation.core.text import SORT_KEY_LENGTH, case_key, search_key, sort_key


@pytest.mark.parametrize(
    ("one", "other"),
    [("Drama", "DRAMA"), ("Straße", "STRASSE"), ("ﬁlm", "FILM"), ("Ｄｒａｍａ", "drama"), ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
     ("é", "E\u0301")],
)  # fmt: skip
def test_names_that_differ_in_case_or_width_have_the_same_key(one: str, other: str) -> None:
    assert case_key(one) == case_key(other)


@pytest.mark.parametrize(("one", "other"), [("cafe", "café"), ("a b", "ab"), ("o", "0")])
def test_names_that_differ_otherwise_have_keys_of_their_own(one: str, other: str) -> None:
    assert case_key(one) != case_key(other)


@pytest.mark.parametrize("text", ["İstanbul", "ǅ", "ﬀ", "ẞ", "ͅΑ", "Ａ\u0301"])
def test_key_of_a_key_is_that_key(text: str) -> None:
    assert case_key(case_key(text)) == case_key(text)
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [("  Amélie  Poulain ", "amelie poulain"), ("Ørsted Łódź", "orsted lodz"), ("Æon", "aeon"),
     ("千と千尋", "千と千尋"),
     ("Straße", "strasse"), ("", "")],
)  # fmt: skip
def test_search_key_has_no_case_and_no_accents(text: str, key: str) -> None:
    assert search_key(text) == key


def test_sort_key_is_never_longer_than_an_index_can_hold() -> None:
    assert len(sort_key("ab" * 5000)) == SORT_KEY_LENGTH
    assert len(sort_key("🎬" * 5000).encode()) < 2704
