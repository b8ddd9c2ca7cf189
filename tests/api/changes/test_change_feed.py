"""The change feed: a client that reads nothing else ends equal to the service."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.changes import CHANGES, LATEST, Copy, asked, read, whole
from tests.support.watchlist import WATCHLIST, added, stored_title
from watchkeeper.configs.container import Container

RATINGS = "/api/v1/ratings"
AREAS = ["watchlist", "plays", "ratings", "reviews", "lists", "list_items", "tags", "marks", "titles", "settings"]


async def rated(person: Person, title_id: UUID, score: float = 4) -> dict[str, Any]:
    body = {"title_id": str(title_id), "score": score, "mark_completed": True}
    response = await person.http.post(RATINGS, json=body)
    assert response.status_code == httpx.codes.CREATED, response.text
    rating: dict[str, Any] = response.json()
    return rating


async def test_first_reading_is_a_snapshot_of_all_there_is(person: Person, connection: asyncpg.Connection) -> None:
    await rated(person, await stored_title(connection))
    page = await read(person)
    assert (page["is_snapshot"], page["has_more"]) == (True, False)
    assert {(change["kind"], change["id"]): change["data"] for change in page["items"]} == await whole(person)
    assert {change["change"] for change in page["items"]} == {"upsert"}


@pytest.mark.parametrize("limit", [1, 2, 500])
async def test_copy_ends_equal_after_changes_of_every_kind(
    person: Person, connection: asyncpg.Connection, limit: int
) -> None:
    copy = Copy(person, limit)
    await copy.follow()
    titles = [await stored_title(connection, f"Title {place}") for place in range(4)]
    kept = await added(person, titles[0])
    gone = await added(person, titles[1])
    rating = await rated(person, titles[2])
    await copy.follow()
    assert copy.rows == await whole(person)

    await person.http.patch(f"{WATCHLIST}/{kept['id']}", json={"status": "watching"})
    await person.http.delete(f"{WATCHLIST}/{gone['id']}")
    await person.http.post(f"/api/v1/titles/{titles[2]}/reviews", json={"rating": 5, "body": "Again!"})
    await person.http.delete(f"{RATINGS}/{rating['id']}")
    await rated(person, titles[3])
    await person.http.patch("/api/v1/auth/me", json={"first_name": "Ada"})
    await copy.follow()
    assert copy.rows == await whole(person)


async def test_deleted_resource_comes_as_a_tombstone(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection))
    cursor = (await read(person))["next_cursor"]
    await person.http.delete(f"{WATCHLIST}/{entry['id']}")
    page = await read(person, cursor=cursor)
    assert [(one["kind"], one["id"], one["change"], one["data"]) for one in page["items"]] == [
        ("watchlist", entry["id"], "delete", None)
    ]
    assert not page["is_snapshot"]


async def test_first_reading_leaves_out_what_was_deleted_before(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection))
    await person.http.delete(f"{WATCHLIST}/{entry['id']}")
    assert [change["kind"] for change in (await read(person))["items"]] == ["settings"]


async def test_resource_deleted_during_the_first_reading_is_told(
    person: Person, connection: asyncpg.Connection
) -> None:
    entries = [await added(person, await stored_title(connection, f"Title {place}")) for place in range(3)]
    copy = Copy(person, limit=2)
    await copy.read_page()
    for entry in entries:
        await person.http.delete(f"{WATCHLIST}/{entry['id']}")
    await copy.follow()
    assert copy.rows == await whole(person)


async def test_resource_changed_twice_comes_once(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection))
    cursor = (await read(person))["next_cursor"]
    for status in ("watching", "on_hold"):
        await person.http.patch(f"{WATCHLIST}/{entry['id']}", json={"status": status})
    items = (await read(person, cursor=cursor))["items"]
    assert [(one["id"], one["data"]["status"]) for one in items] == [(entry["id"], "on_hold")]


async def test_changes_of_one_transaction_share_a_number(person: Person, connection: asyncpg.Connection) -> None:
    cursor = (await read(person))["next_cursor"]
    await rated(person, await stored_title(connection))
    items = (await read(person, cursor=cursor))["items"]
    assert sorted(one["kind"] for one in items) == ["ratings", "watchlist"]
    assert len({one["sequence"] for one in items}) == 1


_GONE = "DELETE FROM watch_entries WHERE id = $1"
_AS_BEFORE = "INSERT INTO watch_entries SELECT (jsonb_populate_record(NULL::watch_entries, $1::jsonb)).*"
_CHANGED = "UPDATE watch_entries SET notes = 'New' WHERE id = $1"


@pytest.mark.parametrize(
    ("steps", "change"),
    [
        ((_CHANGED, _CHANGED), "upsert"),
        ((_CHANGED, _GONE), "delete"),
        ((_GONE, _AS_BEFORE), "upsert"),
        ((_CHANGED, _GONE, _AS_BEFORE, _CHANGED), "upsert"),
        ((_GONE, _AS_BEFORE, _GONE), "delete"),
    ],
    ids=["twice", "then-gone", "and-back", "changed-gone-back-changed", "gone-back-gone"],
)
async def test_last_change_of_a_transaction_is_what_the_feed_tells(
    person: Person, connection: asyncpg.Connection, steps: tuple[str, ...], change: str
) -> None:
    entry = await added(person, await stored_title(connection))
    other = await added(person, await stored_title(connection, "Another"))
    image = await connection.fetchval("SELECT to_jsonb(own)::text FROM watch_entries AS own WHERE id = $1", entry["id"])
    before = await read(person)
    async with connection.transaction():
        await connection.execute(_CHANGED, other["id"])
        for step in steps:
            await connection.execute(step, image if step == _AS_BEFORE else entry["id"])
    items = {one["id"]: one for one in (await read(person, cursor=before["next_cursor"]))["items"]}
    assert {items[entry["id"]]["change"], items[other["id"]]["change"]} == {change, "upsert"}
    assert {one["sequence"] for one in items.values()} == {max(one["sequence"] for one in before["items"]) + 1}
    latest = (await asked(person, LATEST)).json()
    assert latest["areas"]["watchlist"]["count"] == (1 if change == "delete" else 2)


async def test_rating_changes_the_entry_that_shows_it(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    rating = await rated(person, title_id)
    cursor = (await read(person))["next_cursor"]
    await person.http.patch(f"{RATINGS}/{rating['id']}", json={"score": 2})
    items = {one["kind"]: one["data"] for one in (await read(person, cursor=cursor))["items"]}
    assert (items["ratings"]["score"], items["watchlist"]["rating"]) == (2, 2)


async def test_feed_of_one_account_knows_nothing_of_another(accounts: Accounts, connection: asyncpg.Connection) -> None:
    one, other = await accounts.person(), await accounts.person()
    cursor = (await read(one))["next_cursor"]
    await added(other, await stored_title(connection))
    assert (await read(one, cursor=cursor))["items"] == []


async def test_kinds_are_chosen(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    await rated(person, title_id)
    page = await read(person, kind=["ratings", "reviews"])
    assert [one["kind"] for one in page["items"]] == ["ratings"]
    await added(person, await stored_title(connection, "Another"))
    assert (await read(person, kind=["reviews", "ratings"], cursor=page["next_cursor"]))["items"] == []


async def test_cursor_of_another_choice_of_kinds_is_rejected(person: Person) -> None:
    cursor = (await read(person, kind="ratings"))["next_cursor"]
    response = await asked(person, cursor=cursor)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_cursor")


async def test_cursor_of_another_account_is_rejected(accounts: Accounts) -> None:
    cursor = (await read(await accounts.person()))["next_cursor"]
    response = await asked(await accounts.person(), cursor=cursor)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_cursor")


@pytest.mark.parametrize(
    "query", [{"cursor": "garbage"}, {"kind": "films"}, {"limit": 0}, {"limit": 501}, {"sort": "x"}]
)
async def test_invalid_query_is_rejected(person: Person, query: dict[str, Any]) -> None:
    assert (await asked(person, **query)).status_code == 422


async def test_feed_is_not_modified_while_nothing_changes(person: Person, connection: asyncpg.Connection) -> None:
    first = await asked(person)
    known = {"If-None-Match": first.headers["ETag"]}
    for path in (CHANGES, LATEST):
        assert (await person.http.get(path, headers=known)).status_code == 304
    await added(person, await stored_title(connection))
    for path in (CHANGES, LATEST):
        assert (await person.http.get(path, headers=known)).status_code == 200


async def test_latest_counts_what_there_is_by_kind(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection, "One"))
    await added(person, await stored_title(connection, "Two"))
    await rated(person, await stored_title(connection, "Three"))
    await person.http.delete(f"{WATCHLIST}/{entry['id']}")
    latest = (await asked(person, LATEST)).json()
    assert list(latest["areas"]) == AREAS
    counts = {name: area["count"] for name, area in latest["areas"].items() if area["count"]}
    assert counts == {"watchlist": 2, "ratings": 1, "settings": 1}
    assert latest["sequence"] == latest["areas"]["watchlist"]["sequence"] > latest["areas"]["ratings"]["sequence"]


async def test_latest_begins_a_feed_without_what_was_before(person: Person, connection: asyncpg.Connection) -> None:
    await added(person, await stored_title(connection, "Before"))
    cursor = (await asked(person, LATEST)).json()["cursor"]
    later = await added(person, await stored_title(connection, "Later"))
    assert [one["id"] for one in (await read(person, cursor=cursor))["items"]] == [later["id"]]


async def test_restored_database_asks_for_a_new_reading(person: Person, connection: asyncpg.Connection) -> None:
    cursor = (await read(person))["next_cursor"]
    await connection.execute("UPDATE change_epoch SET epoch = gen_random_uuid()")
    await _require_resync(person, cursor, "restored")


async def test_cursor_ahead_of_the_database_asks_for_a_new_reading(
    person: Person, connection: asyncpg.Connection
) -> None:
    await added(person, await stored_title(connection))
    cursor = (await read(person))["next_cursor"]
    await connection.execute("UPDATE change_heads SET sequence = 1 WHERE user_id = $1", person.id)
    await _require_resync(person, cursor, "ahead")


async def test_cursor_from_before_the_forgotten_deletions_asks_for_a_new_reading(
    person: Person, connection: asyncpg.Connection
) -> None:
    entry = await added(person, await stored_title(connection))
    copy = Copy(person)
    await copy.follow()
    await person.http.delete(f"{WATCHLIST}/{entry['id']}")
    await connection.execute("UPDATE change_heads SET purged_to = sequence WHERE user_id = $1", person.id)
    await connection.execute("DELETE FROM resource_changes WHERE is_deleted AND user_id = $1", person.id)
    assert copy.cursor is not None
    await _require_resync(person, copy.cursor, "expired")
    copy.restart()
    await copy.follow()
    assert copy.rows == await whole(person)


async def _require_resync(person: Person, cursor: str, reason: str) -> None:
    response = await asked(person, cursor=cursor)
    assert (response.status_code, response.json()["code"]) == (410, "resync_required")
    assert response.json()["reason"] == reason


async def test_deleted_account_leaves_nothing_in_the_feed(person: Person, connection: asyncpg.Connection) -> None:
    await rated(person, await stored_title(connection))
    response = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})
    assert response.status_code == 204, response.text
    for table in ("resource_changes", "change_heads"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table} WHERE user_id = $1", person.id) == 0


async def test_many_writers_at_once_leave_no_change_untold(person: Person, connection: asyncpg.Connection) -> None:
    titles = [await stored_title(connection, f"Title {place}") for place in range(30)]
    copy, is_done = Copy(person, limit=3), asyncio.Event()

    async def watch() -> None:
        while not is_done.is_set():
            await copy.read_page()

    async def write(title_id: UUID) -> None:
        entry = await added(person, title_id)
        await person.http.patch(f"{WATCHLIST}/{entry['id']}", json={"status": "completed"})
        await rated_when_free(person, title_id)
        await person.http.delete(f"{WATCHLIST}/{entry['id']}")

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch())
        await asyncio.gather(*(write(title_id) for title_id in titles))
        is_done.set()
        await watching
    await copy.follow()
    assert copy.rows == await whole(person)


async def rated_when_free(person: Person, title_id: UUID) -> None:
    await rated(person, title_id)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


async def test_change_has_the_time_of_its_transaction(person: Person, connection: asyncpg.Connection) -> None:
    before = await connection.fetchval("SELECT clock_timestamp()")
    await added(person, await stored_title(connection))
    latest = (await asked(person, LATEST)).json()
    assert before <= _time(latest["changed_at"]) <= await connection.fetchval("SELECT clock_timestamp()")


async def test_title_of_ones_own_is_told_until_it_is_everybodys(person: Person, connection: asyncpg.Connection) -> None:
    media = {"source": "invented", "external_id": "7", "media_type": "movie", "title": "Our holidays"}
    entry = (await person.http.post(WATCHLIST, json={"media": media})).json()
    page = await read(person, kind="titles")
    title_id = entry["title"]["id"]
    shown = (await person.http.get(f"/api/v1/titles/{title_id}")).json()
    assert [(one["id"], one["data"]) for one in page["items"]] == [(title_id, shown)]

    await connection.execute("UPDATE titles SET owner_id = NULL WHERE id = $1", UUID(title_id))
    later = await read(person, kind="titles", cursor=page["next_cursor"])
    assert [(one["id"], one["change"]) for one in later["items"]] == [(title_id, "delete")]
    assert (await asked(person, LATEST)).json()["areas"]["titles"]["count"] == 0


async def test_wrong_numbers_of_resources_are_found_and_repaired_as_a_change(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, container: Container
) -> None:
    await rated(person, await stored_title(connection))
    right = (await asked(person, LATEST)).json()
    logic = container.change_logic()
    assert await logic.recount() == 0
    other = await accounts.person()
    await connection.execute(
        "UPDATE change_heads SET area_counts[1] = 7, area_counts[3] = 0 WHERE user_id = $1", person.id
    )
    assert await logic.find_miscounted() == [person.id]
    wrong = await asked(person, LATEST)
    assert wrong.json()["areas"]["watchlist"]["count"] == 7
    assert await logic.recount() == 1
    known = await person.http.get(LATEST, headers={"If-None-Match": wrong.headers["etag"]})
    assert known.status_code == 200
    assert {area: of["count"] for area, of in known.json()["areas"].items()} == {
        area: of["count"] for area, of in right["areas"].items()
    }
    assert known.json()["sequence"] == right["sequence"] + 1
    assert (await read(person, cursor=right["cursor"]))["items"] == []
    assert await logic.find_miscounted() == []
    assert (await asked(other, LATEST)).json()["sequence"] == 1
