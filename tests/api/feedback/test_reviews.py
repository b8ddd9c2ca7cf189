"""Reviews: written by those who have watched, read by everybody. The rating of a review is the author's rating."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.feedback import (
    BODY,
    RATINGS,
    REVIEWS,
    completed,
    rate,
    rated,
    rating_at,
    review,
    review_at,
    reviews_of,
    shown,
    walked,
    watched_title,
)
from tests.support.problems import problem_of
from tests.support.watchlist import WATCHLIST, stored_title


async def test_watched_title_is_reviewed_and_rated(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)

    answer = await person.http.post(reviews_of(title_id), json={"rating": 4.5, "body": BODY})

    assert answer.status_code == 201, answer.text
    written = answer.json()
    assert written == {
        "id": written["id"],
        "created_at": written["created_at"],
        "updated_at": written["created_at"],
        "title_id": str(title_id),
        "author": {"id": str(person.id), "username": person.username},
        "rating": 4.5,
        "body": BODY,
        "contains_spoilers": False,
        "superseded": False,
    }
    assert UUID(written["id"]).version == 7
    assert answer.headers["Location"] == f"{REVIEWS}/{written['id']}"
    assert (await client.get(answer.headers["Location"])).json() == written
    assert [item["score"] for item in await walked(person.http, RATINGS)] == [4.5]
    assert await shown(client, title_id) == {**rated([4.5]), "reviews": 1}


@pytest.mark.parametrize("status", [None, "planned", "watching", "on_hold", "dropped"])
async def test_title_that_is_not_completed_is_refused_unless_it_is_to_be_marked(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient, status: str | None
) -> None:
    title_id = await stored_title(connection)
    await completed(connection, person, title_id, status)

    refused = await person.http.post(reviews_of(title_id), json={"rating": 4, "body": BODY})

    problem_of(refused, 409, "title_not_watched")
    assert await shown(client, title_id) == {**rated([]), "reviews": 0}
    assert (await review(person, title_id, 4, mark_completed=True))["rating"] == 4
    (entry,) = await walked(person.http, WATCHLIST)
    assert (entry["status"], entry["rating"]) == ("completed", 4)


async def test_deleted_review_leaves_the_rating_unless_it_is_to_go_too(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)
    for query, scores in (({}, [2]), ({"rating": "keep"}, [2]), ({"rating": "delete"}, [])):
        written = await review(person, title_id, 2)
        assert (await person.http.delete(review_at(written), params=query)).status_code == 204
        assert await shown(client, title_id) == {**rated(scores), "reviews": 0}

    written = await review(person, title_id, 2)
    (rating,) = await walked(person.http, RATINGS)
    assert (await person.http.delete(rating_at(rating))).status_code == 204
    assert (await client.get(review_at(written))).json()["rating"] is None
    problem_of(await person.http.delete(review_at(written), params={"rating": "drop"}), 422, "validation_failed")
    stale = {"If-Match": '"0-0"'}
    gone = {"rating": "delete"}
    problem_of(await person.http.delete(review_at(written), params=gone, headers=stale), 412, "precondition_failed")
    assert (await person.http.delete(review_at(written), params=gone)).status_code == 204


async def test_title_reviewed_twice_is_refused_and_the_rating_stays(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)
    first = await review(person, title_id, 5)

    answer = await person.http.post(reviews_of(title_id), json={"rating": 1, "body": "Changed my mind."})

    problem_of(answer, 409, "already_reviewed")
    assert (await client.get(review_at(first))).json() == first
    assert await shown(client, title_id) == {**rated([5]), "reviews": 1}


async def test_missing_and_inactive_titles_are_not_found(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    inactive = await watched_title(connection, person, admin, is_active=False)

    for writer, title_id in ((person, uuid4()), (person, inactive), (admin, inactive)):
        body = {"rating": 3, "body": BODY, "mark_completed": True}
        problem_of(await writer.http.post(reviews_of(title_id), json=body), 404, "title_not_found")


async def test_review_changes_the_rating_that_stands(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id, 2)

    written = await review(person, title_id, 5)
    after_writing = (await person.http.get(rating_at(rating))).json()
    changed = await person.http.patch(review_at(written), json={"rating": 3.5})
    after_change = (await person.http.get(rating_at(rating))).json()

    assert (written["rating"], after_writing["score"]) == (5, 5)
    assert (changed.json()["rating"], after_change["score"]) == (3.5, 3.5)
    assert await shown(client, title_id) == {**rated([3.5]), "reviews": 1}


async def test_review_with_the_rating_that_stands_leaves_it_as_it_is(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id, 2)

    await review(person, title_id, 2)

    assert (await person.http.get(rating_at(rating))).json() == rating


async def test_changed_rating_shows_in_the_review_and_is_a_new_version_of_it(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id, 2)
    address = review_at(await review(person, title_id, 2))
    stale = (await person.http.get(address)).headers["ETag"]

    await person.http.put(rating_at(rating), json={"score": 4})

    read = await person.http.get(address, headers={"If-None-Match": stale})
    assert (read.status_code, read.json()["rating"]) == (200, 4)
    late = await person.http.patch(address, json={"body": "Late."}, headers={"If-Match": stale})
    problem_of(late, 412, "precondition_failed")


async def test_deleted_rating_leaves_the_review_without_one(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, 4)
    (rating,) = await walked(person.http, RATINGS)
    stale = (await client.get(review_at(written))).headers["ETag"]

    assert (await person.http.delete(rating_at(rating))).status_code == 204

    left = (await client.get(review_at(written))).json()
    assert left == {**written, "rating": None, "updated_at": left["updated_at"]}
    assert left["updated_at"] > written["updated_at"]
    late = await person.http.patch(review_at(written), json={"body": "Late."}, headers={"If-Match": stale})
    problem_of(late, 412, "precondition_failed")
    assert await shown(client, title_id) == {**rated([]), "reviews": 1}


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_rating_taken_back_is_given_anew_by_the_review_while_the_title_is_completed(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient, method: str
) -> None:
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, 4)
    (rating,) = await walked(person.http, RATINGS)
    await person.http.delete(rating_at(rating))
    body = {"rating": 2, "body": "On second thoughts."}

    await connection.execute("UPDATE watch_entries SET status = 'dropped', completed_at = NULL")
    problem_of(await person.http.request(method, review_at(written), json=body), 409, "title_not_watched")
    assert (await client.get(review_at(written))).json()["body"] == BODY
    await connection.execute("UPDATE watch_entries SET status = 'completed', completed_at = now()")
    answer = await person.http.request(method, review_at(written), json=body)

    assert (answer.status_code, answer.json()["rating"]) == (200, 2)
    assert await shown(client, title_id) == {**rated([2]), "reviews": 1}


async def test_replacement_takes_the_place_of_everything(person: Person, connection: asyncpg.Connection) -> None:
    written = await review(person, await watched_title(connection, person), 4, contains_spoilers=True)

    answer = await person.http.put(review_at(written), json={"rating": 1, "body": "No."})

    replaced = answer.json()
    assert answer.status_code == 200, answer.text
    assert (replaced["rating"], replaced["body"], replaced["contains_spoilers"]) == (1, "No.", False)
    assert replaced["updated_at"] > written["updated_at"]
    assert replaced["created_at"] == written["created_at"]


@pytest.mark.parametrize("change", [{"body": "Short."}, {"contains_spoilers": True}, {"rating": 5}])
async def test_patch_changes_what_is_sent_alone(
    person: Person, connection: asyncpg.Connection, change: dict[str, Any]
) -> None:
    written = await review(person, await watched_title(connection, person), 4)

    changed = (await person.http.patch(review_at(written), json=change)).json()

    assert changed == {**written, **change, "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > written["updated_at"]
    assert (await person.http.patch(review_at(written), json={})).json() == changed


async def test_review_stands_and_changes_when_the_entry_is_gone(person: Person, connection: asyncpg.Connection) -> None:
    written = await review(person, await watched_title(connection, person), 4)
    await connection.execute("DELETE FROM watch_entries")

    answer = await person.http.put(review_at(written), json={"rating": 2, "body": "Later."})

    assert (answer.status_code, answer.json()["rating"]) == (200, 2)


async def test_deleted_review_leaves_the_rating(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, 4)

    answer = await person.http.delete(review_at(written))

    assert (answer.status_code, answer.content) == (204, b"")
    problem_of(await person.http.delete(review_at(written)), 404, "review_not_found")
    problem_of(await client.get(review_at(written)), 404, "review_not_found")
    assert await shown(client, title_id) == {**rated([4]), "reviews": 0}
    assert [item["score"] for item in await walked(person.http, RATINGS)] == [4]
    assert (await review(person, title_id, 3))["rating"] == 3


async def test_stale_version_is_refused(person: Person, connection: asyncpg.Connection) -> None:
    address = review_at(await review(person, await watched_title(connection, person), 4))
    stale = {"If-Match": (await person.http.get(address)).headers["ETag"]}
    assert (await person.http.patch(address, json={"body": "Two."}, headers=stale)).status_code == 200

    body = {"rating": 1, "body": "Three."}
    problem_of(await person.http.put(address, json=body, headers=stale), 412, "precondition_failed")
    problem_of(await person.http.patch(address, json=body, headers=stale), 412, "precondition_failed")
    problem_of(await person.http.delete(address, headers=stale), 412, "precondition_failed")
    read = await person.http.get(address)
    assert (read.json()["body"], read.json()["rating"]) == ("Two.", 4)
    assert (await person.http.delete(address, headers={"If-Match": read.headers["ETag"]})).status_code == 204


async def test_renamed_author_shows_in_the_review(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    written = await review(person, await watched_title(connection, person))

    await person.http.patch("/api/v1/auth/me", json={"username": "grace"})

    assert (await client.get(review_at(written))).json()["author"] == {"id": str(person.id), "username": "grace"}


async def test_reviewed_title_cannot_be_deleted(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    title_id = await watched_title(connection, person)
    await review(person, title_id)
    await connection.execute("DELETE FROM watch_entries")
    await connection.execute("DELETE FROM ratings")

    problem_of(await admin.http.delete(f"/api/v1/titles/{title_id}"), 409, "in_use")
