"""Which records name one work, and which title a work is."""

from datetime import date
from uuid import UUID

import pytest

from watchkeeper.logics.imports.matching.work_matching import match_of
from watchkeeper.logics.imports.matching.works import works_of
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.models.types.imports.import_work import CandidateTitle, FoundTitles, NamedRecord, Work

MOVIE = MediaType.MOVIE


def places_of(*named: tuple[str | None, int | None, dict[str, str]]) -> list[list[int]]:
    records = [
        NamedRecord(place, *name, MOVIE, ids)
        for place, (name, ids) in enumerate(((one[:2], one[2]) for one in named), 1)
    ]
    return [work.places for work in works_of(records)]


@pytest.mark.parametrize(
    ("named", "places"),
    [
        ([("Heat", 1995, {}), ("heat!", 1995, {}), ("Heat", 1986, {})], [[1, 2], [3]]),
        ([("Heat", 1995, {"imdb": "tt1"}), ("Heat", 1995, {}), ("Fever", None, {"imdb": "tt1"})], [[1, 2, 3]]),
        ([("Heat", 1995, {"imdb": "tt1"}), ("Heat", 1995, {"imdb": "tt2"})], [[1], [2]]),
        ([("Heat", 1995, {"a": "1"}), ("Heat", 1995, {"b": "1"}), ("Heat", 1995, {"a": "1", "b": "1"})], [[1, 2, 3]]),
        ([("Heat", 1995, {"imdb": "tt1"}), ("Heat", 1995, {"imdb": "tt2"}), ("Heat", 1995, {})], [[1], [2], [3]]),
        ([("Heat", None, {"imdb": "tt1"}), ("Heat", 1995, {})], [[1, 2]]),
        ([("Heat", 1995, {"imdb": "tt1"}), ("Heat", None, {})], [[1], [2]]),
    ],
)
def test_records_name_one_work(
    named: list[tuple[str | None, int | None, dict[str, str]]], places: list[list[int]]
) -> None:
    assert places_of(*named) == places


def test_keys_tell_works_apart_and_are_those_of_other_uploads() -> None:
    twins = [NamedRecord(1, "Heat", 1995, MOVIE, {"a": "1"}), NamedRecord(2, "Heat", 1995, MOVIE, {"a": "2"})]
    assert len({work.key for work in works_of(twins)}) == 2
    alone = works_of([NamedRecord(1, "Heat", 1995, MOVIE, {"a": "1"})])
    other = works_of([NamedRecord(7, "HEAT", 1995, MOVIE, {"b": "5"}), NamedRecord(8, "Ran", 1985, MOVIE, {})])
    assert alone[0].key == other[0].key


def title(number: int, year: int | None, *, own: bool = False, **ids: str) -> CandidateTitle:
    return CandidateTitle(UUID(int=number), "Heat", "movie", None if year is None else date(year, 6, 1), own, ids)


def matched(year: int | None, *titles: CandidateTitle, imdb: str | None = None) -> tuple[int | None, list[int], bool]:
    ids = [] if imdb is None else [ExternalTitle("imdb", MOVIE, imdb)]
    work = Work(title="Heat", year=year, media_type=MOVIE, external_ids=ids)
    match = match_of(work, FoundTitles(by_name=titles))
    found = None if match.title_id is None else match.title_id.int
    return found, [one.title_id.int for one in match.candidates], match.is_by_name


def test_title_of_the_year_is_taken_and_its_neighbours_are_asked_for() -> None:
    assert matched(1995, title(1, 1995), title(2, 1994)) == (1, [], False)
    assert matched(1995, title(1, 1995), title(2, 1995)) == (None, [1, 2], False)
    assert matched(1995, title(1, 1994), title(2, 1980)) == (None, [1], False)
    assert matched(1995, title(1, 1980)) == (None, [], False)


def test_only_title_of_a_name_is_taken_without_a_year_to_compare() -> None:
    assert matched(None, title(1, 1995)) == (1, [], True)
    assert matched(1995, title(1, None)) == (1, [], True)
    assert matched(None, title(1, 1995), title(2, 1980)) == (None, [1, 2], False)


def test_what_two_works_of_an_upload_may_be_is_asked_for_though_none_is_known() -> None:
    match = match_of(Work(title="Heat", year=1995, media_type=MOVIE, is_contested=True), FoundTitles())
    assert (match.title_id, match.candidates, match.is_contested) == (None, (), True)


def test_another_article_is_not_the_very_name() -> None:
    found = FoundTitles(by_name=(title(1, 1995),))
    matches = [match_of(Work(title=name, year=None, media_type=MOVIE), found) for name in ("HEAT", "The Heat", "Hitze")]
    assert [match.is_by_name for match in matches] == [True, False, True]
    assert len(matches[1].candidates) == 1


def test_title_of_ones_own_comes_before_others_and_one_with_another_id_is_another() -> None:
    assert matched(1995, title(1, 1995), title(2, 1995, own=True)) == (2, [], False)
    assert matched(None, title(1, 1995), title(2, None, own=True)) == (2, [], False)
    assert matched(1995, title(1, 1995, imdb="tt2"), imdb="tt1") == (None, [], False)


def test_ids_come_first_and_those_of_several_titles_are_asked_for() -> None:
    work = Work(title="Fever", year=2001, media_type=MOVIE)
    assert match_of(work, FoundTitles(by_id=(title(1, 1995),), by_name=(title(2, 2001),))).title_id == UUID(int=1)
    assert len(match_of(work, FoundTitles(by_id=(title(1, 1995), title(2, 2001)))).candidates) == 2
