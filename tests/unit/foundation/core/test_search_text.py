"""Text as it is searched and sorted, for any text there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.foundation.core.text import SORT_KEY_LENGTH, TOKEN_LENGTH, case_key, search_key, search_words, sort_key

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


@given(ANY_TEXT)
def test_search_key_of_a_search_key_is_itself(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(ANY_TEXT)
def test_case_key_of_a_case_key_is_itself(text: str) -> None:
    assert case_key(case_key(text)) == case_key(text)


@given(ANY_TEXT)
def test_words_are_distinct_not_empty_bounded_and_only_letters_and_digits(text: str) -> None:
    words = search_words(text)

    assert len(set(words)) == len(words)
    assert all(0 < len(word) <= TOKEN_LENGTH for word in words)
    assert all(word.isalnum() for word in words)
    assert all(len(word.encode()) < 2046 for word in words)


@given(ANY_TEXT)
def test_words_of_words_are_the_same_words(text: str) -> None:
    words = search_words(text)

    assert search_words(" ".join(words)) == words


@given(ANY_TEXT, ANY_TEXT)
def test_words_of_a_part_are_among_the_words_of_the_whole(title: str, original_title: str) -> None:
    whole = search_words(f"{title} {original_title}")

    assert set(search_words(title)) <= set(whole)
    assert whole[: len(search_words(title))] == search_words(title)


@given(ANY_TEXT)
def test_case_does_not_matter_to_words(text: str) -> None:
    assert search_words(text.casefold()) == search_words(text)


@given(ANY_TEXT)
def test_sort_key_is_bounded_and_trimmed_at_its_beginning(text: str) -> None:
    key = sort_key(text)

    assert len(key) <= SORT_KEY_LENGTH
    assert key == key.lstrip()
    assert key == search_key(text)[:SORT_KEY_LENGTH]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't", ["dont"]),
        ("Rock \u2019n\u2019 Roll", ["rock", "n", "roll"]),
        ("WALL·E", ["wall", "e"]),
        ("Ærøskøbing", ["aeroskobing"]),
        ("snake_case", ["snake", "case"]),
        ("New York, New York", ["new", "york"]),
        ("!!!", []),
        ("x" * 300, ["x" * TOKEN_LENGTH]),
    ],
)
def test_words_are_those_people_type(text: str, words: list[str]) -> None:
    assert search_words(text) == words
