"""Traps of the services' files beyond the samples, one test a trap."""

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.unit.imports.reading import LETTERBOXD_DIARY, read, records_of, zipped
from watchkeeper.models.errors.import_errors import ImportSourceUnknownError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedRating
from watchkeeper.models.types.imports.import_file import DateOrder, ImportOptions, ListsAs
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind, RecordResult
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN, InvalidWhenError
from watchkeeper.repositories.imports.adapters.readers.history_file_reader import HistoryFileReader
from watchkeeper.repositories.imports.adapters.readers.netflix_titles import viewed_title
from watchkeeper.repositories.imports.adapters.reading.when_texts import when_of

JAVASCRIPT = "Sat Jan 06 2024 20:15:00 GMT+0100 (Central European Standard Time)"
DIARY_ROW = "2024-02-01,Kühle Nacht,1998,https://boxd.example/d1,4.5,,,2024-01-31\n"
MOVIE = {"title": "Evening Ferry", "year": 1994, "ids": {"trakt": 1, "imdb": None, "tmdb": 11}}
SHOW = {"title": "Harbour Lights", "year": 2015, "ids": {"trakt": 2, "tmdb": 12}}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param((LETTERBOXD_DIARY + DIARY_ROW).encode("utf-8-sig"), id="byte order mark"),
        pytest.param((LETTERBOXD_DIARY + DIARY_ROW).encode("utf-16"), id="UTF-16"),
        pytest.param((LETTERBOXD_DIARY + DIARY_ROW).encode("utf-16-le"), id="UTF-16 little endian without a mark"),
        pytest.param((LETTERBOXD_DIARY + DIARY_ROW).encode("utf-16-be"), id="UTF-16 big endian without a mark"),
        pytest.param((LETTERBOXD_DIARY + DIARY_ROW).encode("cp1252"), id="Windows-1252"),
        pytest.param((LETTERBOXD_DIARY + DIARY_ROW).replace(",", "\t"), id="tabs"),
        pytest.param(
            "sep=;\r\n" + (LETTERBOXD_DIARY + DIARY_ROW).replace(",", ";"), id="a line that names the delimiter"
        ),
        pytest.param((LETTERBOXD_DIARY + DIARY_ROW).replace("\n", "\r"), id="carriage returns"),
        pytest.param("\n\n" + LETTERBOXD_DIARY + "\n" + DIARY_ROW + ",,,,,,,\n", id="empty lines"),
        pytest.param(gzip.compress((LETTERBOXD_DIARY + DIARY_ROW).encode()), id="gzip"),
    ],
)
def test_a_file_is_the_same_however_it_was_saved(content: bytes | str) -> None:
    [record] = records_of(content, "whatever.txt")
    assert (record.title, record.year, record.plays[0].when.text) == ("Kühle Nacht", 1998, "2024-01-31")
    assert record.row == 1


def test_bytes_without_meaning_far_into_a_file_do_not_lose_it() -> None:
    rows = (LETTERBOXD_DIARY + DIARY_ROW * 9000).encode() + b"2024-02-01,Caf\x81,1998,u,,,,2024-01-31\n"
    records = records_of(rows)
    assert (len(records), records[-1].title) == (9001, "Caf\x81")


def test_a_review_may_be_longer_than_csv_allows() -> None:
    header = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n"
    [record] = records_of(f'{header}2024-01-01,Long,2001,u,,,"{"words, " * 30_000}",,\n')
    assert record.review is not None
    assert len(record.review.text) > 200_000


