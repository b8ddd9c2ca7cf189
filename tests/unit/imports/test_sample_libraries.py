"""The rows of every sample lead to the library that its expected.json states."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.unit.imports.reading import records_of
from tests.unit.imports.test_samples import CASES, expected_of, opened
from watchkeeper.logics.imports.merging.title_history import TitleHistory, title_history
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordResult
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

CHECKED = [case for case in CASES if expected_of(case).get("library_checked", True)]


def names_of(record: ImportRecord) -> set[tuple[object, ...]]:
    """Return what a record is known by: its ids, else its name, year and medium."""
    medium = record.media_type
    ids: set[tuple[object, ...]] = {(medium, service, one) for service, one in record.external_ids.items()}
    return ids or {(medium, record.title, record.year)}


def by_title(records: Iterable[ImportRecord]) -> list[list[ImportRecord]]:
    """Return records of one title together: by shared ids, and those without ids by name and year."""
    groups: list[tuple[set[tuple[object, ...]], list[ImportRecord]]] = []
    for record in sorted(records, key=lambda one: not one.external_ids):
        known = names_of(record)
        named = (record.media_type, record.title, record.year)
        for names, members in groups:
            has_name = not record.external_ids and any(
                named in {(one.media_type, one.title, one.year), (one.media_type, one.title, None)} for one in members
            )
            if names & known or has_name:
                names.update(known)
                members.append(record)
                break
        else:
            groups.append((known, [record]))
    return [members for _, members in groups]


def plays_of(history: TitleHistory) -> list[tuple[int, int, str]]:
    return sorted(
        (-1 if one.season is None else one.season, -1 if one.number is None else one.number, one.when.text or "")
        for one in history.plays
    )


def expected_plays(entry: dict[str, Any]) -> list[tuple[int, int, str]]:
    return sorted(
        (
            -1 if one["season"] is None else one["season"],
            -1 if one["episode"] is None else one["episode"],
            one["watched_on"] or "",
        )
        for one in entry["plays"]
    )


@pytest.mark.parametrize("case", CHECKED)
def test_rows_lead_to_the_library(case: str) -> None:
    _, records = opened(case)
    ready = [record for record in records if record.kind.is_row and record.result is RecordResult.READY]
    titles = by_title(ready)
    expected = expected_of(case)["library"]
    assert len(titles) == len(expected)
    for entry in expected:
        wanted = {tuple(row) for row in entry["rows"]}
        members = next(group for group in titles if wanted & {(one.member, one.row) for one in group})
        history = title_history(members)
        assert (history.status, plays_of(history)) == (entry["status"], expected_plays(entry)), entry["title"]
        rating = history.rating
        assert (rating.score if rating else None) == entry["score"]
        assert (float(rating.value) if rating else None) == entry["original_value"]
        assert (history.review.text if history.review else None) == entry.get("review")
        assert [one.text for one in history.older_reviews] == entry.get("older_reviews", [])
        assert history.notes == entry.get("notes", history.notes)
        assert title_history(members[::-1]) == history
        notes = {one.note for one in history.plays}
        assert {play["note"] for play in entry["plays"] if play.get("note")} <= notes


def test_episodes_without_numbers_leave_a_show_being_watched() -> None:
    content = (
        'Title,Date\n"Tide: Limited Series: One","12/31/20"\n"Tide: Limited Series: Two","12/31/20"\n"Film","1/2/20"\n'
    )
    first, second, film = records_of(content)
    show = title_history([first, second])
    assert (show.status, len(show.plays)) == (WatchStatus.WATCHING, 2)
    assert title_history([film]).status is WatchStatus.COMPLETED


def test_equal_days_are_one_viewing_and_numbers_of_viewings_add_undated_ones() -> None:
    rows = "Own,2001,2024-01-31\nOwn,2001,2024-01-31\nOwn,2001,2024-02-01\nOwn,2001,\n"
    history = title_history(records_of(f"title,year,watched_on\n{rows}"))
    assert [play.when.text for play in history.plays] == ["2024-01-31", "2024-02-01"]


def test_a_planned_title_that_was_rated_stays_planned() -> None:
    rated = "title,rating,status\nA,8,\nA,,planned\n"
    assert title_history(records_of(rated)).status is WatchStatus.PLANNED
