"""Rows of uploads merged into libraries: what each becomes, and what is there afterwards."""

import pytest

from tests.unit.imports.libraries import Library
from tests.unit.imports.reading import records_of
from tests.unit.imports.test_samples import CASES, expected_of, opened
from watchkeeper.models.types.imports.import_state import RowResult


@pytest.mark.parametrize("case", CASES)
def test_a_sample_gives_the_results_that_are_expected(case: str) -> None:
    history, records = opened(case)
    results = Library().merge(records, history.source)
    expected = {(row["member"], row["row"]): row["result"] for row in expected_of(case)["rows"]}
    wrong = {
        row: (result, results[row].value)
        for row, result in expected.items()
        if results[row] not in (result if isinstance(result, list) else [result])
    }
    assert not wrong


@pytest.mark.parametrize("case", CASES)
def test_a_sample_imported_again_changes_nothing(case: str) -> None:
    history, records = opened(case)
    library = Library()
    library.merge(records, history.source)
    before = library.facts()
    results = library.merge(records, history.source)
    assert library.facts() == before
    assert RowResult.READY not in results.values()


@pytest.mark.parametrize("case", [case for case in CASES if expected_of(case).get("library_checked", True)])
def test_a_sample_leads_to_the_library_that_is_expected(case: str) -> None:
    history, records = opened(case)
    library = Library()
    library.merge(records, history.source)
    has_entry = [title for title in library.facts() if title["status"] is not None]
    expected = expected_of(case)["library"]
    said = [
        (
            entry["status"],
            sorted(
                (
                    -1 if play["season"] is None else play["season"] or -1,
                    -1 if play["episode"] is None else play["episode"] or -1,
                    play["watched_on"] or "",
                )
                for play in entry["plays"]
            ),
            None if entry["score"] is None else round(entry["score"] * 2),
            entry.get("review"),
        )
        for entry in expected
    ]
    found = [
        (
            str(title["status"]),
            sorted(play for play, times in title["plays"] for _ in range(times)),
            title["rating"][0] if title["rating"] else None,
            title["review"],
        )
        for title in has_entry
    ]
    assert sorted(map(repr, found)) == sorted(map(repr, said))


HALVED = [case for case in CASES if expected_of(case).get("library_checked", True)]


@pytest.mark.parametrize("case", HALVED)
def test_two_files_lead_to_the_same_library_in_both_orders(case: str) -> None:
    history, records = opened(case)
    halves = records[::2], records[1::2]
    orders = [Library(), Library()]
    for library, order in zip(orders, (halves, halves[::-1]), strict=True):
        for half in order:
            library.merge(half, history.source)
    assert orders[0].facts() == orders[1].facts()


def test_an_older_and_a_newer_file_say_the_same_progress_in_any_order() -> None:
    row = "<series_animedb_id>1</series_animedb_id><series_title>T</series_title><my_status>1</my_status>"
    older, newer = (
        records_of(f"<myanimelist><anime>{row}{more}</anime></myanimelist>")
        for more in (
            "<my_watched_episodes>5</my_watched_episodes>",
            "<my_watched_episodes>7</my_watched_episodes><my_start_date>2020-01-02</my_start_date>",
        )
    )
    for files in ((older, newer, newer), (newer, older, older)):
        library = Library()
        results = [next(iter(library.merge(file, "myanimelist").values())) for file in files]
        [title] = library.titles.values()
        assert (title.stated_count, title.has_start) == (7, True)
        assert results[2] == RowResult.EXISTS