def test_our_apostrophe_before_a_formula_is_taken_off() -> None:
    records = records_of("title,year\n'=SUM(1;2),2001\n'Tis,2002\n")
    assert [record.title for record in records] == ["=SUM(1;2)", "'Tis"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-01-31", "2024-01-31"),
        ("2012-05-00", "2012-05"),
        ("2012-00-00", "2012"),
        ("2012", "2012"),
        ("2024-03-01T20:15:00+02:00", "2024-03-01T18:15:00Z"),
        ("2024-03-01 20:15:00+0200", "2024-03-01T18:15:00Z"),
        ("2024-03-01 20:15:00", "2024-03-01T20:15:00Z"),
        ("2024-03-01 20:15", "2024-03-01T20:15:00Z"),
        ("2024-03-01 20:15:00 UTC", "2024-03-01T20:15:00Z"),
        ("2024-03-01 20:15:00 +0000 UTC", "2024-03-01T20:15:00Z"),
        (JAVASCRIPT, "2024-01-06T19:15:00Z"),
        *((nothing, None) for nothing in ("", "0", "0000-00-00", "0000-00-00 00:00:00", "0001-01-01", "1970-01-01")),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00.000Z", None),
    ],
)
def test_moments_as_exports_write_them(text: str, shown: str | None) -> None:
    assert when_of(text).text == shown


@pytest.mark.parametrize("text", ["yesterday", "2024-13-01", "2024-02-30", "31.01.2024", f"Sat Foo {JAVASCRIPT[8:]}"])
def test_other_texts_are_no_moments(text: str) -> None:
    with pytest.raises(InvalidWhenError):
        when_of(text)


def test_times_without_an_offset_are_those_of_the_person() -> None:
    content = "title,watched_on\nA,2024-07-01 23:30:00\n"
    [record] = records_of(content, time_zone=ZoneInfo("America/New_York"))
    when = record.plays[0].when
    assert (when.text, when.day) == ("2024-07-02T03:30:00Z", date(2024, 7, 1))


@pytest.mark.parametrize(
    ("value", "scale", "score"),
    [
        *(("0.5", "5", 1.0), ("4.5", "5", 4.5), ("85", "100", 4.5), ("33", "100", 1.5), ("5", "100", 1.0)),
        *(("8.3", "10", 4.0), ("8.6", "10", 4.5), ("8.5", "10", 4.5), ("1", "10", 1.0), ("2", "thumbs", None)),
    ],
)
def test_scores(value: str, scale: str, score: float | None) -> None:
    assert ImportedRating(value=value, scale=scale).score == score


def test_letterboxd_lists_stand_beside_the_history() -> None:
    newer = (
        "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n"
        '2024-04-01,Rainy days,"wet, wetter",https://boxd.example/l1,"Two lines\nof text"\n\n'
        "Position,Name,Year,URL,Description\n1,Paper Lanterns,1998,https://boxd.example/w1,why\n"
    )
    older = newer.replace("Letterboxd list export v7", "")
    history, records = read(zipped({"lists/a.csv": newer, "lists/b.csv": older, "likes/films.csv": LIKES}))
    assert history.source is ImportSource.LETTERBOXD
    assert [record.kind for record in records] == [
        RecordKind.MARK,
        *(RecordKind.LIST, RecordKind.LIST_ITEM, RecordKind.LIST, RecordKind.LIST_ITEM),
    ]
    described, item = records[1], records[2]
    assert described.list is not None
    assert item.list is not None
    assert (described.list.name, described.list.description, described.tags) == (
        *("Rainy days", "Two lines\nof text"),
        ("wet", "wetter"),
    )
    assert (item.title, item.list.position, item.list.description) == ("Paper Lanterns", 1, "why")
    assert described.list.key == item.list.key


LIKES = "Date,Name,Year,Letterboxd URI\n2024-01-01,Liked,1990,https://boxd.example/w9\n"
IMDB = "Position,Const,Created,Modified,Description,Title,URL,Title Type,Year,Release Date,Your Rating,Date Rated\n"


def imdb(kind: str, year: str = "2013–2023", rating: str = "") -> str:
    return f"{IMDB}1,tt0000123,2020-01-01,,,Name,u,{kind},{year},2013-01-02,{rating},\n"


