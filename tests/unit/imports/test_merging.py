"""Rows of uploads merged into libraries: what each becomes, and what is there afterwards."""

import pytest

from tests.unit.imports.libraries import Library
from tests.unit.imports.test_samples import CASES, expected_of, opened
from watchkeeper.models.types.import_state import RowResult


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
