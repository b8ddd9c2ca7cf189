"""What the bodies and addresses of the watchlist refuse, and where they say it is wrong."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.each import for_each
from tests.support.watchlist import MATRIX, WATCHLIST, added, address, pointers, stored_title

ID = str(uuid4())


@for_each(
    ("body", "pointer"),
    [
        ({}, "/body"),
        ({"title_id": None, "media": None}, "/body"),
        ({"title_id": ID, "media": MATRIX}, "/body"),
        ([], "/body"),
        ("planned", "/body"),
        (None, "/body"),
        ({"title_id": "x"}, "/body/title_id"),
        ({"title_id": 3}, "/body/title_id"),
        ({"title_id": True}, "/body/title_id"),
        ({"title_id": ID, "status": "seen"}, "/body/status"),
        ({"title_id": ID, "status": "PLANNED"}, "/body/status"),
        ({"title_id": ID, "status": True}, "/body/status"),
        ({"title_id": ID, "status": 3}, "/body/status"),
        ({"title_id": ID, "status": None}, "/body/status"),
        ({"title_id": ID, "notes": 3}, "/body/notes"),
        ({"title_id": ID, "notes": ["x"]}, "/body/notes"),
        ({"title_id": ID, "notes": "x" * 5001}, "/body/notes"),
        ({"title_id": ID, "notes": "a\x00b"}, "/body/notes"),
        ({"title_id": ID, "notes": "bell\x07"}, "/body/notes"),
        ({"title_id": ID, "notes": "\x1b[31m"}, "/body/notes"),
        ({"title_id": ID, "rating": 5}, "/body/rating"),
        *(({"title_id": ID, "watched_on": value, **logs}, "/body/watched_on")
          for value in ("2012", None) for logs in ({}, {"log_play": False})),
        ({"title_id": ID, "user_id": ID}, "/body/user_id"),
        ({"media": "tmdb:603"}, "/body/media"),
        *(({"media": {**MATRIX, "source": value}}, "/body/media/source") for value in
          ("TMDB", "", "9tmdb", "a" * 33, "tm db", "tmdb\n", None, 3, True)),
        *(({"media": {**MATRIX, "external_id": value}}, "/body/media/external_id") for value in
          ("", "  ", "x" * 201, True, False, 603.0, 1e3, None, [603], "6\x0003")),
        *(({"media": {**MATRIX, "media_type": value}}, "/body/media/media_type") for value in
          ("tv", "", 1, True, None)),
        *(({"media": {**MATRIX, "title": value}}, "/body/media/title") for value in
          ("", "   ", "x" * 501, 1984, None, "two\nlines")),
        *(({"media": {**MATRIX, "poster_url": value}}, "/body/media/poster_url") for value in
          ("javascript:alert(1)", "file:///etc/passwd", "http://localhost/a.jpg", "a.jpg", "", 3)),
        ({"media": {**MATRIX, "overview": "x"}}, "/body/media/overview"),
        *(({"media": {name: value for name, value in MATRIX.items() if name != left_out}}, f"/body/media/{left_out}")
          for left_out in MATRIX),
    ],
)  # fmt: skip
async def test_wrong_new_entry_is_refused_at_its_place(
    person: Person, connection: asyncpg.Connection, body: Any, pointer: str
) -> None:
    answer = await person.http.post(WATCHLIST, json=body)

    assert pointers(answer) == [pointer]
    assert await connection.fetchval("SELECT count(*) FROM titles") == 0


async def test_lone_surrogates_are_refused(person: Person) -> None:
    body = f'{{"title_id": "{ID}", "notes": "\\ud800"}}'

    answer = await person.http.post(WATCHLIST, content=body, headers={"Content-Type": "application/json"})

    assert pointers(answer) == ["/body/notes"]


@pytest.mark.parametrize(
    ("method", "body", "pointer"),
    [
        ("PUT", {}, "/body/status"),
        ("PUT", {"notes": "x"}, "/body/status"),
        ("PUT", {"status": None}, "/body/status"),
        ("PUT", {"status": "planned", "title_id": ID}, "/body/title_id"),
        ("PUT", {"status": "planned", "notes": False}, "/body/notes"),
        ("PUT", {"status": "completed", "watched_on": "2012"}, "/body/watched_on"),
        ("PATCH", {"notes": "new", "watched_on": None}, "/body/watched_on"),
        ("PATCH", {"log_play": "x", "watched_on": "2012"}, "/body/log_play"),
        ("PATCH", {"status": None}, "/body/status"),
        ("PATCH", {"status": "x"}, "/body/status"),
        ("PATCH", {"status": True}, "/body/status"),
        ("PATCH", {"status": ["planned"]}, "/body/status"),
        ("PATCH", {"notes": "x" * 5001}, "/body/notes"),
        ("PATCH", {"notes": "\x7f"}, "/body/notes"),
        ("PATCH", {"notes": "  \n"}, "/body/notes"),
        ("PATCH", {"completed_at": None}, "/body/completed_at"),
    ],
)
async def test_wrong_change_is_refused_and_nothing_changes(
    person: Person, connection: asyncpg.Connection, method: str, body: dict[str, Any], pointer: str
) -> None:
    entry = await added(person, await stored_title(connection), notes="kept")

    answer = await person.http.request(method, address(entry), json=body)

    assert pointers(answer) == [pointer]
    assert (await person.http.get(address(entry))).json() == entry


@pytest.mark.parametrize("entry_id", ["x", "1", "0193f5a0-c1d2-7e0f-9a3b", "%00", "null"])
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
async def test_what_is_no_id_is_refused(person: Person, method: str, entry_id: str) -> None:
    body = {"status": "planned"} if method in ("PUT", "PATCH") else None

    assert pointers(await person.http.request(method, f"{WATCHLIST}/{entry_id}", json=body)) == ["/path/entry_id"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"status": "seen"}, "/query/status/0"),
        ({"status": ["planned", "x"]}, "/query/status/1"),
        ({"status": ""}, "/query/status/0"),
        ({"media_type": "tv"}, "/query/media_type"),
        ({"genre_id": "crime"}, "/query/genre_id/0"),
        ({"q": "a\x00b"}, "/query/q"),
        ({"q": "x" * 201}, "/query/q"),
        ({"sort": "score"}, "/query/sort"),
        ({"sort": "--title"}, "/query/sort"),
        ({"limit": 0}, "/query/limit"),
        ({"limit": 101}, "/query/limit"),
        ({"limit": "-1"}, "/query/limit"),
        ({"limit": 10**20}, "/query/limit"),
        ({"with_total": "maybe"}, "/query/with_total"),
    ],
)
async def test_wrong_query_is_refused_at_its_place(person: Person, query: dict[str, Any], pointer: str) -> None:
    assert pointers(await person.http.get(WATCHLIST, params=query)) == [pointer]


async def test_unknown_sort_is_told_the_allowed_ones(person: Person) -> None:
    answer = await person.http.get(WATCHLIST, params={"sort": "popularity"})

    detail = answer.json()["errors"][0]["detail"]
    for name in ("created_at", "updated_at", "title", "release_date", "average_rating"):
        assert f"'{name}'" in detail
        assert f"'-{name}'" in detail


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("first line\nsecond line\r\n\tthird", "first line\nsecond line\r\n\tthird"),
        ("  trimmed \n", "trimmed"),
        ("Ame\u0301lie", "Amélie"),
        ("x" * 5000, "x" * 5000),
        ("👨‍👩‍👧 'quotes' \"double\" $1 %s; --", "👨‍👩‍👧 'quotes' \"double\" $1 %s; --"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("", ""),
        (None, None),
    ],
)
async def test_notes_are_kept_as_written(
    person: Person, connection: asyncpg.Connection, sent: str | None, kept: str | None
) -> None:
    entry = await added(person, await stored_title(connection), notes=sent)
    assert entry["notes"] == kept

    changed = await person.http.patch(address(entry), json={"notes": sent})
    assert changed.json()["notes"] == kept
    assert (await person.http.get(address(entry))).json()["notes"] == kept
