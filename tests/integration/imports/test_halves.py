"""An older and a newer file of one service end in the same, in any order."""

import json
import re
from collections.abc import Sequence
from itertools import permutations
from typing import Any, Final

import pytest

from tests.support.accounts import Accounts
from tests.support.each import for_each
from tests.support.exports import lines_of
from tests.support.import_running import committed, previewed
from tests.support.libraries import all_of
from tests.unit.imports.reading import LETTERBOXD_DIARY, read, records_of, zipped
from tests.unit.imports.test_samples import CASES, opened
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.imports import RowFilter
from watchkeeper.repositories.text_statements import text_statement

_FILM = "2024-01-01,Heat,1995,https://boxd.it/f1"
_OLDER = {
    "watched.csv": f"Date,Name,Year,Letterboxd URI\n{_FILM}\n",
    "diary.csv": f"{LETTERBOXD_DIARY}2024-01-02,Heat,1995,https://boxd.it/d1,4,,cosy,2024-01-01\n"
    "2024-01-02,Ronin,1998,https://boxd.it/d3,4,,,2024-01-02\n",
}
_NEWER = {
    "watched.csv": "Date,Name,Year,Letterboxd URI\n2024-01-01,Alien,1979,https://boxd.it/f3\n",
    "reviews.csv": "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n"
    "2024-01-02,Heat,1995,https://boxd.it/d1,4,,Good.,,2024-01-01\n",
    "diary.csv": f"{LETTERBOXD_DIARY}2024-02-02,Heat,1995,https://boxd.it/d2,4,Yes,,2024-02-01\n"
    "2024-02-02,Alien,1979,https://boxd.it/d4,4,,,2024-02-02\n",
}
_FIRST = {"watched.csv": "Date,Name,Year,Letterboxd URI\n2024-01-01,Alien,1979,https://boxd.it/f3\n"}
_ANIME = """<myanimelist><anime><series_animedb_id>5114</series_animedb_id><series_title>Frieren</series_title>
<series_type>TV</series_type><my_score>%d</my_score><my_status>Completed</my_status></anime></myanimelist>"""
_STATE = text_statement("SELECT metadata_state FROM titles WHERE owner_id = :user_id")
_OF_ENTRY = ("status", "started_on", "finished_on", "notes")


async def _library(accounts: Accounts, container: Container, files: tuple[dict[str, str], ...]) -> list[Any]:
    """Return what a new person has after taking in files one after another."""
    person = await accounts.person()
    for file in files:
        history, records = read(zipped(file), "letterboxd.zip")
        await committed(container, person, await previewed(container, person, records, history.source.value))
    entries, plays = await all_of(person, "/watchlist"), await all_of(person, "/plays")
    return sorted(
        [
            *((one["title"]["title"], *(one[name] for name in _OF_ENTRY)) for one in entries),
            *((one["title"]["title"], one["watched_on"], [tag["name"] for tag in one["tags"]]) for one in plays),
        ],
        key=repr,
    )


async def test_of_scores_that_no_day_tells_apart_the_greater_stays(accounts: Accounts, container: Container) -> None:
    further = {(8, 9): ("ready", []), (9, 8): ("exists", [("rating", "differs")])}
    for scores, told in further.items():
        person = await accounts.person()
        found = []
        for score in scores:
            records = records_of(_ANIME % score, "animelist.xml")
            import_id = await previewed(container, person, records, "myanimelist")
            page = await container.import_rows().search(person.id, import_id, RowFilter(), PageRequest(10, None, False))
            found += [(row.result.value, [(one.field, one.code) for one in row.warnings]) for row in page.items]
            await committed(container, person, import_id)
        assert found == [("ready", []), told]
        assert [rating["score"] for rating in await all_of(person, "/ratings")] == [4.5]


async def test_a_title_made_by_its_name_gets_the_ids_that_another_file_has(
    accounts: Accounts, container: Container
) -> None:
    by_name = ("letterboxd", "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Rain Dogs,1995,https://boxd.it/1,4\n")
    row = "Rain Dogs,1995,603,tt0133093,movie,2024-01-05"
    by_ids = ("generic", f"title,year,tmdb_id,imdb_id,media_type,watched_on\n{row}\n")
    found = []
    for files in ((by_name, by_ids), (by_ids, by_name)):
        person = await accounts.person()
        for source, file in files:
            import_id = await previewed(container, person, records_of(file, "ratings.csv"), source)
            await committed(container, person, import_id)
        [entry] = await all_of(person, "/watchlist")
        title = (await person.http.get(f"/api/v1/titles/{entry['title']['id']}")).json()
        play_days = sorted(play["watched_on"] or "" for play in await all_of(person, "/plays"))
        found.append((title["title"], title["external_ids"], entry["status"], play_days))
        state = await container.database().fetch_value(_STATE, user_id=person.id)
        assert state == "pending"
    assert found[0] == found[1]
    assert {"imdb": "tt0133093", "tmdb": "603"}.items() <= found[0][1].items()


