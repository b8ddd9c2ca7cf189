"""What else the words of a query may mean."""

import pytest

from watchkeeper.models.types.catalogue.number_words import number_forms, spoken_numbers, spoken_words
from watchkeeper.models.types.catalogue.search_query import parsed_query
from watchkeeper.models.types.catalogue.search_ways import (
    longer_words,
    other_ways,
    typed_beginnings,
    typed_spellings,
    wider_ways,
    without_fillers,
)


@pytest.mark.parametrize(
    ("typed", "word", "is_meant"),
    [("runer", "runner", True), ("blad", "blade", True), ("heat", "heat", False), ("heat", "head", False)],
)
def test_word_is_meant_where_the_longer_of_both_has_five_letters(typed: str, word: str, is_meant: bool) -> None:
    ways = other_ways(parsed_query(typed), [(typed, word)])
    assert (f"'{word}'" in ways.get(typed, [])) is is_meant


@pytest.mark.parametrize("near", ["serena", "seen", "sena", "senna", "seean"])
def test_word_alone_means_the_nearest(near: str) -> None:
    pairs = [("seena", near), ("seena", "seven")]
    assert (f"'{near}'" in other_ways(parsed_query("seena"), pairs)["seena"]) is True
    assert ("'seven'" in other_ways(parsed_query("seena"), pairs)["seena"]) is False
    assert "'seven'" in other_ways(parsed_query("seena samurai"), pairs)["seena"]


def test_word_may_stand_for_two_that_a_name_has_apart() -> None:
    query = parsed_query("trekx 2")
    assert other_ways(query, [("trekx", "trek")]) == {"trekx": ["('tr' & 'ekx')", "('tre' & 'kx')", "'trek'"]}
    known = [(word, word) for word in ("heat", "five", "word")]
    assert other_ways(parsed_query("heat 千と千尋の神 b1ade a five word query"), known) == {}


def test_word_ends_with_a_number_or_a_year() -> None:
    assert other_ways(parsed_query("beauty1999"), [])["beauty1999"] == ["('beauty' & ('1999' | '@1999'))"]
    assert "'@1983'" in other_ways(parsed_query("scarface 83"), [])["83"]
    assert "'@2029'" in other_ways(parsed_query("scarface 29"), [])["29"]
    assert "'@1983'" not in other_ways(parsed_query("83"), [])["83"]


def test_of_four_words_one_that_no_name_has_is_unfinished() -> None:
    ways = other_ways(parsed_query("lord rin return king"), [(word, word) for word in ("lord", "return", "king")])
    assert ways["rin"] == ["'rin':*"]
    assert "'lord':*" not in ways.get("lord", ())


def test_short_word_beside_others_is_corrected_by_one_letter() -> None:
    pairs = [("dad", "bad"), ("dad", "and")]
    assert other_ways(parsed_query("breaking dad"), pairs)["dad"] == ["'bad'"]
    known = [*pairs, ("dad", "dad")]
    assert other_ways(parsed_query("my dad is my boy"), known) == {}
    assert other_ways(parsed_query("dad"), pairs) == {"dad": ["'~dad'", "'=~dad'"]}


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        *(("seventeen", ["17", "xvii"]), ("xvii", ["17", "seventeen"]), ("17", ["seventeen", "xvii"])),
        *(("80", ["eighty"]), ("0", ["zero"]), ("thousand", ["1000"]), ("39", ["xxxix"])),
        *(("7", []), ("x", []), ("heat", []), ("", [])),
    ],
)
def test_numbers_beyond_those_of_the_terms_have_other_forms(word: str, forms: list[str]) -> None:
    assert number_forms(word) == forms


