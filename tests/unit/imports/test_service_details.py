"""What services say beside status, plays and ratings: progress, lists, private reviews, days in an activity."""

import json
from typing import Any

from tests.unit.imports.libraries import Library
from tests.unit.imports.reading import read, records_of, zipped
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind, RecordResult
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

ENTRY = {"series_type": 0, "series_id": 5, "status": 0, "score": 0, "repeat": 0, "private": 0, "custom_lists": "[]"}
LIBERATED = "imdb_id,tvdb_id,type,title,season,episode,is_special,is_watched,watched_at,status,is_watchlisted\n"


def anilist(lists: list[dict[str, Any]], **others: Any) -> list[ImportRecord]:
    user = {"email": "x", "custom_lists": {"anime": ["Rain", "Sun"], "manga": ["Paper"]}}
    return records_of(json.dumps({"user": user, "lists": lists} | others))


def progress_of(record: ImportRecord) -> list[tuple[str | None, str | None, int | None]]:
    return [(run.state, run.started.text, run.episodes_seen) for run in record.viewings]


def test_anilist_says_how_far_and_since_when() -> None:
    rows = anilist([ENTRY | {"progress": 5, "started_on": 20200100}, ENTRY | {"status": 2, "progress": 12}])
    entries = [row for row in rows if row.kind.is_row]
    assert [progress_of(one) for one in entries] == [[("current", "2020-01", 5)], []]


def test_mal_says_how_far_and_since_when() -> None:
    row = "<series_animedb_id>1</series_animedb_id><my_watched_episodes>4</my_watched_episodes>"
    began = "<my_start_date>2020-01-02</my_start_date>"
    [paused, done, planned] = records_of(
        f"<myanimelist><anime>{row}{began}<my_status>On-Hold</my_status></anime>"
        f"<anime>{row}{began}<my_status>2</my_status></anime><anime>{row}<my_status>6</my_status></anime></myanimelist>"
    )
    assert progress_of(paused) == [("current", "2020-01-02", 4)]
    assert (progress_of(done), progress_of(planned)) == ([("finished", "2020-01-02", None)], [])


def test_simkl_and_yamtrack_say_how_far_where_no_episode_is_named() -> None:
    show = {"title": "S", "ids": {"simkl_id": 3}}
    counted = {"status": "watching", "watched_episodes_count": 4, "show": show}
    named = counted | {"seasons": [{"number": 1, "episodes": [{"number": 1}]}]}
    rows = records_of(json.dumps({"shows": [counted, named]}))
    assert [progress_of(row) for row in rows] == [[("current", None, 4)], []]
    assert rows[0].external_ids == {"simkl": "3"}
    header = "media_id,source,media_type,title,progress,status,start_date,end_date\n"
    [row] = records_of(f"{header}227,mal,anime,F,2,In progress,2024-02-09 00:00:00+00:00,\n")
    assert progress_of(row) == [("current", "2024-02-09", 2)]


def test_lists_of_anilist_are_flags_in_the_order_of_their_names() -> None:
    flags: tuple[Any, ...] = ("[0,1]", [1, 0], ["Sun"], '{"Rain": true, "Sun": false}', "no JSON", None)
    rows = anilist([ENTRY | {"series_id": number, "custom_lists": said} for number, said in enumerate(flags, 1)])
    items = [
        (row.external_ids["anilist"], row.list and row.list.key) for row in rows if row.kind is RecordKind.LIST_ITEM
    ]
    assert items == [("1", "Sun"), ("2", "Rain"), ("3", "Sun"), ("4", "Rain")]
    assert [row.list and row.list.name for row in rows if row.kind is RecordKind.LIST] == ["Rain", "Sun"]


def test_a_private_review_of_anilist_is_no_public_one() -> None:
    private = {
        "series_id": 5,
        "series_type": 0,
        "private": 1,
        "summary": "s",
        "text": "secret",
        "created_at": 1577872800,
    }
    public = private | {"series_id": 6, "private": 0, "summary": ""}
    manga = public | {"series_type": 1}
    rows = anilist([ENTRY | {"private": 1}], reviews=[private, public, manga])
    reviews = [row for row in rows if row.kind is RecordKind.REVIEW]
    assert [(row.review and row.review.text, row.notes) for row in reviews[:2]] == [
        (None, "s\n\nsecret"),
        ("secret", None),
    ]
    assert (reviews[2].result, reviews[2].reason) == (RecordResult.UNSUPPORTED, "media_type")
    library = Library()
    library.merge([row for row in rows if row.result is RecordResult.READY and row.kind.is_row])
    assert {(facts["status"], facts["review"], *facts["notes"]) for facts in library.facts()} == {
        (WatchStatus.WATCHING, None, "s\n\nsecret"),
        (WatchStatus.COMPLETED, "secret"),
    }