async def test_halves_end_in_the_same_in_any_order(accounts: Accounts, container: Container) -> None:
    found = [await _library(accounts, container, files) for files in permutations((_OLDER, _NEWER, _FIRST))]
    assert ("Heat", "completed", "2024-01-01", "2024-02-01", None) in found[0]
    assert ("Alien", "completed", "2024-02-02", "2024-02-02", None) in found[0]
    assert ("Heat", "2024-01-01", ["cosy"]) in found[0]
    assert all(one == found[0] for one in found)


_LIST = "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-01-01,Late,,https://boxd.it/l,\n\n"
_EMPTY: Final = f"{_LIST}Position,Name,Year,URL,Description\n"
_HEADER: Final = '[{"name": "Late", "privacy": "private", "item_count": 0, "ids": {"trakt": 7, "slug": "late"}}]'
_LISTS: Final = (
    ("letterboxd", {"lists/late.csv": _EMPTY}, {"lists/late.csv": f"{_EMPTY}1,Heat,1995,https://boxd.it/1,\n"}),
    (
        "trakt",
        {"lists-lists.json": _HEADER},
        {
            "lists-lists.json": _HEADER,
            "lists-list-7-late.json": '[{"rank": 1, "listed_at": "2024-01-01T00:00:00Z", "type": "movie",'
            '"movie": {"title": "Heat", "year": 1995, "ids": {"tmdb": 949}}}]',
        },
    ),
)


@for_each("case", _LISTS)
async def test_a_list_that_was_empty_in_the_older_file_is_ranked_as_in_the_newer(
    accounts: Accounts, container: Container, case: tuple[str, dict[str, str], dict[str, str]]
) -> None:
    source, empty, filled = case
    person = await accounts.person()
    for file in (empty, filled):
        history, records = read(zipped(file), f"{source}.zip")
        assert history.source.value == source
        await committed(container, person, await previewed(container, person, records, source))
    [found] = await all_of(person, "/lists")
    assert (found["name"], found["items_count"], found["is_ranked"]) == ("Late", 1, True)


_FEW: Final = ("letterboxd/whole-zip", "movary/zip-of-three", "trakt/zip-flat", "tvtime/export-tool-csv")
_ID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def _lines(
    accounts: Accounts, container: Container, source: str, files: Sequence[Sequence[ImportRecord]]
) -> list[str]:
    """Return every line of what a new person has after taking in files one after another, without ids; each moment of
    the imports is `now`."""
    person, start = await accounts.person(), now()
    for records in files:
        shown = await committed(container, person, await previewed(container, person, records, source))
        assert (shown.state, shown.error) == ("committed", None)
    lines = [f"{name} {json.dumps(line)}" for name, lines in (await lines_of(person)).items() for line in lines]
    since = re.compile(f'"{start:%Y-%m-%d}T[0-9:.]+Z"')
    return sorted(since.sub('"now"', _ID.sub("id", line)) for line in lines)


async def _end_in_the_same(accounts: Accounts, container: Container, case: str) -> None:
    history, records = opened(case)
    half, other = records[::2], records[1::2]
    older = records[: len(records) // 2]
    for files in ((half, other), (older, records)):
        found, turned = [
            await _lines(accounts, container, history.source.value, order) for order in (files, files[::-1])
        ]
        assert turned == found


@for_each("case", _FEW)
async def test_files_of_some_services_leave_the_same_rows_in_both_orders(
    accounts: Accounts, container: Container, case: str
) -> None:
    await _end_in_the_same(accounts, container, case)


@pytest.mark.long
@for_each("case", sorted({*CASES} - {*_FEW}))
async def test_files_of_every_service_leave_the_same_rows_in_both_orders(
    accounts: Accounts, container: Container, case: str
) -> None:
    await _end_in_the_same(accounts, container, case)
