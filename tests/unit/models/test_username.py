"""What user names may be, by which key they clash, and what they look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from precis_i18n import get_profile

from watchkeeper.foundation.core.text import case_key
from watchkeeper.models.types.identity.username import (
    has_ignorable,
    is_highly_restrictive,
    is_identifier,
    latin_confusable,
    username_key,
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ada.L-1_x", "ada.l-1_x"),
        ("\uff21\uff24\uff21", "ada"),
        ("Jose\u0301", "josé"),
        ("\u212aim", "kim"),
        ("Fußball", "fußball"),
        ("FUSSBALL", "fussball"),
        ("Σ", "σ"),
        ("\uff76\uff9e", "ガ"),
        ("ﬁx", "ﬁx"),
    ],
)
def test_key_folds_width_case_and_composition_alone(name: str, key: str) -> None:
    assert username_key(name) == key


@given(st.text(st.characters(categories=["L", "M", "Nd"]), min_size=1, max_size=6))
def test_key_is_that_of_the_profile_where_it_allows_the_name(name: str) -> None:
    if is_identifier(name):
        assert username_key(name) == get_profile("UsernameCaseMapped").enforce(name)


@given(st.text(st.characters(categories=["L", "M", "N"]), min_size=1, max_size=6))
def test_names_that_clash_clashed_by_the_key_of_earlier_versions_too(name: str) -> None:
    assert case_key(username_key(name)) == case_key(name)


@pytest.mark.parametrize("name", ["admin\ufe0f", "ad\u115fmin", "\u3164\u3164", "a\u00adb", "क्\u200dष", "a\U000e0061"])
def test_character_that_shows_nothing_is_found(name: str) -> None:
    assert has_ignorable(name)


@pytest.mark.parametrize("name", ["ada", "a.b-c_d", "José", "Ада", "李雷", "אבג1", "مرحبا", "क्षमा", "한글", "ตาล"])
def test_letters_and_digits_of_any_script_make_a_name(name: str) -> None:
    assert is_identifier(name)
    assert is_highly_restrictive(name)
    assert not has_ignorable(name)


@pytest.mark.parametrize("name", ["x²", "ﬁx", "Ⅳa", "1אב", "a♥", "a b"])
def test_symbols_compatible_letters_and_mixed_directions_make_none(name: str) -> None:
    assert not is_identifier(name)


@pytest.mark.parametrize(
    "name", ["千と千尋", "ユーザーabc", "かなkana漢字", "한국kim韓國", "ㄅㄆabc漢", "aé9", "ქართული"]
)
def test_scripts_of_one_language_may_be_mixed(name: str) -> None:
    assert is_highly_restrictive(name)


@pytest.mark.parametrize("name", ["аdmin", "pаypal", "αdmin", "aδ", "օne", "한かな", "ㄅか", "aא", "ไa", "Ꭰda", "кα"])
def test_other_scripts_may_not_be_mixed(name: str) -> None:
    assert not is_highly_restrictive(name)


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("соре", "cope"),
        ("РАУРА", "PAYPA"),
        ("АВС", "ABC"),
        ("ёё-1", "ëë-1"),
        ("κοτ", "kot"),
        ("ΑΒΕ", "ABE"),
        ("օոս", "onu"),
        ("Ада", None),
        ("жук", None),
        ("ada", None),
        ("12", None),
    ],
)
def test_name_looks_like_a_latin_one_when_all_its_letters_do(name: str, latin: str | None) -> None:
    assert latin_confusable(name) == latin
