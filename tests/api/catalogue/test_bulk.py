"""Many genres and titles in one request: each item by itself, all in one transaction."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.catalogue import created, pointers, problem

GENRES, TITLES = "/api/v1/genres", "/api/v1/titles"
HEAT = {"title": "Heat", "media_type": "movie", "external_ids": {"tmdb": "949"}}
WAYS = pytest.mark.parametrize(("path", "item"), [(GENRES, {"name": "Crime"}), (TITLES, HEAT)])


async def sent(admin: Person, path: str, items: list[Any], **members: Any) -> dict[str, Any]:
    answer = await admin.http.post(f"{path}/bulk", json={"items": items} | members)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    assert [item["index"] for item in body["items"]] == list(range(len(items)))
    assert sum(body["counts"].values()) == len(items)
    return body


def results(body: dict[str, Any]) -> list[tuple[str, int, str | None]]:
    """Return result, status and code of each item."""
    return [(item["result"], item["status"], item.get("error", {}).get("code")) for item in body["items"]]


async def test_genres_are_created_each_by_itself(admin: Person, client: httpx.AsyncClient) -> None:
    western = await created(admin, GENRES, name="Western")

    body = await sent(
        admin,
        GENRES,
        [
            {"name": " Crime ", "description": "Whodunits.", "key": "a"},
            {"name": "WESTERN", "key": "b"},
            {"name": "", "key": "c"},
            {"name": "crime"},
            {"name": "Drama", "colour": "red", "key": 5},
            "Comedy",
            {"name": "Comedy", "action": "create"},
            {"name": "Noir", "action": "delete"},
        ],
    )

    assert results(body) == [
        ("created", 201, None),
        ("exists", 409, "name_taken"),
        ("refused", 422, "validation_failed"),
        ("refused", 409, "repeated_in_request"),
        ("refused", 422, "validation_failed"),
        ("refused", 422, "validation_failed"),
        ("created", 201, None),
        ("refused", 422, "validation_failed"),
    ]
    assert body["counts"] == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "deleted": 0,
        "exists": 1,
        "not_found": 0,
        "refused": 5,
    }
    assert [item["key"] for item in body["items"]] == ["a", "b", "c", None, None, None, None, None]
    assert body["items"][1]["id"] == western["id"]
    assert body["items"][2]["error"]["errors"][0]["pointer"] == "/body/items/2/name"
    errors = body["items"][4]["error"]["errors"]
    assert {error["pointer"] for error in errors} == {"/body/items/4/colour", "/body/items/4/key"}
    read = (await client.get(f"{GENRES}/{body['items'][0]['id']}")).json()
    assert (read["name"], read["description"]) == ("Crime", "Whodunits.")
    assert [one["name"] for one in (await client.get(GENRES)).json()["items"]] == ["Comedy", "Crime", "Western"]


async def test_titles_are_created_each_by_itself(
    admin: Person, client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    crime = await created(admin, GENRES, name="Crime")
    ronin = await created(admin, TITLES, title="Ronin", media_type="movie", external_ids={"tmdb": "8195"})

    body = await sent(
        admin,
        TITLES,
        [
            HEAT | {"genre_ids": [crime["id"]], "release_date": "1995-12-15"},
            {"title": "Ronin again", "media_type": "movie", "external_ids": {"tmdb": "08195", "imdb": "tt0122690"}},
            HEAT | {"title": "Heat again"},
            {"title": "A show", "media_type": "show", "external_ids": {"tmdb": "949"}},
            {"title": "Nothing", "media_type": "movie", "genre_ids": [crime["id"], str(uuid4())]},
            {"title": "Nothing", "media_type": "movie", "external_ids": {"tmdb": "six"}},
            {"title": "Nothing", "media_type": "film"},
            {"title": "Plain", "media_type": "movie"},
            {"title": "Plain", "media_type": "movie"},
        ],
    )

    assert results(body) == [
        ("created", 201, None),
        ("exists", 409, "external_id_taken"),
        ("refused", 409, "repeated_in_request"),
        ("created", 201, None),
        ("refused", 422, "unknown_reference"),
        ("refused", 422, "invalid_external_id"),
        ("refused", 422, "validation_failed"),
        ("created", 201, None),
        ("created", 201, None),
    ]
    assert body["items"][1]["id"] == ronin["id"]
    assert [error["pointer"] for error in body["items"][4]["error"]["errors"]] == ["/body/items/4/genre_ids/1"]
    assert [error["pointer"] for error in body["items"][5]["error"]["errors"]] == ["/body/items/5/external_ids/tmdb"]
    heat = (await client.get(f"{TITLES}/{body['items'][0]['id']}")).json()
    assert (heat["title"], heat["external_ids"]) == ("Heat", {"tmdb": "949"})
    assert heat["genres"] == [{"id": crime["id"], "name": "Crime"}]
    assert await connection.fetchval("SELECT count(*) FROM titles") == 5
    assert await connection.fetchval("SELECT count(*) FROM audit_log WHERE action = 'title_created'") == 5


@WAYS
async def test_atomic_request_stores_all_or_nothing(
    admin: Person, client: httpx.AsyncClient, path: str, item: dict[str, Any]
) -> None:
    answer = await admin.http.post(f"{path}/bulk", json={"items": [item | {"key": "a"}, {}], "atomic": True})

    refused = problem(answer, 409, "bulk_refused")
    assert [(one["key"], one["result"], one["id"]) for one in refused["items"]] == [
        ("a", "unchanged", None),
        (None, "refused", None),
    ]
    assert (refused["counts"]["unchanged"], refused["counts"]["refused"]) == (1, 1)
    assert (await client.get(path)).json()["items"] == []
    assert results(await sent(admin, path, [item], atomic=True)) == [("created", 201, None)]


@WAYS
@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({}, "/body/items"),
        ({"items": []}, "/body/items"),
        ({"items": {}}, "/body/items"),
        ({"items": [{}] * 101}, "/body/items"),
        ({"items": [{}], "atomic": 1}, "/body/atomic"),
        ({"items": [{}], "more": 1}, "/body/more"),
    ],
)
async def test_wrong_envelope_is_rejected(
    admin: Person, path: str, item: dict[str, Any], members: dict[str, Any], pointer: str
) -> None:
    assert pointers(await admin.http.post(f"{path}/bulk", json=members)) == [pointer]


@WAYS
async def test_repeated_request_with_a_key_has_one_effect(
    admin: Person, client: httpx.AsyncClient, path: str, item: dict[str, Any]
) -> None:
    body, key = {"items": [item, {}]}, {"Idempotency-Key": "bulk-1"}

    first, second = [await admin.http.post(f"{path}/bulk", json=body, headers=key) for _ in range(2)]

    assert (first.status_code, second.headers["Idempotency-Replayed"]) == (200, "true")
    assert second.json() == first.json()
    assert len((await client.get(path)).json()["items"]) == 1


@WAYS
async def test_equal_requests_at_once_create_once(admin: Person, path: str, item: dict[str, Any]) -> None:
    bodies = await asyncio.gather(*(sent(admin, path, [item]) for _ in range(5)))

    assert sorted(body["items"][0]["result"] for body in bodies) == ["created", *["exists"] * 4]
    assert len({body["items"][0]["id"] for body in bodies}) == 1


@WAYS
async def test_other_people_create_nothing(accounts: Accounts, path: str, item: dict[str, Any]) -> None:
    person = await accounts.person()
    problem(await person.http.post(f"{path}/bulk", json={"items": [item]}), 403, "admin_required")


@WAYS
async def test_hundred_items_are_five_writes(admin: Person, path: str, item: dict[str, Any]) -> None:
    name = "name" if path == GENRES else "title"
    plain = {member: value for member, value in item.items() if member != "external_ids"}
    items = [plain | {name: f"Number {number}"} for number in range(100)]

    before = await admin.http.post(path, json=item)
    answer = await admin.http.post(f"{path}/bulk", json={"items": items})

    left = [int(one.headers["RateLimit-Remaining"]) for one in (before, answer)]
    assert answer.json()["counts"]["created"] == 100
    assert left[0] - left[1] == 5


async def test_poster_at_an_unknown_host_rejects_its_item_alone(admin: Person) -> None:
    body = await sent(
        admin, TITLES, [HEAT | {"poster_url": "https://evil.example/t.png"}, {**HEAT, "title": "Heat, again"}]
    )

    assert results(body) == [("refused", 422, "unknown_poster_host"), ("created", 201, None)]
    assert body["items"][0]["error"]["errors"][0]["pointer"] == "/body/items/0/poster_url"
