"""What a person types, as PostgreSQL is asked for it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_query import (
    narrowed,
    parsed_query,
    query_values,
    values_for_all_but_one,
)
from watchkeeper.models.types.catalogue.search_ways import other_ways
from watchkeeper.models.types.catalogue.title_filter import TitleFilter

_LEXEME = re.compile(r"'(?:[^'\\]|''|\\\\)+'(?::\*)?")


@pytest.mark.parametrize(
    ("text", "words", "year"),
    [
        *(("the dark knight 2008", ("dark", "knight"), 2008), ("Dark Knight (2008)", ("dark", "knight"), 2008)),
        *(("Dark Knight, The", ("dark", "knight"), None), ("1917", ("1917",), None), ("The 1917", ("1917",), None)),
        *(("2001 a space odyssey 1968", ("2001", "space", "odyssey"), 1968), ("kong 2100", ("kong", "2100"), None)),
        *(("the", ("the",), None), ("a the", ("a", "the"), None), ("a.i.", ("a", "i"), None), ("!!!", ("!!!",), None)),
        *(("don’t look", ("dont", "look"), None), ("m*a*s*h", ("m", "a", "s", "h"), None), ("", (), None)),
        *(("The.Matrix.1999.1080p.BluRay.x264", ("matrix",), 1999), ("lost S01E02 hdtv", ("lost",), None)),
        *(("heat.mkv", ("heat",), None), ("1080p", ("1080p",), None)),
    ],
)
def test_query_is_read_as_words_and_a_year(text: str, words: tuple[str, ...], year: int | None) -> None:
    query = parsed_query(text)

    assert (query.words, query.year) == (words, year)


def test_few_words_are_also_asked_for_joined_and_as_beginnings() -> None:
    values = query_values(parsed_query("spider man"))

    assert values["exact"] == "'=spiderman'"
    assert values["whole"] == "('spider' & 'man' | 'spiderman')"
    assert values["terms"] == values["telling"] == "('spider':* & 'man':* | 'spiderman':*)"
    assert (values["low"], values["high"], values["year"]) == ("spiderman", "spiderman\U0010ffff", None)


def test_of_many_words_the_last_is_a_beginning_and_the_index_is_asked_for_three() -> None:
    values = query_values(parsed_query("lord of the rings return ki"))

    assert values["terms"] == "'lord' & 'of' & 'rings' & 'return' & 'ki':*"
    assert values["telling"] == "'return' & 'rings' & 'lord'"


@pytest.mark.parametrize("value", ["terms", "telling", "matches"])
def test_of_three_words_each_is_a_beginning(value: str) -> None:
    asked = "('har':* | 'harpot') & ('pot':* | 'harpot' | 'potsto':*) & ('sto':* | 'potsto':*)"
    assert asked in str(query_values(parsed_query("har pot sto"))[value])


def test_name_is_asked_for_behind_an_article_of_another_language() -> None:
    assert query_values(parsed_query("dolce v"))["behind_article"] == "'^dolcev':*"
    assert query_values(parsed_query("boot 1981"))["behind_article"] == "'^boot':*"
    assert [query_values(parsed_query(text))["behind_article"] for text in ("bo", "?!")] == [None, None]


def test_year_is_a_word_or_that_of_the_release_or_next_to_it() -> None:
    values = query_values(parsed_query("kong 2005"))

    assert values["exact"] == "('=kong2005' | '=kong' & '@2005')"
    assert values["whole"] == "'kong' & ('2005' | '@2005')"
    assert values["terms"] == "'kong':* & ('2005' | '@2004' | '@2005' | '@2006')"
    assert (values["low"], values["year"]) == ("kong", "('@2004' | '@2005' | '@2006')")


@pytest.mark.parametrize(
    ("text", "terms"), [("千尋", "'千寻'"), ("千と千", "'千と' & 'と千'"), ("千", "'千':*"), ("기생", "'기생'")]
)
def test_scripts_without_spaces_are_asked_for_by_pairs(text: str, terms: str) -> None:
    assert query_values(parsed_query(text))["terms"] == terms


def test_media_type_and_a_few_years_narrow_every_tsquery() -> None:
    asked = query_values(parsed_query("heat"))
    values = narrowed(asked, TitleFilter(media_type=MediaType.ANIME))
    both = narrowed(asked, TitleFilter(media_type=MediaType.SHOW, year_from=1995, year_to=1996))

    assert values["terms"] == "'heat':* & '#anime'"
    assert all(str(values[name]).endswith(" & '#anime'") for name in ("exact", "whole", "telling", "matches"))
    assert both["whole"] == "'heat' & '#show' & ('@1995' | '@1996')"
    assert narrowed(asked, TitleFilter(year_from=1990, year_to=1990))["whole"] == "'heat' & '@1990'"
    assert (both["rest"], both["year"], both["low"]) == (None, None, "heat")


@pytest.mark.parametrize("years", [(1990, 1995), (1990, None), (None, 1990)])
def test_many_years_are_no_terms(years: tuple[int | None, int | None]) -> None:
    asked = query_values(parsed_query("heat"))
    assert narrowed(asked, TitleFilter(year_from=years[0], year_to=years[1])) == asked


def test_meant_words_stand_beside_the_typed_one_and_one_of_them_in_the_very_name() -> None:
    values = query_values(parsed_query("blad runer"), {"runer": ["'runner'"], "blad": ["'blade'"]})

    assert values["exact"] == "('=bladruner' | '=bladeruner' | '=bladrunner')"
    assert values["terms"] == "(('blad':* | 'blade') & ('runer':* | 'runner') | 'bladruner':*)"


def test_words_that_begin_with_one_stand_in_its_place() -> None:
    longer = {"har": ["harry", "harold"], "pot": []}
    values = query_values(parsed_query("har pot stn"), {"har": ["'harry'"]}, longer)

    asked = "(('har' | 'harry' | 'harold') | 'harpot') & ('pot' | 'harpot' | 'potstn':*) & ('stn':* | 'potstn':*)"
    assert values["telling"] == asked
    assert "'harold'" not in str(query_values(parsed_query("har of the pot stn"), {}, longer)["terms"])


def test_name_of_a_series_that_a_word_has_the_initials_of_is_the_very_name() -> None:
    values = query_values(parsed_query("lotr"), {"lotr": ["'~lotr'", "'=~lotr'"]})
    assert values["exact"] == "('=lotr' | '=~lotr')"


def test_arabic_word_is_asked_for_without_its_article_too() -> None:
    assert query_values(parsed_query("العرب"))["terms"] == "('العرب':* | 'عرب':*)"


def test_lone_n_and_the_word_stand_for_each_other() -> None:
    assert query_values(parsed_query("n rock"))["whole"] == "(('n' | 'and') & 'rock' | 'nrock')"
    assert "(('and':* | 'n') | 'catsand' | 'andd':*) & ('d':* | 'andd':*)" in str(
        query_values(parsed_query("cats & d"))["terms"]
    )


def test_last_syllable_of_hangul_may_be_half_typed() -> None:
    for typed, asked in (("기새", "'기생'"), ("기생ㅊ", "'기생'"), ("살인의 추어", "'추억'")):
        assert asked in str(query_values(parsed_query(typed))["terms"])
    assert query_values(parsed_query("기생"))["terms"] == "'기생'"
    assert "'인읙'" not in str(query_values(parsed_query("살인의 추어"))["terms"])


@given(st.text(max_size=200), st.sampled_from([None, MediaType.MOVIE]))
def test_nothing_that_a_person_types_is_an_operator(text: str, media_type: MediaType | None) -> None:
    query = parsed_query(text)
    values = narrowed(query_values(query, other_ways(query, [])), TitleFilter(media_type=media_type))

    for name in ("exact", "whole", "terms", "telling", "matches"):
        left = _LEXEME.sub("x", values[name] or "x")
        assert re.fullmatch(r"[x&|() ]+", left), (name, values[name])
        assert left.count("(") == left.count(")")


def test_all_but_one_are_any_of_the_words_but_one() -> None:
    query = parsed_query("apocalypse now redux")
    values = values_for_all_but_one(query)

    assert values["telling"] == "(('now' & 'redux') | ('apocalypse' & 'redux') | ('apocalypse' & 'now'))"
    assert (values["whole"], values["rest"]) == ("", None)
    assert [parsed_query(text).is_of_several for text in ("a b", "heat lamp 1990", "c d e")] == [False, False, True]


def test_query_of_a_year_can_be_of_any() -> None:
    assert parsed_query("heat 1990").of_any_year == parsed_query("heat")
