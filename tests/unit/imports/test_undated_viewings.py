"""Viewings of several files meet: of n that are stated and d with a date over all files n - d stay without one, and the
sittings of one evening are one viewing."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from tests.unit.imports.libraries import Library
from tests.unit.imports.reading import records_of
from watchkeeper.models.types.imports.import_state import RowResult

_NETFLIX = "Title,Date\n"
_LONG = "Title,Start Time,Duration,Profile Name\n"
_MOVARY = "title,year,tmdbId,imdbId,watchedAt,comment,location\n"
_FILMS = {
    "netflix": (
        f"{_NETFLIX}Heat,\nHeat,\n",
        f"{_NETFLIX}Heat,12/31/20\nHeat,12/30/20\n",
    ),
    "netflix, episodes": (
        f"{_NETFLIX}Tide: Limited Series: One,\nTide: Limited Series: Two,\nTide: Limited Series: Two,\n",
        f"{_NETFLIX}Tide: Limited Series: One,12/31/20\nTide: Limited Series: Two,12/31/20\n",
        f"{_NETFLIX}Tide: Limited Series: Two,12/30/20\n",
    ),
    "netflix, sittings of one evening": (
        f"{_LONG}Heat,2024-01-05 19:00:00,00:40:00\n",
        f"{_LONG}Heat,2024-01-05 19:00:00,00:40:00\nHeat,2024-01-05 21:00:00,01:40:00\n",
        f"{_LONG}Heat,2024-02-05 21:00:00,01:40:00\n",
    ),
    "movary": (
        f"{_MOVARY}Heat,1995,949,tt0113277,,,\nHeat,1995,949,tt0113277,,,\n",
        f"{_MOVARY}Heat,1995,949,tt0113277,2024-01-05,,\n",
        f"{_MOVARY}Heat,1995,949,tt0113277,2024-01-06,,\n",
    ),
    "movary, with a comment": (
        f"{_MOVARY}Heat,1995,949,tt0113277,,With Ada.,\n",
        f"{_MOVARY}Heat,1995,949,tt0113277,2024-01-05,,\n",
        f"{_MOVARY}Heat,1995,949,tt0113277,,,\n",
    ),
}
_EXPECTED = {
    "netflix": [["2020-12-30", "2020-12-31"]],
    "netflix, episodes": [["2020-12-30", "2020-12-31", "2020-12-31"]],
    "netflix, sittings of one evening": [["2024-01-05T21:00:00Z", "2024-02-05T21:00:00Z"]],
    "movary": [["2024-01-05", "2024-01-06"]],
    "movary, with a comment": [["", "2024-01-05"]],
}


def library_of(files: Sequence[str], source: str) -> Library:
    library = Library()
    for file in files:
        library.merge(records_of(file, "history.csv"), source)
    return library


def days_of(library: Library) -> list[list[str]]:
    return [sorted(play.watched_on or "" for play in title.plays) for title in library.titles.values()]


@pytest.mark.parametrize("case", _FILMS)
def test_files_with_and_without_dates_say_the_same_in_any_order(case: str) -> None:
    source = case.partition(",")[0]
    for files in permutations(_FILMS[case]):
        library = library_of(files, source)
        assert days_of(library) == _EXPECTED[case], files
        before = library.facts()
        for file in files:
            assert RowResult.READY not in library.merge(records_of(file, "history.csv"), source).values()
        assert library.facts() == before


def test_what_is_watched_without_a_date_in_one_file_stays_beside_the_dated() -> None:
    both = f"{_MOVARY}Heat,1995,949,tt0113277,2024-01-05,,\nHeat,1995,949,tt0113277,,,\n"
    other = f"{_MOVARY}Heat,1995,949,tt0113277,2024-01-06,,\n"
    assert days_of(library_of([both], "movary")) == [["", "2024-01-05"]]
    assert days_of(library_of([both, other], "movary")) == days_of(library_of([other, both], "movary"))


def test_another_service_dates_what_the_first_one_only_states() -> None:
    undated, dated = f"{_NETFLIX}Heat,\n", "title,media_type,watched_on\nHeat,movie,2024-01-05\n"
    for files in permutations((("netflix", undated), ("generic", dated))):
        library = Library()
        for source, file in files:
            library.merge(records_of(file, "history.csv"), source)
        assert days_of(library) == [["2024-01-05"]]