@pytest.mark.parametrize(
    ("kind", "medium"),
    [
        *((kind, MediaType.MOVIE) for kind in ("movie", "Feature Film", "TV Short", "Film", "Película", "Téléfilm")),
        *((kind, MediaType.SHOW) for kind in ("tvMiniSeries", "TV Series", "Série TV", "Fernsehserie")),
        *((kind, None) for kind in ("Video Game", "Podcast Series", "TV Episode", "Episodio TV", "", "Anything")),
    ],
)
def test_title_types_of_imdb(kind: str, medium: MediaType | None) -> None:
    [record] = records_of(imdb(kind))
    assert (record.media_type, record.year) == (medium, 2013)
    assert (record.result is RecordResult.UNSUPPORTED) == (medium is None)


def test_an_imdb_list_is_what_the_person_says() -> None:
    planned = records_of(imdb("movie"))[0]
    listed, item = records_of(imdb("movie"), "My List.csv", lists_as=ListsAs.LIST)
    ignored = records_of(imdb("movie"), lists_as=ListsAs.IGNORE)[0]
    rated = records_of(imdb("movie", rating="7"), lists_as=ListsAs.IGNORE)[0]
    assert (planned.status, planned.list) == (WatchStatus.PLANNED, None)
    assert (listed.kind, listed.list and listed.list.name) == (RecordKind.LIST, "My List")
    assert (ignored.result, ignored.reason) == (RecordResult.UNSUPPORTED, "ignored")
    assert (rated.status, rated.result) == (WatchStatus.COMPLETED, RecordResult.READY)
    assert (item.kind, item.list and item.list.position) == (RecordKind.LIST_ITEM, 1)
    kinds = [one.kind for one in records_of(imdb("movie", rating="7"), lists_as=ListsAs.LIST)]
    assert kinds == [RecordKind.LIST, RecordKind.LIST_ITEM, RecordKind.RATING]


def trakt(members: Mapping[str, Sequence[Mapping[str, object]]]) -> list[ImportRecord]:
    return read(zipped({name: json.dumps(elements) for name, elements in members.items()}))[1]


def test_trakt_ratings_of_parts_keep_what_they_say() -> None:
    episode = {"season": 1, "number": 2, "ids": {"trakt": 5}}
    rating = {"rated_at": "2024-03-02T00:00:00Z", "rating": 8, "type": "episode", "episode": episode, "show": SHOW}
    [record] = trakt({"ratings-episodes.json": [rating]})
    assert (record.result, record.reason) == (RecordResult.UNSUPPORTED, "episode_rating")
    [play] = record.plays
    assert (play.season, play.number, play.rating and play.rating.value) == (1, 2, "8")


def test_trakt_lists_and_favourites_are_no_rows() -> None:
    item = {"rank": 3, "id": 1, "listed_at": "2024-01-01T00:00:00Z", "notes": "n", "type": "movie", "movie": MOVIE}
    header = {
        "name": "Rain",
        "description": "d",
        "privacy": "public",
        "item_count": 1,
        "ids": {"trakt": 9, "slug": "rain"},
    }
    records = trakt({"lists-lists.json": [header], "lists-list-9-rain.json": [item], "lists-favorites.json": [item]})
    assert not any(record.kind.is_row for record in records)
    keys = {record.list.key for record in records if record.list is not None}
    assert keys == {"9"}


def test_lists_of_trakt_are_told_by_their_ids_whatever_their_names() -> None:
    item = {"rank": 1, "listed_at": "2024-01-01T00:00:00Z", "notes": None, "type": "movie", "movie": MOVIE}
    season = {**item, "type": "season", "movie": None, "show": SHOW, "season": {"number": 2}}
    episode = {**item, "type": "episode", "movie": None, "show": SHOW, "episode": {"season": 2, "number": 3}}
    header = {"name": "Watchlist 2020", "item_count": 3, "ids": {"trakt": 9, "slug": "watchlist-2020"}}
    names = ("lists/list-9-watchlist-2020-1.json", "lists-list-9-favorites.json")
    records = trakt({"lists-lists.json": [header], **{name: [item, season, episode] for name in names}})
    assert not any(record.kind.is_row for record in records)
    assert {record.list.key for record in records if record.list is not None} == {"9"}
    parts = [(record.list.season, record.list.number) for record in records if record.list is not None]
    assert parts == [(None, None), (2, None), (2, 3), (None, None), (None, None), (2, None), (2, 3)]


