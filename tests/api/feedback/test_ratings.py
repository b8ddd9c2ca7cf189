"""Ratings: one's own, of what one has watched."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.feedback import (
    RATINGS,
    SCORES,
    TITLES,
    completed,
    rate,
    rated,
    rating_at,
    review,
    shown,
    walked,
    watched_title,
)
from tests.support.problems import problem_of
from tests.support.watchlist import WATCHLIST, stored_title


async def _entry(person: Person) -> dict[str, Any]:
    (entry,) = (await person.http.get(WATCHLIST)).json()["items"]
    return dict(entry)


async def test_watched_title_is_rated(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await watched_title(connection, person, title="Heat")

    answer = await person.http.post(RATINGS, json={"title_id": str(title_id), "score": 4.5})

    assert answer.status_code == 201, answer.text
    rating = answer.json()
    assert rating == {
        "id": rating["id"],
        "created_at": rating["created_at"],
        "updated_at": rating["created_at"],
        "score": 4.5,
        "title": {
            "id": str(title_id),
            "media_type": "movie",
            "title": "Heat",
            "release_date": None,
            "poster_url": None,
            "average_rating": 4.5,
        },
        "original_value": None,
        "original_scale": None,
    }
    assert answer.headers["Location"] == f"{RATINGS}/{rating['id']}"
    assert UUID(rating["id"]).version == 7
    read = await person.http.get(answer.headers["Location"])
    assert read.json() == rating
    assert read.headers["ETag"] == answer.headers["ETag"]
    assert read.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("status", [None, "planned", "watching", "on_hold", "dropped"])
async def test_title_that_is_not_completed_is_refused(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient, status: str | None
) -> None:
    title_id = await stored_title(connection)
    await completed(connection, person, title_id, status)

    answer = await person.http.post(RATINGS, json={"title_id": str(title_id), "score": 3})

    problem_of(answer, 409, "title_not_watched")
    assert await shown(client, title_id) == {**rated([]), "reviews": 0}


async def test_title_that_somebody_else_has_watched_is_refused(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection, await accounts.person())

    answer = await person.http.post(RATINGS, json={"title_id": str(title_id), "score": 3})

    problem_of(answer, 409, "title_not_watched")


@pytest.mark.parametrize("status", [None, "planned", "watching", "on_hold", "dropped", "completed"])
async def test_marked_title_is_completed_and_rated_at_once(
    person: Person, connection: asyncpg.Connection, status: str | None
) -> None:
    title_id = await stored_title(connection)
    await completed(connection, person, title_id, status)

    rating = await rate(person, title_id, 2.5, mark_completed=True)

    entry = await _entry(person)
    assert (entry["status"], entry["rating"], rating["score"]) == ("completed", 2.5, 2.5)
    assert entry["completed_at"] is not None


async def test_marking_leaves_the_notes_and_a_completed_entry_as_they_are(
    person: Person, connection: asyncpg.Connection
) -> None:
    dropped, seen = await stored_title(connection, "A"), await stored_title(connection, "B")
    for title_id, status in ((dropped, "dropped"), (seen, "completed")):
        body = {"title_id": str(title_id), "status": status, "notes": "by heart"}
        assert (await person.http.post(WATCHLIST, json=body)).status_code == 201
    before = {item["title"]["title"]: item for item in await walked(person.http, WATCHLIST)}

    await rate(person, dropped, mark_completed=True)
    await rate(person, seen, mark_completed=True)

    after = {item["title"]["title"]: item for item in await walked(person.http, WATCHLIST)}
    assert {entry["notes"] for entry in after.values()} == {"by heart"}
    assert after["A"]["updated_at"] > before["A"]["updated_at"]
    assert after["B"]["updated_at"] == before["B"]["updated_at"]
    assert after["B"]["completed_at"] == before["B"]["completed_at"]


async def test_refused_rating_marks_nothing(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await watched_title(connection, person)
    await rate(person, title_id)
    await connection.execute("UPDATE watch_entries SET status = 'dropped', completed_at = NULL")

    answer = await person.http.post(RATINGS, json={"title_id": str(title_id), "score": 1, "mark_completed": True})

    problem_of(answer, 409, "already_rated")
    assert (await _entry(person))["status"] == "dropped"


async def test_title_rated_twice_is_refused_and_keeps_the_first_score(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)
    first = await rate(person, title_id, 5)

    answer = await person.http.post(RATINGS, json={"title_id": str(title_id), "score": 1})

    problem_of(answer, 409, "already_rated")
    assert (await person.http.get(rating_at(first))).json()["score"] == 5
    assert await shown(client, title_id) == {**rated([5]), "reviews": 0}


async def test_title_whose_rating_was_taken_back_can_be_rated_again(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection, person)
    assert (await person.http.delete(rating_at(await rate(person, title_id)))).status_code == 204

    assert (await rate(person, title_id, 2))["title"]["average_rating"] == 2


@pytest.mark.parametrize("mark_completed", [False, True])
async def test_missing_and_inactive_titles_are_not_found(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, mark_completed: bool
) -> None:
    admin = await accounts.admin()
    inactive = await watched_title(connection, person, admin, is_active=False)

    for rater, title_id in ((person, uuid4()), (person, inactive), (admin, inactive)):
        body = {"title_id": str(title_id), "score": 3, "mark_completed": mark_completed}
        problem_of(await rater.http.post(RATINGS, json=body), 404, "title_not_found")


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("score", SCORES)
async def test_changed_score_is_kept_and_counted(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient, method: str, score: float
) -> None:
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id, 3)

    answer = await person.http.request(method, rating_at(rating), json={"score": score})

    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert (changed["score"], changed["title"]["average_rating"]) == (score, score)
    assert changed["updated_at"] > rating["updated_at"]
    assert changed["created_at"] == rating["created_at"]
    assert await shown(client, title_id) == {**rated([score]), "reviews": 0}


async def test_patch_of_nothing_keeps_the_version(person: Person, connection: asyncpg.Connection) -> None:
    rating = await rate(person, await watched_title(connection, person))

    answer = await person.http.patch(rating_at(rating), json={})

    assert answer.json() == rating


async def test_rating_stands_when_its_entry_is_set_back_removed_or_the_title_deactivated(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id, 3)
    entry = f"{WATCHLIST}/{(await _entry(person))['id']}"

    assert (await person.http.patch(entry, json={"status": "planned"})).status_code == 200
    assert (await person.http.put(rating_at(rating), json={"score": 4})).json()["score"] == 4
    assert (await person.http.delete(entry)).status_code == 204
    assert (await admin.http.patch(f"{TITLES}/{title_id}", json={"is_active": False})).status_code == 200
    assert (await person.http.patch(rating_at(rating), json={"score": 5})).json()["score"] == 5
    assert [item["score"] for item in await walked(person.http, RATINGS)] == [5]
    assert (await person.http.delete(rating_at(rating))).status_code == 204


async def test_deleted_rating_is_gone_and_not_counted(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id)

    answer = await person.http.delete(rating_at(rating))

    assert (answer.status_code, answer.content) == (204, b"")
    problem_of(await person.http.delete(rating_at(rating)), 404, "rating_not_found")
    problem_of(await person.http.get(rating_at(rating)), 404, "rating_not_found")
    assert await shown(client, title_id) == {**rated([]), "reviews": 0}


async def test_rating_of_another_person_does_not_exist(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id)
    others = [await accounts.person(), await accounts.admin()]

    for other in others:
        calls = [
            await other.http.get(rating_at(rating)),
            await other.http.put(rating_at(rating), json={"score": 1}),
            await other.http.patch(rating_at(rating), json={"score": 1}),
            await other.http.delete(rating_at(rating)),
        ]
        for answer in calls:
            problem_of(answer, 404, "rating_not_found")
        assert await walked(other.http, RATINGS) == []
    assert (await person.http.get(rating_at(rating))).json() == rating
    problem_of(await client.get(rating_at(rating)), 401, "authentication_required")


async def test_stale_version_is_refused_and_the_current_one_goes_through(
    person: Person, connection: asyncpg.Connection
) -> None:
    address = rating_at(await rate(person, await watched_title(connection, person), 3))
    stale = {"If-Match": (await person.http.get(address)).headers["ETag"]}
    assert (await person.http.put(address, json={"score": 4}, headers=stale)).status_code == 200

    problem_of(await person.http.put(address, json={"score": 1}, headers=stale), 412, "precondition_failed")
    problem_of(await person.http.patch(address, json={"score": 1}, headers=stale), 412, "precondition_failed")
    problem_of(await person.http.delete(address, headers=stale), 412, "precondition_failed")

    read = await person.http.get(address)
    assert read.json()["score"] == 4
    assert (await person.http.get(address, headers={"If-None-Match": read.headers["ETag"]})).status_code == 304
    assert (await person.http.delete(address, headers={"If-Match": read.headers["ETag"]})).status_code == 204


async def test_rating_of_others_changes_the_tag_but_not_the_version(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    other = await accounts.person()
    title_id = await watched_title(connection, person, other)
    address = rating_at(await rate(person, title_id, 3))
    tag = (await person.http.get(address)).headers["ETag"]

    await rate(other, title_id, 5)

    read = await person.http.get(address, headers={"If-None-Match": tag})
    assert (read.status_code, read.json()["title"]["average_rating"]) == (200, 4)
    assert (await person.http.put(address, json={"score": 2}, headers={"If-Match": tag})).status_code == 200


async def test_imported_original_goes_when_the_score_becomes_another_one(
    person: Person, connection: asyncpg.Connection
) -> None:
    address = rating_at(await rate(person, await watched_title(connection, person), 4))
    await connection.execute("UPDATE ratings SET original_value = '8', original_scale = '1-10'")

    kept = (await person.http.put(address, json={"score": 4})).json()
    gone = (await person.http.put(address, json={"score": 4.5})).json()

    assert (kept["original_value"], kept["original_scale"]) == ("8", "1-10")
    assert (gone["original_value"], gone["original_scale"]) == (None, None)


async def test_rated_title_cannot_be_deleted_until_the_rating_is_gone(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id)
    await connection.execute("DELETE FROM watch_entries")

    problem_of(await admin.http.delete(f"{TITLES}/{title_id}"), 409, "in_use")
    assert (await person.http.delete(rating_at(rating))).status_code == 204
    assert (await admin.http.delete(f"{TITLES}/{title_id}")).status_code == 204


async def test_deleted_account_takes_its_ratings_and_reviews_out_of_the_figures(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    other, admin = await accounts.person(), await accounts.admin()
    title_id = await watched_title(connection, person, other, admin)
    await review(person, title_id, 5)
    await review(other, title_id, 1)
    await rate(admin, title_id, 2)

    assert (await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})).status_code == 204
    assert await shown(client, title_id) == {**rated([1, 2]), "reviews": 1}
    assert (await admin.http.delete(f"/api/v1/users/{other.id}")).status_code == 204
    assert await shown(client, title_id) == {**rated([2]), "reviews": 0}


async def test_second_rating_and_review_of_a_title_set_back_are_refused_as_such(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection, person, title="Heat")
    await review(person, title_id)
    entry = await _entry(person)
    await person.http.patch(f"{WATCHLIST}/{entry['id']}", json={"status": "watching"})
    again = await person.http.post(RATINGS, json={"title_id": str(title_id), "score": 3})
    assert problem_of(again, 409)["code"] == "already_rated"
    again = await person.http.post(f"{TITLES}/{title_id}/reviews", json={"rating": 3, "body": "Once more."})
    assert problem_of(again, 409)["code"] == "already_reviewed"
