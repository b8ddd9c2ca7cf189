"""What a title is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.foundation.core.folding import fold, words_of
from watchkeeper.models.types.catalogue.search_terms import (
    search_terms,
    spelled_words,
    spellings_of,
    title_key,
    title_sort,
)

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        *(
            ("AMÉLIE", "amelie"),
            ("Straße", "strasse"),
            ("Ærøskøbing Łódź", "aeroskobing lodz"),
            ("İstanbul", "istanbul"),
        ),
        *(("Fast & Furious", "fast  and  furious"), ("Romeo + Juliet", "romeo  and  juliet"), ("C++", "c++")),
        *(("Don\u2019t It\u00b4s `x`", "don't it's 'x'"), ("ＦＵＬＬ", "full"), ("Ⅱ", "ii"), ("Σίσυφος", "σισυφοσ")),
        *(("重慶森林", "重庆森林"), ("カタカナ", "かたかな"), ("ガ", "か"), ("한국", "한국"), ("8½", "81⁄2")),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("Spider-Man", {"spider", "man", "spiderman"}),
        ("Face/Off", {"face", "off", "faceoff"}),
        ("9-1-1", {"911"}),
        ("S.W.A.T.", {"swat"}),
        ("L’Aile ou la cuisse", {"l", "aile", "laile", "ou", "la", "cuisse"}),
        ("千と千尋", {"千と", "と千", "千寻", "寻", "千と千寻"}),
        ("기생충", {"기생", "생충", "충"}),
        ("مدينة الرسالة", {"مدينة", "الرسالة", "رسالة"}),
        ("הסרט", {"הסרט", "סרט"}),
        ("Das schöne", {"schone", "schoene"}),
        ("Rocky II", {"ii", "2", "two", "second", "2nd"}),
        ("Guardians Vol. 2", {"vol", "volume", "2", "ii"}),
        ("Dr. No", {"dr", "doctor"}),
        ("!!!", {"!!!"}),
        ("The Lord of the Rings: The Two Towers", {"=~lotr", "=~tlotr", "~ttt"}),
        ("Don't Look Now", {"~dln"}),
        ("重慶森林", {"重庆", "庆森", "森林"}),
    ],
)
def test_name_is_found_by_these_terms(name: str, terms: set[str]) -> None:
    assert terms <= set(search_terms([name], "movie", None))


def test_terms_tell_very_names_year_and_media_type() -> None:
    terms = search_terms(("The Blade Runner", "Le Coureur", None), "movie", 1982)

    assert {"=bladerunner", "=lecoureur", "@1982", "#movie"} <= set(terms)
    assert terms == sorted(set(terms))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        *(("The Blade Runner", "bladerunner"), ("Matrix, The", "matrix"), ("A.I. Artificial", "aiartificial")),
        *(
            ("The", "the"),
            ("The The", "the"),
            ("A", "a"),
            ("!!! ?", "!!!?"),
            ("L'Aile", "laile"),
            ("ab " * 200, "ab" * 125),
        ),
    ],
)
def test_key_has_no_leading_article_and_nothing_between_words(name: str, key: str) -> None:
    assert title_key(name) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        *(("The Thing", "thing"), ("A Bug's Life", "bug's life"), ("An  Education", "education")),
        *(("“The Hateful Eight”", "hateful eight”"), ("THE ÉTÉ", "ete"), ("Blade Runner", "blade runner")),
        *(
            ("The", "the"),
            ("The The", "the"),
            ("A.I.", "a.i."),
            ("Theodora", "theodora"),
            ("À bout de souffle", "a bout de souffle"),
        ),
        *(("A ?!", "a ?!"), ("the " + "x" * 500, "x" * 250)),
    ],
)
def test_sort_key_of_a_title_has_no_leading_article_and_keeps_words_apart(name: str, key: str) -> None:
    assert title_sort(name) == key


def test_words_of_3_to_20_letters_are_spelled() -> None:
    words = ["it", "heat", "blade", "b1ade", "=blade", "#movie", "x" * 20, "x" * 21, "千と千尋の", "blade"]

    assert spelled_words(words) == ["blade", "heat", "x" * 20]


@pytest.mark.parametrize("typed", ["bladde", "blde", "blide", "balde", "blade", "bladder"])
def test_words_a_typing_error_apart_share_a_spelling(typed: str) -> None:
    assert spellings_of(typed) & (spellings_of("blade") | spellings_of("bladder"))


def test_words_further_apart_share_none() -> None:
    assert not spellings_of("blade") & spellings_of("brown")


@given(ANY_TEXT)
def test_any_name_has_terms_that_an_index_can_hold(name: str) -> None:
    terms = search_terms([name], "show", None)

    assert all(0 < len(term.encode()) < 2046 for term in terms)
    assert len(title_key(name).encode()) < 2704


@given(ANY_TEXT)
def test_words_of_any_name_are_letters_and_digits(name: str) -> None:
    assert all(word.isalnum() for word in words_of(fold(name)))