def test_hidden_seasons_and_begun_anew_shows_of_trakt_are_not_dropped() -> None:
    hidden = {"hidden_at": "2024-01-01T00:00:00Z", "type": "season", "season": {"number": 1}, "show": SHOW}
    names = ("hidden-progress-watched-2.json", "hidden-progress-watched-reset.json")
    [record] = trakt({name: [hidden] for name in names})
    assert (record.result, record.reason) == (RecordResult.UNSUPPORTED, "media_type")


def test_trakt_dropped_shows_stand_among_the_hidden() -> None:
    hidden = [{"hidden_at": "2024-01-01T00:00:00Z", "type": "show", "show": SHOW}]
    names = ("hidden/dropped.json", "hidden-progress-watched.json", "hidden-calendar.json")
    records = trakt(dict.fromkeys(names, hidden))
    assert [record.status for record in records] == [WatchStatus.DROPPED] * 2


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (["6/19/25", "4/3/20"], ["2025-06-19", "2020-04-03"]),
        (["19/6/25", "4/3/20"], ["2025-06-19", "2020-03-04"]),
        (["24.01.23", "01.02.23"], ["2023-01-24", "2023-02-01"]),
        (["2021-12-15", "2021-12-16 20:00:00"], ["2021-12-15", "2021-12-16"]),
        (["6/19/25", "24.01.23", "01.02.23"], ["2025-06-19", "2023-01-24", "2023-02-01"]),
        (["13/1/20", "1/13/20", "4/3/20"], ["2020-01-13", "2020-01-13", None]),
        (["4/3/20", "5/5/21"], [None, "2021-05-05"]),
        (["4/12/26"], ["2026-04-12"]),
        (["5/5/21"], ["2021-05-05"]),
        (["24. 1. 23.", "24. 1. 5."], ["2024-01-23", "2024-01-05"]),
        (["2024. 01. 23."], ["2024-01-23"]),
        (["24/01/31", "23/12/05"], ["2024-01-31", "2023-12-05"]),
        (["24-01-31", "23-12-05"], ["2024-01-31", "2023-12-05"]),
    ],
)
def test_netflix_dates_are_told_by_the_whole_file(dates: list[str], shown: list[str | None]) -> None:
    content = "Title,Date\n" + "".join(f'"Film","{text}"\n' for text in dates)
    history, records = read(content, "NetflixViewingHistory.csv", today=date(2026, 11, 29))
    assert [record.plays[0].when.text for record in records] == shown
    unknown = [warning.code for record in records for warning in record.warnings]
    assert unknown == ["date_order_unknown"] * shown.count(None)
    assert {warning.code for warning in history.warnings} == set(unknown)


def test_the_person_says_the_order_of_netflix_dates() -> None:
    content = 'Title,Date\n"Film","4/3/20"\n'
    assert records_of(content, date_order=DateOrder.DAY_FIRST)[0].plays[0].when.text == "2020-03-04"
    assert records_of(content, date_order=DateOrder.MONTH_FIRST)[0].plays[0].when.text == "2020-04-03"