def test_watcharr_has_days_in_its_activity_alone() -> None:
    day = {"customDate": "2023-05-05T20:00:00Z", "createdAt": "2024-01-01T00:00:00Z"}
    activity = [
        {"type": "ADDED_WATCHED", "data": '{"status":"FINISHED"}', "customDate": None},
        {"type": "IMPORTED_ADDED_WATCHED", "data": ""} | day,
        {"type": "STATUS_CHANGED", "data": "PLANNED"} | day,
        {"type": "STATUS_CHANGED", "data": '"FINISHED"', "customDate": "2023-06-06T20:00:00Z"},
    ]
    film = {"status": "FINISHED", "content": {"tmdbId": 1, "title": "A", "type": "movie"}, "activity": activity}
    seen = {"seasonNumber": 1, "episodeNumber": 2, "status": "FINISHED"}
    told = {"type": "EPISODE_STATUS_CHANGED", "data": '{"season":1,"episode":2,"status":"FINISHED"}'} | day
    show = {
        "status": "WATCHING",
        "content": {"tmdbId": 1, "title": "B", "type": "tv"},
        "watchedEpisodes": [seen, seen | {"episodeNumber": 3}],
        "watchedSeasons": [{"seasonNumber": 1, "rating": 8}],
        "activity": [told],
    }
    first, second = records_of(json.dumps([film, show]))
    assert [play.when.text for play in first.plays] == ["2023-05-05T20:00:00Z", "2023-06-06T20:00:00Z"]
    assert [(play.number, play.when.text) for play in second.plays] == [(2, "2023-05-05T20:00:00Z"), (3, None)]
    assert [(one.field, one.code) for one in second.warnings] == [("season_rating", "unsupported")]


def test_rescued_episodes_may_say_that_they_are_shows() -> None:
    seen = "-1,8815687,show,St,1,1,false,true,2024-09-13 10:50:29,stopped,false\n"
    later = "-1,5,show,Later,1,1,false,false,,not_started_yet,true\n-1,6,show,St,1,2,false,false,,stopped,true\n"
    first, second, third = records_of(LIBERATED + seen + later, "activity_history.csv")
    assert (first.external_ids, first.status, first.plays[0].number) == ({}, WatchStatus.DROPPED, 1)
    assert (second.status, second.plays, third.reason) == (WatchStatus.PLANNED, (), "not_watched")


def test_lists_and_favourites_of_rescue_tools_are_joined_by_their_uuids() -> None:
    film = {"id": {"tvdb": 1, "imdb": "tt0485947"}, "uuid": "u1", "title": "Film", "is_watched": True, "rating": 10}
    item = {"uuid": "u1", "title": "Film", "type": "movie"}
    lists = [{"name": "Rain", "description": "d", "is_public": True, "items": [item, item | {"uuid": "u2"}]}]
    favourites = {"name": "Favorites", "is_public": True, "items": [item]}
    members = {"movies.json": [film], "lists.json": lists, "favorites.json": favourites}
    history, rows = read(zipped({name: json.dumps(content) for name, content in members.items()}))
    assert all(member.is_read for member in history.members)
    assert [(row.kind, row.external_ids.get("imdb")) for row in rows] == [
        (RecordKind.MARK, "tt0485947"),
        (RecordKind.LIST, None),
        (RecordKind.LIST_ITEM, "tt0485947"),
        (RecordKind.LIST_ITEM, None),
        (RecordKind.PLAY, "tt0485947"),
    ]
    assert rows[-1].rating is not None
    assert rows[2].media_type is MediaType.MOVIE


def test_a_file_of_letterboxd_that_only_its_name_tells_is_told() -> None:
    header = "Date,Name,Year,Letterboxd URI\n2024-01-01,A,2000,https://boxd.it/x\n"
    told = {
        name: [warning.code for warning in read(header, name)[0].warnings] for name in ("mine.csv", "watched (1).csv")
    }
    assert told == {"mine.csv": ["kind_by_name"], "watched (1).csv": []}


def test_letterboxd_has_five_stars_also_in_the_form_for_its_import() -> None:
    [row] = records_of("LetterboxdURI,Title,Rating\nhttps://boxd.it/1,A,4½\n")
    assert (row.rating and row.rating.score, row.external_ids) == (4.5, {"letterboxd": "https://boxd.it/1"})


def test_a_list_of_letterboxd_may_have_lost_its_head() -> None:
    rows = records_of("Position,Name,Year,URL,Description\n1,A,2000,https://boxd.it/1,why\n", "lists/My List.csv")
    assert [(row.kind, row.list and row.list.name) for row in rows] == [
        (RecordKind.LIST, "My List"),
        (RecordKind.LIST_ITEM, None),
    ]


