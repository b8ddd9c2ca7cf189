"""What services say beside status, plays and ratings: progress, lists, private reviews, days in an activity."""

import json
from typing import Any

from tests.unit.imports.libraries import Library
from tests.unit.imports.reading import read, records_of, zipped
from watchkeeper.models.types.import_record import ImportRecord
from watchkeeper.models.types.import_source import RecordKind, RecordResult
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.watch_status import WatchStatus

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
