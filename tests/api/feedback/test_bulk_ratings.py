"""Many changes of ratings in one request: each item by itself, all in one transaction, averages right at once."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from tests.support.accounts import Accounts, Person
from tests.support.counting import counted_statements
from tests.support.feedback import RATINGS, recounted, shown
from tests.support.watchlist import MATRIX, WATCHLIST, stored_title

BULK = f"{RATINGS}/bulk"

Json = dict[str, Any]


async def sent(person: Person, items: list[Any], **members: Any) -> Json:
    answer = await person.http.post(BULK, json={"items": items, **members})
    assert answer.status_code == 200, answer.text
    body: Json = answer.json()
    assert sum(body["counts"].values()) == len(items)
    return body


def results(body: Json) -> list[tuple[str, int, str | None]]:
    return [(item["result"], item["status"], item.get("error", {}).get("code")) for item in body["items"]]


async def rated(person: Person, title_id: UUID, score: float) -> Json:
    body = {"title_id": str(title_id), "score": score, "mark_completed": True}
    answer = await person.http.post(RATINGS, json=body)
    assert answer.status_code == 201, answer.text
    rating: Json = answer.json()
    return rating


async def test_each_item_is_answered_by_itself(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    ids = [await stored_title(connection, f"Title {number}") for number in range(10)]
    kept, changed, deleted, same, stale = [await rated(person, one, 3) for one in ids[:5]]
    await person.http.post(WATCHLIST, json={"title_id": str(ids[5]), "status": "completed"})
    await person.http.post(WATCHLIST, json={"title_id": str(ids[6]), "status": "watching"})

    body = await sent(
        person,
        [
            {"action": "create", "title_id": str(ids[5]), "score": 4.5, "key": "a"},
            {"action": "create", "title_id": str(ids[0]), "score": 1},
            {"action": "create", "title_id": str(ids[6]), "score": 2},
            {"action": "create", "title_id": str(ids[7]), "score": 2.5, "mark_completed": True},
            {"action": "put", "title_id": str(ids[1]), "score": 5},
            {"action": "put", "media": MATRIX, "score": 5, "mark_completed": True},
            {"action": "create", "media": {**MATRIX, "external_id": "949"}, "score": 5},
            {"action": "delete", "id": deleted["id"]},
            {"action": "patch", "id": same["id"], "score": 3},
            {"action": "patch", "title_id": str(ids[4]), "score": 1, "if_version": '"1-2"'},
            {"action": "patch", "id": str(uuid4()), "score": 1},
            {"action": "patch", "title_id": str(ids[8]), "score": 7},
            {"action": "put", "title_id": str(ids[9]), "score": 1},
        ],
        **{"return": "full"},
    )

    assert results(body) == [
        ("created", 201, None),
        ("exists", 409, "already_rated"),
        ("refused", 409, "title_not_watched"),
        ("created", 201, None),
        ("updated", 200, None),
        ("created", 201, None),
        ("refused", 409, "title_not_watched"),
        ("deleted", 204, None),
        ("unchanged", 200, None),
        ("refused", 412, "precondition_failed"),
        ("not_found", 404, "rating_not_found"),
        ("refused", 422, "validation_failed"),
        ("refused", 409, "title_not_watched"),
    ]
    items = body["items"]
    assert items[1]["error"]["existing"]["id"] == kept["id"]
    for item in items:
        if item["status"] < 204:
            assert item["resource"] == (await person.http.get(f"{RATINGS}/{item['id']}")).json()
    assert items[4]["id"] == changed["id"]
    for title_id in ids:
        assert await shown(client, title_id) == await recounted(connection, title_id)
    entries = {one["title"]["title"]: one for one in (await person.http.get(WATCHLIST)).json()["items"]}
    assert (entries["Title 7"]["status"], entries["The Matrix"]["rating"]) == ("completed", 5)
    assert (entries["Title 6"]["status"], "Title 9" in entries) == ("watching", False)
    assert await connection.fetchval("SELECT count(*) FROM titles") == len(ids) + 1
    assert stale["score"] == (await person.http.get(f"{RATINGS}/{stale['id']}")).json()["score"]


async def test_review_shows_the_rating_and_undo_restores_all(
    person: Person, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    ids = [await stored_title(connection, f"Title {number}") for number in range(3)]
    rating = await rated(person, ids[0], 3)
    await rated(person, ids[1], 4)
    review = (
        await person.http.post("/api/v1/reviews", json={"title_id": str(ids[0]), "rating": 3, "body": "Good."})
    ).json()

    body = await sent(
        person,
        [
            {"action": "patch", "id": rating["id"], "score": 5},
            {"action": "delete", "title_id": str(ids[1])},
            {"action": "create", "title_id": str(ids[2]), "score": 1, "mark_completed": True},
        ],
    )

    changed = (await person.http.get(f"/api/v1/reviews/{review['id']}")).json()
    assert (changed["rating"], changed["updated_at"] > review["updated_at"]) == (5, True)
    undone = (await person.http.post(f"/api/v1/operations/{body['operation_id']}/undo")).json()
    assert (undone["restored"], undone["left"]) == (4, [])
    scores = {one["title"]["title"]: one["score"] for one in (await person.http.get(RATINGS)).json()["items"]}
    assert scores == {"Title 0": 3, "Title 1": 4}
    for title_id in ids:
        assert await shown(client, title_id) == await recounted(connection, title_id)


async def test_five_hundred_items_take_as_many_statements_as_one(person: Person) -> None:
    media = [{**MATRIX, "external_id": str(number)} for number in range(1, 501)]
    first = [{"action": "put", "media": media[0], "score": 4, "mark_completed": True}]
    many = [{"action": "put", "media": one, "score": 4.5, "mark_completed": True, "key": "k"} for one in media]

    await sent(
        person, [{**first[0], "media": {**MATRIX, "external_id": "999"}}]
    )  # the first title of one's own is told

    asked = []
    for items in (first, many):
        with counted_statements() as statements:
            body = await sent(person, items, **{"return": "full"})
        assert (body["counts"]["created"], body["counts"]["refused"]) == (max(len(items) - 1, 1), 0)
        asked.append(statements[statements.index("BEGIN;") :])  # who asks is looked up before, unless it is known

    assert asked[0] == asked[1]
    assert len(asked[1]) <= 8


async def test_people_who_rate_the_same_titles_in_opposite_orders_never_deadlock(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    people = [await accounts.person() for _ in range(2)]
    ids = [await stored_title(connection, f"Title {number}") for number in range(10)]
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    before = await connection.fetchval(query)

    for number in range(15):
        first = [
            {"action": ("put", "delete")[(place + number) % 2], "title_id": str(one)} for place, one in enumerate(ids)
        ]
        items = [
            one if one["action"] == "delete" else {**one, "score": 1 + number % 5, "mark_completed": True}
            for one in first
        ]
        single = {"title_id": str(ids[number % 10]), "score": 2, "mark_completed": True}
        await asyncio.gather(
            sent(people[0], items),
            sent(people[1], items[::-1]),
            people[0].http.post(RATINGS, json=single),
            people[1].http.post(RATINGS, json=single),
        )

    assert await connection.fetchval(query) == before
    for title_id in ids:
        assert await shown(client, title_id) == await recounted(connection, title_id)


async def test_what_was_played_may_be_rated(person: Person, connection: asyncpg.Connection) -> None:
    ids = [await stored_title(connection, f"Title {number}", media_type="show") for number in range(2)]
    play = {"title_id": str(ids[0]), "episode": {"season": 1, "number": 1}}
    assert (await person.http.post("/api/v1/plays", json=play)).status_code == 201

    items = [{"action": "create", "title_id": str(one), "score": 4} for one in ids]

    assert results(await sent(person, items)) == [("created", 201, None), ("refused", 409, "title_not_watched")]
