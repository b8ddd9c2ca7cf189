"""Files that a spreadsheet, a program or a bad transfer has changed on the way."""

from datetime import date

import pytest

from tests.unit.imports.reading import LETTERBOXD_DIARY, read, records_of, zipped
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_file import DateOrder
from watchkeeper.models.types.imports.import_source import ImportSource
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.reading.when_texts import when_of

DIARY = "2024-02-01,Café,1998,u1,,,,2024-01-31\n"


def test_what_fills_the_end_of_a_file_is_no_row() -> None:
    for filling in ("\n   \n", "\0" * 16, "\x1a", "\n , ,\n"):
        assert len(records_of(LETTERBOXD_DIARY + DIARY + filling)) == 1
    trakt = '[{"id": 1, "watched_at": "2024-01-31T20:00:00Z", "type": "movie", "movie": {"title": "A", "ids": {}}}]'
    assert len(records_of(zipped({"watched-history-1.json": trakt + "\0" * 16}), "trakt.zip")) == 1


def diary(*days: str) -> str:
    return LETTERBOXD_DIARY + "".join(f"{day},A,1998,u{n},,,,{day}\n" for n, day in enumerate(days))


@pytest.mark.parametrize("end", [b"\xc3", b"2024-02-01,\x8emile,1998,u2,,,,2024-01-31\n", b"\xff\xfe"])
def test_a_damaged_letter_changes_no_other(end: bytes) -> None:
    assert records_of((LETTERBOXD_DIARY + DIARY).encode() + end)[0].title == "Café"


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (["31.1.2024", "1.2.2024"], ["2024-01-31", "2024-02-01"]),
        (["1/31/2024", "2/1/2024"], ["2024-01-31", "2024-02-01"]),
        (["31/1/2024", "2/1/2024"], ["2024-01-31", "2024-01-02"]),
        (["2024/1/31", "20240201"], ["2024-01-31", "2024-02-01"]),
    ],
)
def test_days_in_the_order_of_a_country_are_told_by_the_whole_file(days: list[str], shown: list[str]) -> None:
    assert [record.plays[0].when.text for record in records_of(diary(*days))] == shown


def test_days_that_nobody_can_tell_are_asked_for() -> None:
    history, [record] = read(diary("2/1/2024"))
    assert record.plays[0].when.text is None
    assert ("watched_on", "date_order_unknown") in [(one.field, one.code) for one in record.warnings]
    assert [warning.code for warning in history.warnings] == ["date_order_unknown"]
    [told] = records_of(diary("2/1/2024"), date_order=DateOrder.MONTH_FIRST)
    assert told.plays[0].when.text == "2024-02-01"
    assert not read("title,watched_on\nA,2024-01-02\n")[0].warnings


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1706659200", "2024-01-31T00:00:00Z"),
        ("1706659200000", "2024-01-31T00:00:00Z"),
        ("2024/1/5 20:15:00", "2024-01-05T20:15:00Z"),
        ("20240131", "2024-01-31"),
        *((nothing, None) for nothing in ("NULL", "None", "nan", "N/A", "-")),
    ],
)
def test_moments_as_programs_write_them(text: str, shown: str | None) -> None:
    assert when_of(text).text == shown


def test_numbers_of_a_spreadsheet_are_ids_and_years() -> None:
    [record] = records_of("title,year,tmdb_id,season,episode,watched_on\nA,1999.0,603.0,NULL,nan,NULL\n")
    assert (record.year, record.external_ids, record.media_type) == (1999, {"tmdb": "603"}, MediaType.MOVIE)
    assert not record.warnings


def test_columns_named_by_the_service_alone_are_ids() -> None:
    [record] = records_of("imdb,tmdb,title,rating,status\ntt0133093,603,M,8,On Hold\n")
    assert (record.external_ids, record.status) == ({"imdb": "tt0133093", "tmdb": "603"}, "on_hold")


def test_a_scale_that_is_none_is_told() -> None:
    [record] = records_of("title,rating,rating_scale\nA,7,0\n")
    assert (record.rating, record.reason) == (None, "rating_scale")


def test_a_history_of_netflix_may_have_the_words_of_a_country() -> None:
    history, [record] = read("Titel;Datum\nDie Fähre: Staffel 1: Nebel;24.01.23\n")
    assert (history.source, record.title, record.plays[0].when.text) == (
        ImportSource.NETFLIX,
        "Die Fähre",
        "2023-01-24",
    )


def test_a_history_of_netflix_may_have_got_an_index() -> None:
    history, [record] = read('Unnamed: 0,Title,Date\n0,"Dark: Season 1: Secrets",12/31/20\n')
    assert (history.source, record.title) == (ImportSource.NETFLIX, "Dark")
    assert read("Title,Date,Where\nDark,2020-12-31,home\n")[0].source is ImportSource.GENERIC


def test_a_list_may_be_named_as_an_account_is() -> None:
    content = "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-04-01,IP Man,,https://boxd.it/x,\n"
    items = "\nPosition,Name,Year,URL,Description\n1,Ip Man,2008,https://boxd.it/w1,\n"
    members = {
        "a/lists/ip-man-network.csv": content + items,
        "a/diary.csv": LETTERBOXD_DIARY + DIARY,
        "a/users.csv": "x",
    }
    history, records = read(zipped(members))
    assert [record.kind.value for record in records] == ["play", "list", "list_item"]
    assert [(member.name, member.reason) for member in history.members if not member.is_read] == [
        ("a/users.csv", "account")
    ]


def test_nobody_watched_anything_in_the_future() -> None:
    today = date(2026, 11, 30)
    [far] = records_of("title,watched_on\nA,9999-12-31\n", today=today)
    assert (far.plays[0].when, [(one.field, one.code) for one in far.warnings]) == (UNKNOWN, [("watched_on", "future")])
    rows = records_of('Title,Date\n"Film","12/12/26"\n"Film","11/30/26"\n', today=today)
    assert [row.plays[0].when.text for row in rows] == [None, "2026-11-30"]
