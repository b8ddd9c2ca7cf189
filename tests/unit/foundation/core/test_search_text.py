"""Text as it is compared and sorted, for any text there is."""

from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.foundation.core.text import SORT_KEY_LENGTH, case_key, search_key, sort_key

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


@given(ANY_TEXT)
def test_search_key_of_a_search_key_is_itself(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(ANY_TEXT)
def test_case_key_of_a_case_key_is_itself(text: str) -> None:
    assert case_key(case_key(text)) == case_key(text)


@given(ANY_TEXT)
def test_sort_key_is_bounded_and_trimmed_at_its_beginning(text: str) -> None:
    key = sort_key(text)

    assert len(key) <= SORT_KEY_LENGTH
    assert key == key.lstrip()
    assert key == search_key(text)[:SORT_KEY_LENGTH]