@pytest.mark.parametrize(
    ("text", "title", "season", "number"),
    [
        ("Harbour Talk: Season 2: The Fog", "Harbour Talk", 2, None),
        ("Die Fähre: Staffel 1: Nebel", "Die Fähre", 1, None),
        ("A: B: 2. sezon: C", "A: B", 2, None),
        ("Money: Part 5: x", "Money", None, None),
        ("The Harbour: Temporada 1: Neblina (Episódio 8)", "The Harbour", 1, 8),
        ("灯台: シーズン1: 霧", "灯台", 1, None),
        ("Tide: Miniserie: Eins", "Tide", None, None),
        ("Tide: Season 2: Episode 4", "Tide", 2, 4),
        ("Tide: Saison 1: Épisode 12", "Tide", 1, 12),
        ("潮: 第 2 季: 第 3 集", "潮", 2, 3),
        ("Tide: Season 2: Chapter 14", "Tide", 2, None),
        ("Tide: The Final Season: Home", "Tide", None, None),
    ],
)
def test_netflix_names_a_season_in_many_languages(
    text: str, title: str, season: int | None, number: int | None
) -> None:
    viewed = viewed_title(text)
    assert (viewed.media_type, viewed.title, viewed.season, viewed.number) == (MediaType.SHOW, title, season, number)


@pytest.mark.parametrize(
    "text", ["Colon: The Film", "Dune: Part Two", "Mission: Impossible: Part 1", "Plain", "2: Fast"]
)
def test_netflix_films_have_colons_too(text: str) -> None:
    assert (viewed_title(text).media_type, viewed_title(text).title) == (MediaType.MOVIE, text)


def test_netflix_profiles_and_what_nobody_watched() -> None:
    header = "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type\n"
    content = header + (
        "A,2024-01-01 20:00:00,01:00:00,,Film,\n"
        "B,2024-01-01 20:00:00,01:00:00,,Other,\n"
        "A,2024-01-02 20:00:00,00:01:00,,Short look,\n"
        'A,2024-01-03 20:00:00,00:30:00,"Autoplayed: user action: None; ",Next,\n'
    )
    history, records = read(content, profile="A")
    assert [record.reason for record in records] == [None, "other_profile", "too_short", "autoplayed"]
    assert records[0].plays[0].once_within == timedelta(hours=12)
    assert (history.warnings, [warning.code for warning in read(content)[0].warnings]) == ((), ["several_profiles"])
    [warning] = read(content, profile="Nobody")[0].warnings
    assert (warning.code, warning.detail) == ("unknown_profile", "No row is of this `profile`. There are: A, B.")


def test_netflix_thumbs_are_no_stars() -> None:
    header = "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Event Utc Ts\n"
    records = records_of(
        f"{header}A,Film,thumb,,2,2024-01-01 20:00:00\nA,Old,star,4,,2015-01-01 20:00:00\nA,No,star,-2,,\n"
    )
    assert [(one.rating.value, one.rating.scale, one.rating.score) for one in records if one.rating] == [
        *(("2", "thumbs", None), ("4", "5", 4.0)),
    ]
    assert records[2].reason == "rating"
    assert {one.media_type for one in records} == {MediaType.MOVIE}
    watched = "Profile Name,Start Time,Duration,Title\nA,2024-01-01 20:00:00,00:40:00,Film: Season 1: One (Episode 1)\n"
    rated = f"{header}A,Film,thumb,,2,2024-01-01 20:00:00\n"
    both = read(zipped({"ViewingActivity.csv": watched, "Ratings.csv": rated}))[1]
    assert {one.media_type for one in both} == {MediaType.SHOW}


def test_tv_time_rows_borrow_names_and_take_the_first_filled_column() -> None:
    header = "created_at,key,s_id,s_no,ep_no,season_number,episode_number,series_name\n"
    at = "2020-01-01 20:00:00"
    records = records_of(f"{header}{at},watch-episode-1,7,,,3,4,\n{at},user-series-7,7,,,,,Late Name (2012)\n")
    assert [(one.title, one.year) for one in records][:1] == [("Late Name", 2012)]
    assert (records[0].plays[0].season, records[0].plays[0].number) == (3, 4)
    assert records[1].result is RecordResult.UNSUPPORTED


