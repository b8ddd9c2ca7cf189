"""Any bytes give records or one of the import's errors, never another exception; each row gives one record."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.imports.reading import read, zipped
from tests.unit.imports.test_samples import CASES, packed
from watchkeeper.models.errors import import_errors
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind, RecordResult

ERRORS = (
    import_errors.ImportEmptyError,
    import_errors.ImportSourceUnknownError,
    import_errors.ImportEncryptedError,
    import_errors.ImportUnsafeArchiveError,
    import_errors.ImportUnsafeXmlError,
    import_errors.ImportUnreadableError,
)
HEADERS = {
    "diary.csv": "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date",
    "reviews.csv": "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date",
    "watched.csv": "Date,Name,Year,Letterboxd URI",
    "for-letterboxd.csv": "Title,Year,WatchedDate,Rating10,imdbID,tmdbID,Rewatch",
    "imdb.csv": "Position,Const,Created,Description,Title,Title Type,Year,Release Date,Your Rating,Date Rated",
    "tmdb.csv": "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Your Rating,Date Rated",
    "netflix.csv": "Title,Date",
    "long.csv": "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type",
    "thumbs.csv": "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Event Utc Ts",
    "yamtrack.csv": "media_id,source,media_type,title,season_number,episode_number,score,status,end_date,row_type",
    "history.csv": "title,year,tmdbId,imdbId,watchedAt,comment,location",
    "movielens.csv": "movie_id,imdb_id,tmdb_id,rating,average_rating,title",
    "simkl.csv": "SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB",
    "own.csv": "title,year,media_type,imdb_id,status,rating,rating_scale,watched_on,season,episode,review,notes,tags",
    "v2.csv": "created_at,key,s_id,s_no,ep_no,ep_id,rewatch_count,series_name,is_archived,is_followed,is_for_later",
    "v1.csv": "uuid,type,series_name,type-uuid-n,created_at,release_date,alpha_range_key,movie_name,entity_type,"
    "watch_date_range_key",
    "followed.csv": "tv_show_id,notification_offset,archived,tv_show_name,is_followed,nb_episodes_seen,is_favorited",
    "votes.csv": "episode_id,movie_name,uuid,vote_key",
    "seen.csv": "tv_show_name,episode_season_number,episode_number,created_at,cpt",
    "episodes.csv": "series_tvdb_id,title,season,episode,tvdb_id,is_watched,watched_at,rewatch_count",
    "activity.csv": "imdb_id,tvdb_id,type,title,season,episode,is_watched,watched_at,status,is_watchlisted,rating",
}
ODD = (
    *("0", "-1", "10", "99999999999", "1e999", "NaN", "Infinity", "½", "★★", "9" * 5000, "true", "yes", "tt1", "movie"),
    *("2024-02-30", "0000-00-00", "1970-01-01", "12/31/20", "4/3/20", "1.1.70", "2024-01-31T20:15:00+99:99"),
    *("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "watch-date-99999999999", "99:99:99", "tv", "Film"),
    *(
        "episode",
        "watch",
        "watch-episode-1",
        "user-series-2",
        "A (2001)",
        "completed",
        "Show: Season 99999: x",
        ": : :",
    ),
)
CELLS = st.text(st.characters(exclude_characters="\0"), max_size=12) | st.sampled_from(ODD)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(-1e9, 1e9), st.text(max_size=9), CELLS)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(CELLS, inner, max_size=3))
KEYS = st.sampled_from(
    (
        *(
            "watched_at",
            "type",
            "movie",
            "show",
            "episode",
            "season",
            "rated_at",
            "rating",
            "listed_at",
            "comment",
            "ids",
        ),
        *("review", "hidden_at", "plays", "last_watched_at", "title", "year", "seasons", "episodes", "number", "trakt"),
        *("status", "content", "watchedEpisodes", "seasonNumber", "id", "tvdb", "is_watched", "series_id", "score"),
    )
)
ELEMENTS = st.dictionaries(KEYS, VALUES | st.dictionaries(KEYS, VALUES, max_size=4), max_size=8)
FORMS: tuple[dict[str, Any], ...] = (
    {"watched_at": "", "type": "episode", "show": {}},
    {"rated_at": "", "rating": 1, "type": "movie", "movie": {}},
    {"listed_at": "", "movie": {}},
    {"comment": {}, "type": "movie", "movie": {}},
    {"plays": 1, "last_watched_at": "", "show": {}},
    {"status": "", "content": {}},
    {"id": {"tvdb": 1}, "title": "", "seasons": []},
)
often = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def tried(content: bytes | str, name: str) -> list[ImportRecord]:
    try:
        return read(content, name)[1]
    except ERRORS:
        return []


def require_plausible(records: list[ImportRecord]) -> None:
    for record in records:
        assert (record.reason is None) == (record.result is RecordResult.READY)
        assert record.title or record.external_ids or record.reason or record.kind is RecordKind.LIST
        assert "\0" not in "".join(text for text in (record.title, record.notes, record.source_text) if text)
        scores = [rating.score for rating in (record.rating, *(play.rating for play in record.plays)) if rating]
        assert all(score is None or 1 <= score <= 5 for score in scores)
        assert all(play.times >= 1 for play in record.plays)


@often
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    require_plausible(tried(content, "upload"))


@often
@given(st.dictionaries(st.text("abc./\\\u00e9 ", min_size=1, max_size=20), st.binary(max_size=60), max_size=4))
def test_any_archive(members: dict[str, bytes]) -> None:
    require_plausible(tried(zipped(members), "upload.zip"))


@often
@given(st.sampled_from(CASES), st.data())
def test_damaged_samples(case: str, data: st.DataObject) -> None:
    content = bytearray(packed(case)[0].getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    require_plausible(tried(bytes(content), packed(case)[1]))


def table(header: str, rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([header.split(","), *rows])
    return written.getvalue()


@pytest.mark.parametrize("name", HEADERS)
@often
@given(data=st.data())
def test_each_row_of_a_csv_gives_one_record(name: str, data: st.DataObject) -> None:
    width = HEADERS[name].count(",") + 1
    cells = st.lists(st.builds(str.strip, CELLS), min_size=width, max_size=width).map(lambda row: ["x", *row[1:]])
    rows = data.draw(st.lists(cells, min_size=1, max_size=6))
    _, records = read(table(HEADERS[name], rows).encode("utf-8", "replace"), name)
    assert [record.row for record in records] == list(range(1, len(rows) + 1))
    require_plausible(records)


@often
@given(st.sampled_from(FORMS), st.lists(ELEMENTS | VALUES, max_size=5))
def test_each_element_of_a_json_array_gives_one_record(form: dict[str, Any], elements: list[Any]) -> None:
    _, records = read(json.dumps([form, *elements]), "upload.json")
    assert [record.row for record in records] == list(range(1, len(elements) + 2))
    require_plausible(records)


@often
@given(st.dictionaries(st.sampled_from(("movies", "shows", "anime", "lists", "user")), st.lists(ELEMENTS) | VALUES))
def test_any_object_of_arrays(arrays: dict[str, Any]) -> None:
    first = {"movies": [{"status": "completed", "movie": {"title": "x"}}]}
    require_plausible(tried(json.dumps({**first, **arrays}), "upload.json"))


@often
@given(st.lists(st.dictionaries(st.sampled_from(("series_title", "my_status", "my_finish_date", "my_score")), CELLS)))
def test_any_xml_text(rows: list[dict[str, str]]) -> None:
    def lines() -> Iterator[str]:
        for row in rows:
            yield "".join(f"<{tag}><![CDATA[{text.replace(']]>', '')}]]></{tag}>" for tag, text in row.items())

    content = "<myanimelist>" + "".join(f"<anime>{line}</anime>" for line in lines()) + "</myanimelist>"
    _, records = read(content.encode("utf-8", "replace"), "list.xml")
    assert len(records) == len(rows)
    require_plausible(records)