def test_zero_is_no_rating_so_the_title_is_planned() -> None:
    imdb = "Position,Const,Title,Title Type,Year,Your Rating\n1,tt0111161,A,Movie,1994,0\n"
    tmdb = "TMDb ID,Type,Name,Release Date,Your Rating\n603,movie,A,1999-03-30T00:00:00Z,0.0\n"
    assert [records_of(content)[0].status for content in (imdb, tmdb)] == [WatchStatus.PLANNED] * 2


def test_lists_of_a_fork_of_yamtrack_hold_episodes() -> None:
    header = "row_type,media_id,source,media_type,title,season_number,episode_number,list_uid,list_name,list_tags\n"
    rows = records_of(
        f'{header}list,,,,,,,7,Best,"[""x"", ""y""]"\nlist_item,1668,tmdb,episode,Friends,1,24,7,Best,\n'
        "list_item,5,openlibrary,book,Book,,,7,Best,\ncollection,603,tmdb,movie,M,,,,,\nlist,,,,Named,,,,,\n"
    )
    assert [(row.kind, row.result, row.reason) for row in rows] == [
        (RecordKind.LIST, RecordResult.READY, None),
        (RecordKind.LIST_ITEM, RecordResult.READY, None),
        (RecordKind.LIST_ITEM, RecordResult.UNSUPPORTED, "media_type"),
        (RecordKind.ENTRY, RecordResult.UNSUPPORTED, "collection"),
        (RecordKind.LIST, RecordResult.READY, None),
    ]
    item, named = rows[1].list, rows[4].list
    assert item is not None
    assert named is not None
    assert (item.key, item.season, item.number, rows[0].tags, named.name) == ("7", 1, 24, ("x", "y"), "Named")


def test_shows_of_tv_time_that_no_episode_names_have_their_number() -> None:
    header = "tv_show_id,tv_show_name,is_followed,is_archived,nb_episodes_seen\n"
    seen, archived, left = records_of(f"{header}1,A,1,0,3\n2,B,0,1,9\n3,C,0,0,0\n", "user_tv_show_data.csv")
    assert (seen.status, progress_of(seen)) == (WatchStatus.WATCHING, [("current", None, 3)])
    assert (archived.status, progress_of(archived)) == (WatchStatus.DROPPED, [("current", None, 9)])
    assert left.reason == "not_followed"


SIMKL = "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB,MAL\n"


def test_the_csv_of_simkl_is_no_form_of_films() -> None:
    rows = (
        "1,A,anime,2001,completed,,2020-01-01,8,n,,,,5\n2,B,movie,2001,plantowatch,,,,,,7,tt1,\n"
        "3,C,tv,2001,watching,S03E07,31/12/2020,,,9,,,\n4,D,anime,2001,hold,12,,,,,,,\n"
    )
    history, [done, planned, watching, paused] = read(SIMKL + rows)
    assert (history.source, done.rating and done.rating.score, done.external_ids["mal"]) == (
        ImportSource.SIMKL,
        4.0,
        "5",
    )
    assert (planned.status, planned.plays) == (WatchStatus.PLANNED, ())
    [play] = watching.plays
    assert (play.season, play.number, play.when.text, watching.media_type) == (3, 7, "2020-12-31", MediaType.SHOW)
    assert (paused.status, progress_of(paused)) == (WatchStatus.ON_HOLD, [("current", None, 12)])
    backup = json.dumps({"movies": [{"status": "completed", "movie": {"title": "M", "ids": {"simkl": 9}}}]})
    both, records = read(zipped({"SimklBackup.csv": SIMKL + rows, "SimklBackup.json": backup}))
    assert ([member.reason for member in both.members], len(records)) == (["repeated", None], 1)


def test_files_of_more_than_films_are_nobody_elses_forms() -> None:
    letterboxd = "title,media_type,watched_date\nA,show,2024-01-01\n"
    movary = "title,tmdb_id,imdb_id,watched_at,season,episode\nA,1,,2024-01-01,1,2\n"
    found = [read(content) for content in (letterboxd, movary)]
    assert [(history.source, row.media_type) for history, [row] in found] == [
        (ImportSource.GENERIC, MediaType.SHOW)
    ] * 2


def test_shows_of_trakt_without_episodes_are_being_watched() -> None:
    show = {"plays": 5, "last_watched_at": "2024-01-01T00:00:00Z", "show": {"title": "S", "ids": {"trakt": 2}}}
    [row] = records_of(json.dumps([show]), "watched-shows.json")
    assert (row.status, row.plays) == (WatchStatus.WATCHING, ())