def test_word_alone_may_be_the_initials_of_a_name() -> None:
    assert other_ways(parsed_query("lotr"), []) == {"lotr": ["'~lotr'", "'=~lotr'"]}
    assert other_ways(parsed_query("lo"), []) == other_ways(parsed_query("lotr king"), []) == {}
    assert "'~lotrtfo'" not in other_ways(parsed_query("lotrtfo"), [])["lotrtfo"]


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        *(("21", ["twenty", "one"]), ("101", ["hundred", "one"]), ("20000", ["twenty", "thousand"])),
        *(("1984", ["nineteen", "eighty", "four"]), ("2001", ["two", "thousand", "one"])),
        *(("500", ["five", "hundred"]), ("300000", ["three", "hundred", "thousand"])),
    ],
)
def test_number_of_several_words_is_spoken_and_understood(digits: str, words: list[str]) -> None:
    assert spoken_words(digits) == words
    assert spoken_numbers(["summer", *words]) == dict.fromkeys([*words, "and"], digits)


@pytest.mark.parametrize("text", ["7", "20", "100", "1000000", "heat", "", "²"])
def test_number_of_one_word_and_other_text_is_not_spoken_with_several(text: str) -> None:
    assert spoken_words(text) == []


def test_and_may_stand_within_a_number_and_one_before_a_hundred() -> None:
    dalmatians = spoken_numbers(["one", "hundred", "and", "one", "dalmatians"])
    assert dalmatians["hundred"] == dalmatians["one"] == "101"


@pytest.mark.parametrize(
    "text", ["seven eleven", "one and two", "zero zero", "and and", "a hundred", "twenty heat one"]
)
def test_other_words_are_no_number_of_several(text: str) -> None:
    assert spoken_numbers(text.split()) == {}


def test_number_is_looked_for_in_digits_and_in_words() -> None:
    assert other_ways(parsed_query("21 heat"), []) == {"21": ["'xxi'", "('twenty' & 'one')", "'@2021'"]}
    assert other_ways(parsed_query("xxi heat"), []) == {"xxi": ["'21'", "('twenty' & 'one')"]}
    assert other_ways(parsed_query("forty two heat"), [("forty", "forty"), ("two", "two")]) == {
        "forty": ["'40'", "'42'", "('fo' & 'rty')", "('for' & 'ty')"],
        "two": ["'42'"],
    }


def test_words_of_three_letters_and_more_are_spelled_and_those_of_six_begun() -> None:
    query = parsed_query("it now lights")
    assert {word for word, _ in typed_spellings(query)} == {"now", "lights"}
    assert typed_beginnings(query, []) == [("lights", one) for one in ("igh", "lgh", "lig", "lih")]


def test_word_that_a_name_has_has_one_error_at_most() -> None:
    assert typed_beginnings(parsed_query("lights"), [("lights", "lights")]) == []
    assert typed_beginnings(parsed_query("lights"), [("lights", "flights")]) != []


def test_longer_words_are_known_where_all_are_and_of_plain_letters() -> None:
    pairs = [("har", "harry"), ("har", "harold"), ("pot", "potter"), ("2nd", "2ndly"), ("h\u00f8r", "h\u00f8ren")]

    longer = longer_words(parsed_query("har pot zzq 2nd \u043c\u0438\u0440"), pairs, 2)

    assert longer == {"pot": ["potter"], "zzq": []}


def test_wider_ways_are_the_words_most_like_the_typed_one() -> None:
    ways, pairs = {"now": ["'not'"]}, [("apocolips", "apocalypse"), ("apocolips", "apollonia")]
    assert wider_ways(ways, pairs) == {"now": ["'not'"], "apocolips": ["'apocalypse'"]}
    assert wider_ways(ways, []) == ways
    assert wider_ways(ways, [("qwertzuiop", "quertaro"), ("heater", "heat"), ("beginn", "beginner")]) == ways


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("heat full movie", "heat"),
        ("The Wire Season 2", "The Wire"),
        ("movies", "movies"),
        ("movie", ""),
        ("The Office s3", "The Office"),
        ("The Office 3x05", "The Office"),
        ("4x4", "4x4"),
    ],
)
def test_fillers_are_left_out(text: str, plain: str) -> None:
    assert without_fillers(text).strip() == plain
