"""Files as people have them beyond the samples: of other versions, in other languages, saved again."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.unit.imports.libraries import AT, Library
from tests.unit.imports.reading import read, records_of, zipped
from watchkeeper.logics.imports.merging.library_edits import LibraryEdits
from watchkeeper.logics.watchlist.request_tags import RequestTags
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_file import DateOrder
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind, RecordResult
from watchkeeper.models.types.imports.import_state import ImportMode
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.imports.adapters.reading.when_texts import when_of

IMDB = "Const,Your Rating,Date Rated,Title,Title Type,Year\n"
TMDB = "TMDb ID,Type,Name,Release Date,Your Rating,Date Rated\n"
MOVARY = "title,year,tmdbId,imdbId,watchedAt,comment,location\n"
YAMTRACK = "media_id,source,media_type,title,status,end_date\n"
NETFLIX = "Profile Name,Start Time,Duration,Title\n"
TV_TIME = "created_at,key,s_id,s_no,ep_no,series_name\n"
SAVED_AGAIN = {
    "imdb": (IMDB, "tt1,8,{day},A,Movie,1999\n"),
    "tmdb": (TMDB, "1,movie,A,1999-01-01,8,{day}\n"),
    "movary": (MOVARY, "A,1999,1,,{day},,\n"),
    "yamtrack": (YAMTRACK, "1,tmdb,movie,A,Completed,{day}\n"),
    "netflix": (NETFLIX, "Ann,{day},01:00:00,A\n"),
    "tvtime": (TV_TIME, "{day},watch-episode-1,7,1,2,A\n"),
}


def day_of(record: ImportRecord) -> str | None:
    return record.rating.rated.text if record.rating is not None else record.plays[0].when.text


@pytest.mark.parametrize("source", sorted(SAVED_AGAIN))
def test_days_of_every_service_are_told_by_the_whole_file(source: str) -> None:
    header, row = SAVED_AGAIN[source]
    days = ("05/01/2024 20:15", "25/01/2024 20:15")

    history, records = read(header + "".join(row.format(day=day) for day in days))
    asked, [unknown] = read(header + row.format(day=days[0]))
    [told] = records_of(header + row.format(day=days[0]), date_order=DateOrder.MONTH_FIRST)

    assert (history.source, [day_of(one) for one in records]) == (source, ["2024-01-05", "2024-01-25"])
    assert (history.warnings, [one.code for one in asked.warnings]) == ((), ["date_order_unknown"])
    assert (day_of(unknown), day_of(told)) == (None, "2024-05-01")


@pytest.mark.parametrize("released", ["31/03/1999", "3/31/1999 0:00", "31. 3. 1999", "1999-03-31", "1999"])
def test_a_year_ends_a_day_that_a_spreadsheet_has_saved(released: str) -> None:
    assert records_of(f"{TMDB}1,movie,A,{released},8,\n")[0].year == 1999


def test_when_something_was_put_on_a_watchlist_is_taken() -> None:
    listed = "Position,Const,Created,Title,Title Type,Year\n1,tt1,{},A,Movie,1999\n"
    files = {
        "watchlist.csv": "Date,Name,Year,Letterboxd URI\n2011-04-23,A,1999,https://boxd.it/1\n",
        "imdb.csv": listed.format("2011-04-23"),
        "imdb-2011.csv": listed.format("Sat Apr 23 08:34:37 2011"),
        "movary.csv": "title,year,tmdbId,imdbId,addedAt\nA,1999,1,,2011-04-23\n",
    }
    assert {name: records_of(content, name)[0].added.text for name, content in files.items()} == dict.fromkeys(
        files, "2011-04-23"
    )


def test_a_day_is_that_day_in_nearly_every_time_zone() -> None:
    edits = LibraryEdits(
        user_id=UUID(int=1),
        source="imdb",
        mode=ImportMode.ONLY_NEW,
        at=AT,
        zone=UTC,
        tags=RequestTags({}),
    )
    assert edits.time_of(When.parse("2020-03-01")) == datetime(2020, 3, 1, 12, tzinfo=UTC)
    assert edits.time_of(When.parse("2020-03")) == edits.time_of(when_of("2099-01-01")) == AT


def test_emotions_of_tv_time_are_no_stars() -> None:
    votes = "vote_key,episode_id,user_id,movie_name,uuid\nu1-7-3,,7,Film,u1\n"
    history, [record] = read(zipped({"ratings-live-votes.csv": votes, "emotions-live-votes.csv": votes}))
    assert (record.member, record.rating and record.rating.value) == ("ratings-live-votes.csv", "5")
    assert [(one.name, one.reason) for one in history.members if not one.is_read] == [
        ("emotions-live-votes.csv", "not_history")
    ]


def test_old_accounts_of_tv_time_rated_shows_and_kept_some_for_later() -> None:
    rated = "user_id,tv_show_id,rating,created_at,updated_at,tv_show_name\n1,7,4.5,2015-01-01 20:00:00,,Show (2012)\n"
    later = "updated_at,tv_show_name,user_id,tv_show_id,status,created_at\n,Other,1,8,for_later,\n,Odd,1,9,x,\n"
    files = {"tv_show_rate.csv": rated, "user_show_special_status.csv": later}
    [show, planned, odd] = read(zipped(files))[1]
    assert (show.title, show.year, show.external_ids) == ("Show", 2012, {"tvdb": "7"})
    assert show.rating is not None
    assert (show.rating.score, show.rating.rated.text) == (4.5, "2015-01-01T20:00:00Z")
    assert (planned.status, odd.result, odd.reason) == (WatchStatus.PLANNED, RecordResult.INVALID, "status")


def test_older_tables_of_tv_time_repeat_each_other() -> None:
    header = "tv_show_name,episode_season_number,episode_number,created_at\n"
    files = {
        "seen_episode_source.csv": f"{header}Show,1,2,2015-01-01 20:00:03\n",
        "watched_on_episode.csv": f"{header}Show,1,2,2015-01-01 20:00:00\nShow,1,3,2015-01-01 21:00:00\n",
    }
    library = Library()
    library.merge(read(zipped(files))[1])
    assert [[key[:2] for key, _ in facts["plays"]] for facts in library.facts()] == [[(1, 2), (1, 3)]]


def test_favourites_of_the_export_tool_of_tv_time_are_taken() -> None:
    movie = {"id": {"tvdb": 1}, "uuid": "u", "title": "Film", "is_watched": False, "created_at": "2019-01-01 20:00:00"}
    content = json.dumps([movie | {"is_favorite": True}, movie | {"is_favorite": False}])
    first, second = records_of(content, "tvtime-movies-2026.json")
    assert (first.marks, second.marks, first.added.text) == (("favorite",), (), "2019-01-01T20:00:00Z")


@pytest.mark.parametrize(
    "header",
    ["Cím,Dátum", "Název,Datum", "Başlık,Tarih", "标题,日期", "Τίτλος,Ημερομηνία", "ชื่อเรื่อง,วันที่", "Tiêu đề,Ngày"],
)
def test_the_header_of_netflix_is_translated(header: str) -> None:
    history, [record] = read(f'{header}\n"Dark: Season 1: Secrets","2020-12-31"\n')
    assert (history.source, record.title, record.plays[0].when.text) == (ImportSource.NETFLIX, "Dark", "2020-12-31")


def test_a_season_may_be_named_as_its_show() -> None:
    rows = '"Stranger Things: Stranger Things 2: Chapter One: MADMAX","12/31/20"\n"Ocean: Ocean 2","12/31/20"\n'
    season, film = records_of(f"Title,Date\n{rows}")
    assert (season.title, season.plays[0].season, season.plays[0].episode_title) == (
        "Stranger Things",
        2,
        "Chapter One: MADMAX",
    )
    assert film.media_type is MediaType.MOVIE


def test_an_episode_without_a_number_is_not_its_show() -> None:
    rows = "Show,episode,2024-01-01,,\nShow,episode,2024-01-01,1,2\nShow,,2024-01-01,1,3\n"
    bare, *numbered = records_of(f"title,type,watched_at,season_number,episode_number\n{rows}")
    assert (bare.result, bare.reason) == (RecordResult.UNSUPPORTED, "media_type")
    assert [(one.media_type, one.plays[0].season, one.plays[0].number) for one in numbered] == [
        (MediaType.SHOW, 1, 2),
        (MediaType.SHOW, 1, 3),
    ]


def test_wishlists_and_lists_are_planned() -> None:
    wished = "movie_id,imdb_id,tmdb_id,average_rating,title\n1,114709,862,3.9,Toy Story (1995)\n"
    listed = "TMDb ID,IMDb ID,Type,Name,Release Date\n862,tt0114709,movie,Toy Story,1995-10-30T00:00:00Z\n"
    found = [read(content, name) for content, name in ((wished, "w.csv"), (listed, "l.csv"))]
    assert [(history.source.value, row.title, row.year, row.status) for history, [row] in found] == [
        ("movielens", "Toy Story", 1995, WatchStatus.PLANNED),
        ("tmdb", "Toy Story", 1995, WatchStatus.PLANNED),
    ]
    [favourite] = records_of(f"{TMDB}5,movie,A,1999-01-01,,\n", "my favourites.csv")
    assert (favourite.marks, favourite.status) == (("favorite",), None)


def test_lists_of_trakt_are_told_by_their_slugs_too() -> None:
    movie = {"title": "A", "year": 1999, "ids": {"trakt": 1}}
    item = {"rank": 1, "listed_at": "2024-01-01T00:00:00Z", "notes": None, "type": "movie", "movie": movie}
    header = {"name": "Rain", "item_count": 1, "ids": {"trakt": 9, "slug": "rain"}}
    files = {"lists/lists.json": [header], "lists/rain.json": [item]}
    records = read(zipped({name: json.dumps(elements) for name, elements in files.items()}))[1]
    assert {record.list.key for record in records if record.list is not None} == {"9"}


def test_no_plays_of_trakt_are_no_viewing() -> None:
    ids = {"ids": {"trakt": 1}}
    season = {"number": 1, "episodes": [{"number": 1, "plays": 0, "last_watched_at": None}, {"number": 2, "plays": 1}]}
    none = {"plays": 0, "last_watched_at": None}
    [movie] = records_of(json.dumps([none | {"movie": {"title": "A", **ids}}]), "watched-movies.json")
    [show] = records_of(json.dumps([none | {"show": {"title": "B", **ids}, "seasons": [season]}]), "watched-shows.json")
    assert (movie.plays, movie.status, movie.result) == ((), None, RecordResult.INVALID)
    assert [play.number for play in show.plays] == [2]


def test_what_is_watched_again_was_watched_once() -> None:
    entry = {"series_type": 0, "series_id": 5, "status": 5, "score": 0, "repeat": 1, "progress": 3}
    manga = entry | {"series_type": 1, "series_id": 6}
    again, other = records_of(json.dumps({"user": {}, "lists": [entry, manga]}))
    assert (again.status, [play.times for play in again.plays]) == (WatchStatus.WATCHING, [2])
    assert (other.external_ids, other.reason) == ({"anilist": "6"}, "media_type")
    [older] = records_of("media_id,source,media_type,title,status,repeats\n1,mal,anime,A,Completed,2\n")
    assert [play.times for play in older.plays] == [3]


def test_a_description_of_a_list_may_look_like_its_films() -> None:
    head = "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n"
    about = head + '2024-01-01,L,,https://boxd.it/l,"Say:\nPosition,Name,Year"\n'
    rows = records_of(f"{about}\nPosition,Name,Year,URL,Description\n1,A,1999,https://boxd.it/1,\n", "l.csv")
    assert [(row.kind, row.title) for row in rows] == [(RecordKind.LIST, None), (RecordKind.LIST_ITEM, "A")]


def test_simkl_names_media_types_in_several_ways() -> None:
    header = "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate\n"
    rows = records_of(f"{header}1,A,TV Show,1999,watching,3,\n2,B,Movies,1999,plantowatch,,\n")
    assert [row.media_type for row in rows] == [MediaType.SHOW, MediaType.MOVIE]


def test_files_of_trakt_made_by_tools_name_no_types() -> None:
    film, show = {"title": "Heat", "ids": {"tmdb": 1}}, {"title": "Harbour Lights", "ids": {"tmdb": 2}}
    episode = {"season": 1, "number": 2, "ids": {}}
    days = {"watched_at": "2024-01-01T20:00:00Z"}, {"rated_at": "2024-01-01T20:00:00Z", "rating": 8}
    members = {
        "history.json": [{**days[0], "movie": film}, {**days[0], "show": show, "episode": episode}],
        "ratings.json": [{**days[1], "show": show}, {**days[1], "show": show, "episode": episode}],
    }
    records = read(zipped({name: json.dumps(elements) for name, elements in members.items()}))[1]
    assert [(one.kind, one.title, one.status, one.reason) for one in records] == [
        (RecordKind.PLAY, "Heat", WatchStatus.COMPLETED, None),
        (RecordKind.PLAY, "Harbour Lights", None, None),
        (RecordKind.RATING, "Harbour Lights", WatchStatus.COMPLETED, None),
        (RecordKind.RATING, "Harbour Lights", None, "episode_rating"),
    ]


def test_a_table_of_another_app_may_list_what_nobody_has_watched() -> None:
    header = "title,type,season,episode,watched,last_watched_at\n"
    rows = "Show,tv,1,1,true,2024-01-01\nShow,tv,1,2,false,\nHeat,movie,,,yes,\nRonin,movie,,,no,\n"
    records = records_of(header + rows)
    assert [(one.reason, len(one.plays), one.status) for one in records] == [
        (None, 1, None),
        ("not_watched", 0, None),
        (None, 1, None),
        (None, 0, WatchStatus.PLANNED),
    ]
    assert records[0].plays[0].when.text == "2024-01-01"


def test_the_older_table_of_tv_time_is_known_without_its_key() -> None:
    header = "uuid,type,series_name,series_id,season_number,episode_number,movie_name,release_date,created_at\n"
    rows = (
        "a,watch,Severance,371980,2,10,,,2026-02-12 23:16:00\n"
        "b,watch,,,,,Dune,2021-09-15,2026-02-14 20:00:00\n"
        "c,towatch,,,,,Sicario,2015-09-18,2026-01-03 10:00:00\n"
        "d,count-week,Severance,371980,,,,,2026-01-04 10:00:00\n"
    )
    followed = "tv_show_id,tv_show_name,active,archived,created_at\n371980,Severance,1,1,2026-01-01 10:00:00\n"
    records = read(zipped({"tracking-prod-records.csv": header + rows, "followed_tv_show.csv": followed}))[1]
    assert [(one.title, one.year, one.status, one.reason) for one in records] == [
        ("Severance", None, WatchStatus.DROPPED, None),
        ("Severance", None, None, None),
        ("Dune", 2021, WatchStatus.COMPLETED, None),
        ("Sicario", 2015, WatchStatus.PLANNED, None),
        (None, None, None, "aggregate"),
    ]


def test_kinds_of_rows_of_tv_time_stand_in_one_of_two_columns() -> None:
    newer = "gsi,s_id,season_number,key,created_at,series_name,episode_number\n"
    newer += "watch-episode-1,7,1,k1,2021-01-01 10:00:00,Show,2\n"
    newer += "watch-episode-1610330701,7,1,rewatch-episode-9,2021-01-11 02:05:01,Show,3\n"
    older = "type,entity_type,movie_name,release_date,watch_date,created_at\n"
    older += "watch,movie,Heat,1995-12-15,2022-04-01,2022-04-02\n"
    records = read(zipped({"tracking-prod-records-v2.csv": newer, "tracking-prod-records.csv": older}))[1]
    assert [(one.title, one.reason, len(one.plays)) for one in records] == [
        *(("Show", None, 1), ("Show", None, 1), ("Heat", None, 1))
    ]
    assert [one.source_key for one in records[:2]] == ["watch-episode-1", "rewatch-episode-9"]