def test_older_tables_of_tv_time_are_read_where_the_newer_is_missing() -> None:
    older = "tv_show_name,episode_season_number,episode_number,created_at,cpt\nShow,1,2,2015-01-01 20:00:00,3\n"
    newer = "created_at,key,s_id,s_no,ep_no,series_name\n2020-01-01 20:00:00,watch-episode-1,7,1,2,Show\n"
    [record] = read(zipped({"seen_episode_source.csv": older, "x.csv": ""}))[1]
    assert (record.title, record.plays[0].times) == ("Show", 3)
    history, records = read(zipped({"rewatched_episode.csv": older, "v2.csv": newer}))
    assert [one.member for one in records] == ["v2.csv"]
    assert history.members[0].reason == "repeated"


def test_estimated_plays_of_a_rescue_are_told() -> None:
    header = "imdb_id,tvdb_id,type,title,season,episode,is_special,is_watched,watched_at,status,is_watchlisted,rating\n"
    row = "-1,99,episode,Show,1,1,false,true,2023-02-01T20:00:00Z,continuing,false,8\n"
    history, [record] = read(zipped({"estimated-progress/activity_history.csv": header + row}))
    assert [warning.code for warning in history.warnings] == ["estimated_plays"]
    assert (record.external_ids, record.plays[0].external_ids) == ({}, {"tvdb": "99"})
    assert record.plays[0].rating is not None


def test_mal_repairs_text_at_the_edges_of_blocks() -> None:
    titles = [f"{'x' * size} & <![CDATA[a & b]]> &amp; \x0b" for size in range(65_500, 65_560, 7)]
    rows = "".join(
        f"<anime><series_animedb_id>{number}</series_animedb_id><series_title>{title}</series_title>"
        "<my_status>Completed</my_status></anime>"
        for number, title in enumerate(titles, 1)
    )
    records = records_of(f"<myanimelist>{rows}</myanimelist>")
    assert {(record.title or "").lstrip("x") for record in records} == {" & a & b &"}


def test_mal_counts_the_viewings_after_the_first() -> None:
    row = "<series_animedb_id>1</series_animedb_id><series_title>T</series_title><my_times_watched>2</my_times_watched>"
    records = records_of(
        f"<myanimelist><anime>{row}<my_status>2</my_status></anime><anime>{row}<my_status>Dropped</my_status></anime>"
        f"<anime>{row}<my_status></my_status><my_score>7</my_score></anime></myanimelist>"
    )
    assert [[play.times for play in record.plays] for record in records] == [[3], [2], [2]]
    assert [(warning.field, warning.code) for warning in records[2].warnings] == [("status", "invalid")]


def test_the_account_before_the_history_may_be_long() -> None:
    content = {"activity": [{"text": "x" * 100}] * 9000, "lists": [{"series_type": 0, "series_id": 5, "status": 1}]}
    assert [record.external_ids for record in records_of(json.dumps(content))] == [{"anilist": "5"}]


def test_favourites_of_tmdb_are_not_planned() -> None:
    content = "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,Date Rated\n"
    row = "5,,movie,Film,2001-01-01T00:00:00Z,,,7,,\n"
    [favourite], [planned] = records_of(content + row, "favorites.csv"), records_of(content + row, "watchlist.csv")
    assert (favourite.status, favourite.marks, planned.status) == (None, ("favorite",), WatchStatus.PLANNED)


def test_numbers_of_the_file_are_kept_as_they_are() -> None:
    header = "media_id,source,media_type,title,season_number,episode_number,end_date\n"
    [record] = records_of(f"{header}5,tmdb,episode,Show,0,131,2024-01-01\n")
    assert (record.plays[0].season, record.plays[0].number) == (0, 131)


