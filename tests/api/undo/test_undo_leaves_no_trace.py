"""Undo restores all that an operation changed: whatever it was done to, every row is as it was before."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.feedback import review, review_at, watched_title
from tests.support.lists import created, linked, list_at, put_in
from tests.support.personal_rows import differences, rows_of
from tests.support.plays import plays_of
from tests.support.titles_in_every_state import titles_in_every_state
from tests.support.undo import deleted, last_operation, undone

Json = dict[str, Any]

EVERY_MEMBER: Json = {
    "notes": "Changed",
    "tags": ["Changed"],
    "hidden_from": ["calendar"],
    "include_specials": True,
    "started_on": "2018-01-01",
    "finished_on": "2018-02-01",
}
WHOLE_PLAY: Json = {"watched_on": "2022-02", "note": "n", "place": "p", "tags": ["T"], "score": 5, "set_rating": True}
STATUSES = ("planned", "watching", "completed", "on_hold", "dropped")
BULKS: Sequence[tuple[str, str, str, Json]] = (
    *(("watchlist", "put", "titles", {"status": one, **EVERY_MEMBER}) for one in STATUSES),
    *(("watchlist", "patch", "titles", {"status": one}) for one in STATUSES),
    ("watchlist", "create", "titles", {"status": "completed", "finished_on": "2018"}),
    ("watchlist", "put", "titles", {"status": "completed", "log_play": True, "watched_on": "2022"}),
    ("watchlist", "patch", "titles", {"started_on": None, "finished_on": None}),
    ("watchlist", "patch", "titles", {"started_on": "2018-01-01", "finished_on": "2018-02-01"}),
    ("watchlist", "delete", "titles", {}),
    ("plays", "create", "titles", WHOLE_PLAY),
    ("plays", "create", "titles", {}),
    ("plays", "create", "titles", {"status": "keep"}),
    ("plays", "create", "shows", {"episode": {"season": 1, "number": 3}}),
    ("plays", "put", "keys", WHOLE_PLAY),
    ("plays", "patch", "plays", {"watched_on": None, "note": None, "place": "x", "tags": [], "score": 1}),
    ("plays", "delete", "plays", {}),
    ("ratings", "create", "titles", {"score": 4, "mark_completed": True}),
    ("ratings", "put", "titles", {"score": 1.5, "mark_completed": True}),
    ("ratings", "delete", "titles", {}),
)
SELECTIONS: Sequence[Json] = ({"all": True}, {"season": 1}, {"up_to": {"episode": {"season": 1, "number": 2}}})
SINGLE: Sequence[tuple[str, str, Json | None]] = (
    *(("POST", "titles/{title}/watch", {**one, "watched_on": "2022"}) for one in SELECTIONS),
    ("POST", "titles/{title}/watch", {"all": True, "again": True}),
    *(("POST", "titles/{title}/unwatch", {"all": True, "plays": one}) for one in ("last", "viewing", "all")),
    *(("PUT", "watchlist/{entry}/progress", {"seen": seen}) for seen in range(4)),
    ("PATCH", "watchlist/{entry}", {"log_play": True, "status": "completed", "started_on": None}),
    ("PUT", "watchlist/{entry}", {**EVERY_MEMBER, "log_play": True, "status": "dropped"}),
    ("POST", "watchlist", {"log_play": True, "status": "completed"}),
    ("POST", "watchlist/{entry}/rewatch", {"started_on": "2022"}),
    ("POST", "ratings", {"score": 4, "mark_completed": True}),
    ("DELETE", "watchlist/{entry}", None),
    ("DELETE", "watchlist/{entry}?plays=delete", None),
    ("DELETE", "plays/{play}", None),
    ("DELETE", "ratings/{rating}", None),
)
TABLES = {"entry": "watch_entries", "play": "plays", "rating": "ratings"}


async def _named(person: Person, titles: Sequence[UUID]) -> Mapping[str, Sequence[Json]]:
    """Return how items name what there is."""
    plays = await plays_of(person)
    every = [{"title_id": str(one)} for one in titles]
    return {
        "titles": every,
        "shows": every[: len(every) // 2],
        "keys": [
            {"title_id": one["title"]["id"], "source": one["source"], "source_key": one["source_key"]}
            for one in plays
            if one["source"] is not None
        ],
        "plays": [{"id": one["id"]} for one in plays],
    }


async def test_bulks(person: Person, connection: asyncpg.Connection, subtests: pytest.Subtests) -> None:
    titles = await titles_in_every_state(connection, person, every=2)
    before = await rows_of(connection, person.id)
    named = await _named(person, titles)
    for path, action, what, members in BULKS:
        with subtests.test(f"{path} {action} {members}"):
            items = [{"action": action, **one, **members} for one in named[what]]
            answer = await person.http.post(f"/api/v1/{path}/bulk", json={"items": items})
            assert answer.status_code == 200, answer.text
            assert (await undone(person, answer.json()["operation_id"]))["left"] == []
            assert differences(before, await rows_of(connection, person.id)) == []


@pytest.mark.long
async def test_single_requests(person: Person, connection: asyncpg.Connection, subtests: pytest.Subtests) -> None:
    titles = await titles_in_every_state(connection, person, every=4)
    for method, path, body in SINGLE:
        with subtests.test(f"{method} {path} {body}"):
            before = await rows_of(connection, person.id)
            stayed = [one for one in titles if not await _done_and_undone(person, connection, one, method, path, body)]
            assert len(stayed) < len(titles)
            assert differences(before, await rows_of(connection, person.id), but_for=stayed) == []


async def test_deleted_lists_tags_and_reviews(person: Person, connection: asyncpg.Connection) -> None:
    titles = await titles_in_every_state(connection, person, every=12)
    shown = await created(person, is_ranked=True, visibility="link", description="With popcorn")
    await linked(person, shown)
    for title in titles:
        await put_in(person, shown, title, note="Sofa")
    written = await review(person, await watched_title(connection, person), rating=4)
    tag_ids = await connection.fetch("SELECT id FROM tags WHERE user_id = $1", person.id)
    before = await rows_of(connection, person.id)
    paths = [list_at(shown), review_at(written), *(f"/api/v1/tags/{row['id']}" for row in tag_ids)]
    operations = [await deleted(person, path) for path in paths]
    for operation_id in reversed(operations):
        assert (await undone(person, operation_id))["left"] == []
    assert len(tag_ids) > 0
    assert differences(before, await rows_of(connection, person.id)) == []


async def _done_and_undone(
    person: Person, connection: asyncpg.Connection, title: UUID, method: str, path: str, body: Json | None
) -> bool:
    """Do something to a title, and undo it; return false for what is no operation."""
    ids = {"title": title}
    for name in (one for one in TABLES if f"{{{one}}}" in path):
        found = f"SELECT id FROM {TABLES[name]} WHERE user_id = $1 AND title_id = $2 LIMIT 1"
        ids[name] = await connection.fetchval(found, person.id, title)
        if ids[name] is None:
            return False
    last = await last_operation(person)
    sent = {**(body or {}), "title_id": str(title)} if path in ("watchlist", "ratings") else body
    await person.http.request(method, f"/api/v1/{path.format(**ids)}", json=sent)
    operation_id = await last_operation(person)
    if operation_id is None or operation_id == last:
        return False
    assert (await undone(person, operation_id))["left"] == []
    return True
