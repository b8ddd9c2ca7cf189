"""The text of application tokens: what is none is told apart without a look at the database."""

import re
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.logics.identity.secret_texts import APPLICATION_TOKENS, PAGE_SESSIONS

USER, TOKEN = uuid4(), uuid4()
TEXT = APPLICATION_TOKENS.new(USER, TOKEN)
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_token_says_whose_and_which_it_is() -> None:
    claims = APPLICATION_TOKENS.read(TEXT)
    assert claims is not None
    assert (claims.user_id, claims.id) == (USER, TOKEN)
    assert len(claims.secret_hash) == 32


def test_two_tokens_of_one_id_are_not_equal() -> None:
    assert APPLICATION_TOKENS.new(USER, TOKEN) != TEXT


def test_text_of_a_page_session_is_no_token() -> None:
    assert APPLICATION_TOKENS.read(PAGE_SESSIONS.new(USER, TOKEN)) is None


def test_scanner_finds_tokens_by_their_form() -> None:
    assert re.findall(r"\bwk1_[A-Za-z0-9_-]{91}(?![A-Za-z0-9_-])", f'"token": "{TEXT}"') == [TEXT]


@given(place=st.integers(len(APPLICATION_TOKENS.prefix), len(TEXT) - 1), sign=st.sampled_from(SIGNS))
def test_one_mistyped_sign_makes_no_token(place: int, sign: str) -> None:
    mistyped = TEXT[:place] + sign + TEXT[place + 1 :]
    assert (APPLICATION_TOKENS.read(mistyped) is None) == (mistyped != TEXT)


@given(place=st.integers(len(APPLICATION_TOKENS.prefix), len(TEXT) - 2))
def test_two_signs_that_changed_places_make_no_token(place: int) -> None:
    swapped = TEXT[:place] + TEXT[place + 1] + TEXT[place] + TEXT[place + 2 :]
    assert (APPLICATION_TOKENS.read(swapped) is None) == (swapped != TEXT)


@given(st.text(alphabet=st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=100))
def test_other_text_is_no_token(text: str) -> None:
    assert APPLICATION_TOKENS.read(text) is None
    assert APPLICATION_TOKENS.read(APPLICATION_TOKENS.prefix + text) is None
    assert APPLICATION_TOKENS.read(APPLICATION_TOKENS.prefix + text[:91].ljust(91, "A")) is None