def test_rows_of_lists_of_the_fork_are_no_history() -> None:
    header = "row_type,media_id,source,media_type,title,list_name,status\n"
    records = records_of(f"{header}media,5,tmdb,movie,A,,Planning\nlist,,,,,Rain,\nlist_item,5,tmdb,movie,A,Rain,\n")
    assert [record.kind for record in records] == [RecordKind.ENTRY, RecordKind.LIST, RecordKind.LIST_ITEM]


def test_books_are_nobody_elses_films() -> None:
    with pytest.raises(ImportSourceUnknownError):
        read("Book Id,Title,Author,My Rating,Date Read\n1,A Book,B,5,2020/01/01\n")


def test_a_generic_file_may_have_other_columns() -> None:
    records = records_of("Date,Title,Rating,IMDb ID,Where\n2024-01-31,Film,8,tt0000123,home\n,Bare,,,\n")
    assert [(one.title, one.status, len(one.plays)) for one in records] == [
        *(("Film", None, 1), ("Bare", WatchStatus.PLANNED, 0)),
    ]
    assert records[0].external_ids == {"imdb": "tt0000123"}


def test_our_own_archive_keeps_lists_tags_and_marks() -> None:
    titles = {"ref": 1, "media_type": "movie", "title": "T", "year": 2001, "external_ids": {"imdb": "tt0000001"}}
    lines: dict[str, list[dict[str, object]]] = {
        "manifest.json": [{"format": "watchkeeper", "version": 1, "counts": {}}],
        "titles.jsonl": [titles],
        "lists.jsonl": [{"list": "a", "name": "L"}, {"list": "a", "title_ref": 1, "position": 1, "note": "n"}],
        "tags.jsonl": [{"title_ref": 1, "tags": ["x", "y"]}],
        "marks.jsonl": [{"title_ref": 1, "mark": "favorite"}],
        "plays.jsonl": [{"title_ref": 9, "watched_on": None}],
    }
    written = {name: "\n".join(map(json.dumps, rows)) for name, rows in lines.items()}
    _, records = read(zipped(written))
    assert {record.member: (record.kind.value, record.result.value) for record in records} == {
        "lists.jsonl": ("list_item", "ready"),
        "marks.jsonl": ("mark", "ready"),
        "plays.jsonl": ("play", "missing_identity"),
        "tags.jsonl": ("entry", "ready"),
    }


def test_a_bad_field_beside_good_ones_is_a_warning() -> None:
    [record] = records_of(LETTERBOXD_DIARY + "2024-02-01,Film,1998,u,11,,,2024-01-31\n")
    assert (record.result, record.rating) == (RecordResult.READY, None)
    assert [(warning.field, warning.code) for warning in record.warnings] == [("rating", "invalid")]
    [record] = records_of(LETTERBOXD_DIARY + "2024-02-01,Film,1998,u,4,,,some day\n")
    assert record.plays[0].when is UNKNOWN


def test_a_long_history_is_read_row_by_row() -> None:
    """The memory that 100,000 rows take is that of some."""
    written = io.StringIO(LETTERBOXD_DIARY)
    written.seek(0, io.SEEK_END)
    csv.writer(written).writerows(
        ["2024-02-01", f"Film {n}", 1998, f"u{n}", 4, "", "", "2024-01-31"] for n in range(5_000)
    )
    content = written.getvalue().encode()
    tracemalloc.start()
    reader = HistoryFileReader()
    history = reader.read(reader.unpack(io.BytesIO(content), "diary.csv"), ImportOptions())
    assert sum(1 for _ in history.records) == 5_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(content) + (2 << 20)


def test_a_review_that_is_too_long_is_told() -> None:
    header = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n"
    long, fitting = records_of(
        f"{header}2024-01-01,A,2001,u,,,{'x' * 10_001},,\n2024-01-01,B,2001,v,,,{'x' * 10_000},,\n"
    )

    assert [(one.field, one.code) for one in long.warnings] == [("review", "too_long")]
    assert not fitting.warnings
