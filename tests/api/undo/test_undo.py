"""Undo: what a person deleted comes back as it was, once, unless the person has changed it since."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.changes import Copy
from tests.support.feedback import RATINGS, REVIEWS, rate, recounted, review, shown, watched_title
from tests.support.problems import problem_of
from tests.support.undo import OPERATIONS, deleted, gone_wrong, undo, undone
from tests.support.watchlist import WATCHLIST, added, address, stored_title


async def _read(person: Person, path: str) -> dict[str, Any]:
    answer = await person.http.get(path)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def _rating_at(person: Person) -> str:
    (rating,) = (await _read(person, RATINGS))["items"]
    return f"{RATINGS}/{rating['id']}"


def _without_version(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name != "updated_at"}


async def test_deleted_entry_comes_back_as_it_was_with_a_newer_version(
    person: Person, connection: asyncpg.Connection
) -> None:
    entry = await added(person, await stored_title(connection), status="completed", notes="The diner", tags=["Diners"])
    operation_id = await deleted(person, address(entry))

    report = await undone(person, operation_id)

    assert report == {"restored": 1, "left": [], "operation_id": report["operation_id"]}
    restored = await _read(person, address(entry))
    assert _without_version(restored) == _without_version(entry)
    assert restored["updated_at"] > entry["updated_at"]


async def test_deleted_rating_comes_back_and_counts(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, rating=4)
    path = await _rating_at(person)
    before, figures = await _read(person, path), await shown(person.http, title_id)
    operation_id = await deleted(person, path)
    without = await _read(person, f"{REVIEWS}/{written['id']}")

    await undone(person, operation_id)

    assert _without_version(await _read(person, path)) == _without_version(before)
    assert await shown(person.http, title_id) == figures == await recounted(connection, title_id)
    again = await _read(person, f"{REVIEWS}/{written['id']}")
    assert (again["rating"], without["rating"]) == (4, None)
    assert again["updated_at"] > without["updated_at"]


async def test_review_that_took_its_rating_along_comes_back_with_it(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, rating=4.5)
    figures = await shown(person.http, title_id)
    operation_id = await deleted(person, f"{REVIEWS}/{written['id']}", rating="delete")
    assert (await _read(person, RATINGS))["items"] == []

    report = await undone(person, operation_id)

    assert report["restored"] == 2
    assert _without_version(await _read(person, f"{REVIEWS}/{written['id']}")) == _without_version(written)
    assert await shown(person.http, title_id) == figures == await recounted(connection, title_id)


async def test_what_was_made_again_meanwhile_stays(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await watched_title(connection, person)
    await rate(person, title_id, 4)
    (entry,) = (await _read(person, WATCHLIST))["items"]
    rating = await deleted(person, await _rating_at(person))
    entries = await deleted(person, address(entry))
    again = await added(person, title_id, status="completed", notes="again")
    await rate(person, title_id, 2)

    assert await gone_wrong(person, entries) == [("watch_entry", "changed_since")]
    assert await gone_wrong(person, rating) == [("rating", "changed_since")]
    assert (await _read(person, address(again)))["notes"] == "again"
    assert await recounted(connection, title_id) == await shown(person.http, title_id)


async def test_title_that_is_no_more_is_told(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    operation_id = await deleted(person, address(await added(person, title_id)))
    admin = await accounts.admin()
    assert (await admin.http.delete(f"/api/v1/titles/{title_id}")).status_code == 204

    assert await gone_wrong(person, operation_id) == [("watch_entry", "title_gone")]


async def test_inactive_title_comes_back_in_the_list(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    entry = await added(person, title_id)
    operation_id = await deleted(person, address(entry))
    await connection.execute("UPDATE titles SET is_active = false WHERE id = $1", title_id)

    assert (await undone(person, operation_id))["restored"] == 1


async def test_undo_follows_a_title_to_the_one_that_it_was_merged_into(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    title_id, survivor = await watched_title(connection, person), await stored_title(connection)
    written = await review(person, title_id, rating=5)
    (entry,) = (await _read(person, WATCHLIST))["items"]
    operations = [
        await deleted(person, address(entry)),
        await deleted(person, f"{REVIEWS}/{written['id']}", rating="delete"),
    ]
    await _merge(accounts, title_id, survivor)

    assert [(await undone(person, one))["restored"] for one in operations] == [1, 2]
    assert (await _read(person, address(entry)))["title"]["id"] == str(survivor)
    assert (await _read(person, f"{REVIEWS}/{written['id']}"))["title_id"] == str(survivor)
    assert await shown(person.http, survivor) == await recounted(connection, survivor)


async def test_entry_of_the_surviving_title_is_in_the_way(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    title_id, survivor = await stored_title(connection), await stored_title(connection)
    await added(person, survivor)
    operation_id = await deleted(person, address(await added(person, title_id)))
    await _merge(accounts, title_id, survivor)

    assert await gone_wrong(person, operation_id) == [("watch_entry", "in_the_way")]


async def _merge(accounts: Accounts, title_id: object, into_id: object) -> None:
    admin = await accounts.admin()
    answer = await admin.http.post(f"/api/v1/titles/{title_id}/merge", json={"into_id": str(into_id)})
    assert answer.status_code == 200, answer.text


async def test_undo_happens_once_and_is_no_operation_to_undo(person: Person, connection: asyncpg.Connection) -> None:
    operation_id = await deleted(person, address(await added(person, await stored_title(connection))))
    undo_id = (await undone(person, operation_id))["operation_id"]

    problem = problem_of(await undo(person, operation_id), 409, "already_undone")

    path = f"{OPERATIONS}/{undo_id}"
    assert problem["existing"] == {"kind": "operation", "id": undo_id, "href": path}
    problem_of(await undo(person, undo_id), 409, "not_undoable")
    assert (await _read(person, path))["counts"] == {"restored": 1, "left": 0}


async def test_of_thirty_undos_at_once_one_happens(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await watched_title(connection, person)
    await rate(person, title_id, 4)
    operation_id = await deleted(person, await _rating_at(person))

    answers = await asyncio.gather(*(undo(person, operation_id) for _ in range(30)))

    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 29]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"already_undone"}
    assert await shown(person.http, title_id) == await recounted(connection, title_id)


async def test_repeated_undo_with_a_key_is_answered_as_the_first(
    person: Person, connection: asyncpg.Connection
) -> None:
    operation_id = await deleted(person, address(await added(person, await stored_title(connection))))
    key = {"Idempotency-Key": uuid4().hex}
    first = await undo(person, operation_id, **key)

    second = await undo(person, operation_id, **key)

    assert (second.status_code, second.json()) == (200, first.json())
    assert second.headers["Idempotency-Replayed"] == "true"


async def test_operation_can_be_undone_until_it_expires(person: Person, connection: asyncpg.Connection) -> None:
    operation_id = await deleted(person, address(await added(person, await stored_title(connection))))
    await connection.execute("UPDATE operations SET expires_at = now() - interval '1 second'")

    problem_of(await undo(person, operation_id), 410, "undo_expired")


async def test_operation_of_somebody_else_is_not_there(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    operation_id = await deleted(person, address(await added(person, await stored_title(connection))))
    other = await accounts.person()

    problem_of(await undo(other, operation_id), 404, "operation_not_found")
    problem_of(await undo(person, str(uuid4())), 404, "operation_not_found")
    problem_of(await undo(person, "first"), 422, "validation_failed")


async def test_deletion_by_an_admin_makes_no_operation(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    written = await review(person, await watched_title(connection, person))
    admin = await accounts.admin()

    answer = await admin.http.delete(f"{REVIEWS}/{written['id']}")

    assert answer.status_code == 204
    assert "Operation-ID" not in answer.headers
    for http in (admin, person):
        assert (await _read(http, f"{OPERATIONS}?kind=delete"))["items"] == []


async def test_operations_are_listed_by_kind_the_newest_first(person: Person, connection: asyncpg.Connection) -> None:
    ids = [await deleted(person, address(await added(person, await stored_title(connection)))) for _ in range(3)]
    undo_id = (await undone(person, ids[0]))["operation_id"]

    everything = (await _read(person, OPERATIONS))["items"]

    assert [one["id"] for one in everything] == [undo_id, *reversed(ids)]
    assert [one["id"] for one in (await _read(person, f"{OPERATIONS}?kind=undo"))["items"]] == [undo_id]
    first = await _read(person, f"{OPERATIONS}?kind=delete&sort=created_at&limit=2&with_total=true")
    assert ([one["id"] for one in first["items"]], first["total"]) == (ids[:2], 3)
    after = {"kind": "delete", "sort": "created_at", "cursor": first["next_cursor"]}
    assert [one["id"] for one in (await person.http.get(OPERATIONS, params=after)).json()["items"]] == ids[2:]
    assert everything[0] == {
        "id": undo_id,
        "kind": "undo",
        "counts": {"restored": 1, "left": 0},
        "title": None,
        "name": None,
        "resources": {},
        "created_at": everything[0]["created_at"],
        "undone_at": None,
        "expires_at": everything[0]["expires_at"],
    }
    undone_one = await _read(person, f"{OPERATIONS}/{ids[0]}")
    assert (undone_one["kind"], undone_one["counts"]) == ("delete", {"deleted": 1})
    assert undone_one["undone_at"] is not None


async def test_feed_tells_of_what_comes_back(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await watched_title(connection, person)
    await review(person, title_id, rating=4)
    copy = Copy(person)
    await copy.follow()
    (entry,), (rating,), (written,) = (copy.of(kind) for kind in ("watchlist", "ratings", "reviews"))
    for path in (f"{WATCHLIST}/{entry}", f"{RATINGS}/{rating}", f"{REVIEWS}/{written}"):
        operation_id = await deleted(person, path)
        await copy.follow()
        await undone(person, operation_id)
        await copy.follow()

    assert copy.of("watchlist") == {entry: await _read(person, f"{WATCHLIST}/{entry}")}
    assert copy.of("ratings") == {rating: await _read(person, f"{RATINGS}/{rating}")}
    assert copy.of("reviews") == {written: await _read(person, f"{REVIEWS}/{written}")}


async def test_deleted_account_leaves_no_operation(person: Person, connection: asyncpg.Connection) -> None:
    await deleted(person, address(await added(person, await stored_title(connection))))

    answer = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})

    assert answer.status_code == 204
    for table in ("operations", "operation_rows"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0
