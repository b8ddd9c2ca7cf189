"""Many changes of a watchlist in one request: each item by itself, all in one transaction."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.catalogue import created_title, pointers, problem
from tests.support.counting import counted_statements
from tests.support.watchlist import MATRIX, WATCHLIST
from watchkeeper.configs.container import Container

BULK = f"{WATCHLIST}/bulk"
HEAT = {**MATRIX, "external_id": "949", "title": "Heat"}

Json = dict[str, Any]


async def sent(person: Person, items: list[Any], **members: Any) -> Json:
    answer = await person.http.post(BULK, json={"items": items, **members})
    assert answer.status_code == 200, answer.text
    body: Json = answer.json()
    assert [item["index"] for item in body["items"]] == list(range(len(items)))
    assert sum(body["counts"].values()) == len(items)
    return body


def results(body: Json) -> list[tuple[str, int, str | None]]:
    """Return result, status and code of each item."""
    return [(item["result"], item["status"], item.get("error", {}).get("code")) for item in body["items"]]


async def added(person: Person, **members: Any) -> Json:
    answer = await person.http.post(WATCHLIST, json=members)
    assert answer.status_code == 201, answer.text
    entry: Json = answer.json()
    return entry


async def test_each_item_is_answered_by_itself(accounts: Accounts, person: Person) -> None:
    admin = await accounts.admin()
    ids = [(await created_title(admin, f"Title {number}"))["id"] for number in range(9)]
    gone = await created_title(admin, "Hidden")
    await admin.http.patch(f"/api/v1/titles/{gone['id']}", json={"is_active": False})
    watching, put, patched, deleted, kept, stale = [await added(person, title_id=one) for one in ids[:6]]

    body = await sent(
        person,
        [
            {"action": "create", "title_id": ids[6], "status": "watching", "notes": " a ", "key": "new"},
            {"action": "create", "title_id": ids[0]},
            {"action": "create", "media": MATRIX},
            {"action": "create", "title_id": str(uuid4())},
            {"action": "create", "title_id": gone["id"]},
            {"action": "create", "title_id": ids[7], "status": "seen"},
            {"action": "put", "title_id": ids[1], "status": "completed"},
            {"action": "put", "media": HEAT, "status": "dropped"},
            {"action": "patch", "id": patched["id"], "notes": "b"},
            {"action": "patch", "id": kept["id"], "status": "planned"},
            {"action": "patch", "id": stale["id"], "status": "dropped", "if_version": '"1-2"'},
            {"action": "delete", "title_id": ids[3]},
            {"action": "delete", "id": deleted["id"]},
            {"action": "delete", "id": str(uuid4())},
            {"action": "delete", "title_id": ids[8]},
            {"action": "put", "title_id": ids[8]},
            {"title_id": ids[8]},
            {"action": "merge", "title_id": ids[8]},
            "create",
            {"action": "delete", "id": watching["id"], "status": "planned", "key": 5},
        ],
    )

    assert results(body) == [
        ("created", 201, None),
        ("exists", 409, "already_in_watchlist"),
        ("created", 201, None),
        ("not_found", 404, "title_not_found"),
        ("not_found", 404, "title_not_found"),
        ("refused", 422, "validation_failed"),
        ("updated", 200, None),
        ("created", 201, None),
        ("updated", 200, None),
        ("unchanged", 200, None),
        ("refused", 412, "precondition_failed"),
        ("deleted", 204, None),
        ("refused", 409, "repeated_in_request"),
        ("not_found", 404, "watch_entry_not_found"),
        ("not_found", 404, "watch_entry_not_found"),
        ("refused", 422, "validation_failed"),
        ("refused", 422, "validation_failed"),
        ("refused", 422, "validation_failed"),
        ("refused", 422, "validation_failed"),
        ("refused", 422, "validation_failed"),
    ]
    items = body["items"]
    assert body["counts"] == {
        "created": 3, "updated": 2, "unchanged": 1, "deleted": 1, "exists": 1, "not_found": 4, "refused": 8
    }  # fmt: skip
    assert (items[0]["key"], items[1]["id"], items[11]["id"]) == ("new", watching["id"], deleted["id"])
    assert items[1]["error"]["existing"] == {
        "kind": "watch_entry", "id": watching["id"], "href": f"{WATCHLIST}/{watching['id']}"
    }  # fmt: skip
    assert {one["pointer"] for one in items[19]["error"]["errors"]} == {"/body/items/19/key", "/body/items/19/status"}
    read = (await person.http.get(f"{WATCHLIST}/{items[0]['id']}")).json()
    assert (read["status"], read["notes"], read["title"]["title"]) == ("watching", "a", "Title 6")
    assert (await person.http.get(f"{WATCHLIST}/{put['id']}")).json()["status"] == "completed"
    assert (await person.http.get(f"{WATCHLIST}/{patched['id']}")).json()["notes"] == "b"
    assert (await person.http.get(f"{WATCHLIST}/{deleted['id']}")).status_code == 404
    assert (await person.http.get(f"{WATCHLIST}/{kept['id']}")).json()["updated_at"] == kept["updated_at"]


async def test_full_response_has_what_a_get_shows(accounts: Accounts, person: Person) -> None:
    title = await created_title(await accounts.admin(), "Heat")
    other = await added(person, media=MATRIX)

    body = await sent(
        person,
        [
            {"action": "create", "title_id": title["id"], "hidden_from": ["calendar"]},
            {"action": "patch", "id": other["id"], "status": "completed"},
            {"action": "delete", "id": str(uuid4())},
        ],
        **{"return": "full"},
    )

    for item in body["items"][:2]:
        assert item["resource"] == (await person.http.get(f"{WATCHLIST}/{item['id']}")).json()
    assert body["items"][0]["resource"]["hidden_from"] == ["calendar"]
    assert "resource" not in body["items"][2]
    assert body["items"][1]["resource"]["updated_at"] > other["updated_at"]


async def test_version_is_the_etag(person: Person) -> None:
    entry = await added(person, media=MATRIX)
    tag = (await person.http.get(f"{WATCHLIST}/{entry['id']}")).headers["ETag"]
    change = {"action": "patch", "id": entry["id"], "if_version": tag}

    first = await sent(person, [change | {"notes": "a"}])
    second = await sent(person, [change | {"notes": "b"}])
    third = await sent(person, [{"action": "put", "media": HEAT, "status": "planned", "if_version": tag}])

    assert results(first) == [("updated", 200, None)]
    assert results(second) == [("refused", 412, "precondition_failed")]
    assert results(third) == [("not_found", 404, "watch_entry_not_found")]


async def test_undo_restores_all_but_what_was_changed_since(person: Person) -> None:
    changed, edited, deleted = [await added(person, media={**MATRIX, "external_id": str(n)}) for n in (1, 2, 3)]

    body = await sent(
        person,
        [
            {"action": "create", "media": HEAT},
            {"action": "patch", "id": changed["id"], "status": "dropped", "notes": "a", "hidden_from": ["next_up"]},
            {"action": "patch", "id": edited["id"], "status": "dropped"},
            {"action": "delete", "id": deleted["id"]},
            {"action": "delete", "id": str(uuid4())},
        ],
    )
    await person.http.patch(f"{WATCHLIST}/{edited['id']}", json={"notes": "mine"})
    operation = (await person.http.get(f"/api/v1/operations/{body['operation_id']}")).json()
    undone = (await person.http.post(f"/api/v1/operations/{body['operation_id']}/undo")).json()

    assert (operation["kind"], operation["counts"]) == ("bulk", body["counts"])
    assert undone["restored"] == 3
    assert undone["left"] == [{"kind": "watch_entry", "id": edited["id"], "reason": "changed_since"}]
    entries = {one["id"]: one for one in (await person.http.get(WATCHLIST)).json()["items"]}
    assert entries.keys() == {changed["id"], edited["id"], deleted["id"]}
    for before in (changed, deleted):
        assert {**entries[before["id"]], "updated_at": None} == {**before, "updated_at": None}
    assert (entries[edited["id"]]["status"], entries[edited["id"]]["notes"]) == ("dropped", "mine")


async def test_nothing_to_undo_is_no_operation(person: Person) -> None:
    entry = await added(person, media=MATRIX)

    body = await sent(person, [{"action": "patch", "id": entry["id"], "status": "planned"}, {}])

    assert (body["operation_id"], results(body)[0]) == (None, ("unchanged", 200, None))
    assert (await person.http.get("/api/v1/operations")).json()["items"] == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"action": "patch", "id": "ENTRY", "notes": "a"}, {"action": "delete", "title_id": "TITLE"}),
        ({"action": "create", "title_id": "TITLE"}, {"action": "patch", "id": "ENTRY"}),
        ({"action": "delete", "id": "NOTHING"}, {"action": "delete", "id": "NOTHING"}),
        ({"action": "put", "title_id": "NOTHING", "status": "planned"}, {"action": "patch", "title_id": "NOTHING"}),
        ({"action": "patch", "title_id": "TITLE", "status": "seen"}, {"action": "patch", "media": MATRIX}),
        (
            {"action": "create", "media": HEAT},
            {"action": "put", "media": {**HEAT, "external_id": "0949"}, "status": "dropped"},
        ),
    ],
)
async def test_what_repeats_counts_by_what_it_names(person: Person, first: Json, second: Json) -> None:
    entry = await added(person, media=MATRIX)
    names = {"ENTRY": entry["id"], "TITLE": entry["title"]["id"], "NOTHING": str(uuid4())}
    items = [
        {name: names.get(value, value) if isinstance(value, str) else value for name, value in one.items()}
        for one in (first, second)
    ]

    assert results(await sent(person, items))[1] == ("refused", 409, "repeated_in_request")
    assert results(await sent(person, items[1:]))[0][2] != "repeated_in_request"


async def test_atomic_request_stores_all_or_nothing(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, media=MATRIX)
    items = [{"action": "create", "media": HEAT, "key": "a"}, {"action": "patch", "id": entry["id"], "notes": "b"}]

    answer = await person.http.post(BULK, json={"items": [*items, {"action": "delete", "id": "x"}], "atomic": True})

    refused = problem(answer, 409, "bulk_refused")
    assert refused["operation_id"] is None
    assert [(one["key"], one["result"], one["id"]) for one in refused["items"]] == [
        ("a", "unchanged", None),
        (None, "unchanged", entry["id"]),
        (None, "refused", None),
    ]
    assert (refused["counts"]["unchanged"], refused["counts"]["refused"]) == (2, 1)
    assert [row["notes"] for row in await connection.fetch("SELECT notes FROM watch_entries")] == [None]
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1
    assert results(await sent(person, items, atomic=True)) == [("created", 201, None), ("updated", 200, None)]


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({}, "/body/items"),
        ({"items": []}, "/body/items"),
        ({"items": [{}] * 501}, "/body/items"),
        ({"items": [{}], "return": "all"}, "/body/return"),
        ({"items": [{}], "more": 1}, "/body/more"),
    ],
)
async def test_wrong_envelope_is_rejected(person: Person, members: Json, pointer: str) -> None:
    assert pointers(await person.http.post(BULK, json=members)) == [pointer]


async def test_titles_of_other_services_are_entered_as_one_s_own(
    person: Person, connection: asyncpg.Connection
) -> None:
    await sent(person, [{"action": "create", "media": one} for one in (MATRIX, HEAT)])
    by_itself = await person.http.post(WATCHLIST, json={"media": {**MATRIX, "source": "imdb", "external_id": "tt2"}})

    titles = (await person.http.get("/api/v1/titles", params={"media_type": "movie"})).json()["items"]
    assert sorted((one["title"], one["metadata_pending"]) for one in titles) == [
        ("Heat", True),
        ("The Matrix", False),
        ("The Matrix", True),
    ]
    assert {one["external_ids"].get("tmdb") for one in titles} == {"603", "949", None}
    assert by_itself.status_code == 201
    owners = await connection.fetch("SELECT DISTINCT owner_id FROM titles")
    assert [row["owner_id"] for row in owners] == [person.id]
    figures = await connection.fetch("SELECT DISTINCT is_public FROM title_figures")
    assert [row["is_public"] for row in figures] == [False]


async def test_quota_of_titles_of_one_s_own_refuses_those_beyond(
    container: Container, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container.personal_titles(), "most", 2)
    items = [{"action": "create", "media": {**MATRIX, "external_id": str(number)}} for number in (1, 2, 3)]

    body = await sent(person, items)

    assert results(body) == [("created", 201, None)] * 2 + [("refused", 409, "quota_exceeded")]
    assert body["items"][2]["error"]["limit"] == 2


async def test_five_hundred_items_take_as_many_statements_as_one(person: Person) -> None:
    first = await sent(person, [{"action": "create", "media": MATRIX}])
    media = [{**MATRIX, "external_id": str(number)} for number in range(1000, 1499)]
    members = {"status": "completed", "notes": "a", "hidden_from": ["calendar"], "include_specials": True, "key": "k"}
    many = [{"action": "put", "media": one, **members} for one in media]
    change = {"action": "patch", "id": first["items"][0]["id"], "notes": "b"}

    asked = []
    for items in ([change, {"action": "create", "media": HEAT}], [{**change, "notes": "c"}, *many]):
        with counted_statements() as statements:
            body = await sent(person, items, **{"return": "full"})
        assert body["counts"]["created"] == len(items) - 1
        asked.append(statements[statements.index("BEGIN;") :])  # who asks is looked up before, unless it is known

    assert asked[0] == asked[1]
    assert len(asked[1]) <= 8


async def test_opposite_orders_at_once_never_deadlock(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    await sent(person, [{"action": "create", "media": {**MATRIX, "external_id": str(one)}} for one in range(1, 21)])
    rows = await connection.fetch("SELECT id, title_id FROM watch_entries")

    async def change(number: int) -> Json:
        items = [{"action": "patch", "title_id": str(row["title_id"]), "notes": str(number)} for row in rows]
        return await sent(person, items if number % 2 else items[::-1])

    async def change_one(number: int) -> int:
        answer = await person.http.patch(f"{WATCHLIST}/{rows[number % 20]['id']}", json={"notes": str(number)})
        return answer.status_code

    before = await deadlocks(connection)
    for start in range(0, 50, 2):
        await asyncio.gather(change(start), change(start + 1), change_one(start), change_one(start + 1))

    assert await deadlocks(connection) == before
    assert len(await connection.fetch("SELECT DISTINCT notes FROM watch_entries")) <= 3


async def deadlocks(connection: asyncpg.Connection) -> int:
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    count: int = await connection.fetchval(query)
    return count


async def test_order_of_items_is_that_of_the_response_and_nothing_else(person: Person) -> None:
    entries = [await added(person, media={**MATRIX, "external_id": str(number)}) for number in range(1, 7)]
    items = [
        {"action": "patch", "id": entries[0]["id"], "notes": "a"},
        {"action": "patch", "id": entries[1]["id"], "notes": 5},
        {"action": "delete", "title_id": entries[2]["title"]["id"]},
        {"action": "put", "id": entries[3]["id"], "status": "dropped"},
        {"action": "create", "title_id": entries[4]["title"]["id"]},
        {"action": "patch", "id": entries[5]["id"], "if_version": '"1"', "notes": "b"},
        {"action": "patch", "id": str(uuid4()), "notes": "b"},
    ]

    body = await sent(person, [{**item, "key": str(place)} for place, item in enumerate(items)])
    for place in range(len(items)):  # nothing is stored a second time: each change has been made
        turned = [{**item, "key": str(place)} for place, item in enumerate(items)]
        turned = turned[place:] + turned[:place]
        again = await sent(person, turned)
        told = {item["key"]: item["status"] for item in again["items"]}
        assert [item["key"] for item in again["items"]] == [item["key"] for item in turned]
        for item in body["items"]:
            assert told[item["key"]] == (404 if item["key"] == "2" else item["status"])


async def test_repeated_request_with_a_key_has_one_effect(person: Person) -> None:
    body, key = {"items": [{"action": "create", "media": MATRIX}, {}]}, {"Idempotency-Key": "bulk-1"}

    first, second = [await person.http.post(BULK, json=body, headers=key) for _ in range(2)]

    assert (first.status_code, second.headers["Idempotency-Replayed"]) == (200, "true")
    assert second.json() == first.json()


async def test_equal_requests_at_once_create_once(person: Person) -> None:
    items = [{"action": "create", "media": one} for one in (MATRIX, HEAT)]

    bodies = await asyncio.gather(*(sent(person, items) for _ in range(5)))

    told = sorted(body["items"][place]["result"] for body in bodies for place in range(2))
    assert told == ["created"] * 2 + ["exists"] * 8


async def test_hundred_items_are_five_writes(person: Person) -> None:
    items = [{"action": "create", "media": {**MATRIX, "external_id": str(one)}} for one in range(1, 101)]

    before = await person.http.post(WATCHLIST, json={"media": HEAT})
    answer = await person.http.post(BULK, json={"items": items})

    left = [int(one.headers["RateLimit-Remaining"]) for one in (before, answer)]
    assert answer.json()["counts"]["created"] == 100
    assert left[0] - left[1] == 5


async def test_entries_of_others_are_not_found(accounts: Accounts, person: Person) -> None:
    other = await accounts.person()
    entry = await added(other, media=MATRIX)
    items = [
        {"action": action, "id": entry["id"], "status": "dropped"}
        if action != "delete"
        else {"action": action, "id": entry["id"]}
        for action in ("put", "patch", "delete")
    ]

    for item in items:
        assert results(await sent(person, [item])) == [("not_found", 404, "watch_entry_not_found")]
    mine = {"action": "create", "title_id": entry["title"]["id"]}
    assert results(await sent(person, [mine])) == [("not_found", 404, "title_not_found")]


async def test_quota_of_entries_refuses_those_beyond(
    container: Container, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container.watchlist_bulk_logic().entries, "_most", 2)
    media = [{**MATRIX, "external_id": str(number)} for number in range(1, 6)]
    first = await added(person, media=media[0])

    body = await sent(
        person,
        [
            {"action": "create", "media": media[1]},
            {"action": "create", "media": media[2]},
            {"action": "delete", "id": first["id"]},
            {"action": "put", "media": media[3], "status": "planned"},
            {"action": "put", "media": media[4], "status": "planned"},
        ],
    )

    assert results(body) == [
        ("created", 201, None),
        ("refused", 409, "quota_exceeded"),
        ("deleted", 204, None),
        ("created", 201, None),
        ("refused", 409, "quota_exceeded"),
    ]


async def test_failure_of_the_service_stores_nothing(
    container: Container, person: Person, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await added(person, media=MATRIX)
    logic = container.watchlist_bulk_logic()

    async def fail(*_: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr(logic.operations, "record", fail)  # behind all that is written
        answer = await person.http.post(
            BULK,
            json={
                "items": [
                    {"action": "create", "media": HEAT},
                    {"action": "patch", "id": entry["id"], "notes": "a"},
                ]
            },
            headers={"Idempotency-Key": "bulk-1"},
        )

    assert answer.status_code >= 500
    assert [row["notes"] for row in await connection.fetch("SELECT notes FROM watch_entries")] == [None]
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1
    again = await person.http.post(
        BULK, json={"items": [{"action": "create", "media": HEAT}]}, headers={"Idempotency-Key": "bulk-1"}
    )
    assert again.json()["counts"]["created"] == 1


async def test_tags_of_items_are_made_where_they_are_used(person: Person) -> None:
    entry = await added(person, media=MATRIX, tags=["Alone"])

    body = await sent(
        person,
        [
            {"action": "create", "media": HEAT, "tags": ["ALONE", "Late"]},
            {"action": "patch", "id": entry["id"], "tags": ["late", "Loud"]},
            {"action": "patch", "id": str(uuid4()), "tags": ["Never"]},
            {"action": "create", "media": HEAT | {"external_id": "1"}, "tags": [""]},
        ],
        **{"return": "full"},
    )

    assert [item["result"] for item in body["items"]] == ["created", "updated", "not_found", "refused"]
    assert [[tag["name"] for tag in item["resource"]["tags"]] for item in body["items"][:2]] == [
        ["Alone", "Late"],
        ["Late", "Loud"],
    ]
    tags = (await person.http.get("/api/v1/tags")).json()["items"]
    assert [(tag["name"], tag["entries_count"]) for tag in tags] == [("Alone", 1), ("Late", 2), ("Loud", 1)]
    again = [{"action": "patch", "id": entry["id"], "tags": ["Late", "loud"]}]
    assert (await sent(person, again))["items"][0]["result"] == "unchanged"
    undone = await person.http.post(f"/api/v1/operations/{body['operation_id']}/undo")
    assert undone.status_code == 200, undone.text
    assert (await person.http.get(f"{WATCHLIST}/{entry['id']}")).json()["tags"] == entry["tags"]


async def test_dates_and_plays_are_as_of_single_entries(person: Person) -> None:
    kept = await added(person, media={**MATRIX, "external_id": "1"})
    media = [{**MATRIX, "external_id": str(number)} for number in range(2, 7)]

    body = await sent(
        person,
        [
            {
                "action": "create",
                "media": media[0],
                "status": "completed",
                "finished_on": "2012",
                "started_on": "2011-12",
            },
            {"action": "put", "media": media[1], "status": "completed", "log_play": True, "watched_on": "2019-05-04"},
            {"action": "patch", "id": kept["id"], "started_on": "2020-01-31"},
            {"action": "create", "media": media[2], "finished_on": "2999"},
            {"action": "create", "media": media[3], "log_play": True, "watched_on": "2999-01-01"},
            {"action": "create", "media": media[4], "watched_on": "2012"},
        ],
    )

    assert results(body) == [
        ("created", 201, None),
        ("created", 201, None),
        ("updated", 200, None),
        ("refused", 422, "in_the_future"),
        ("refused", 422, "in_the_future"),
        ("refused", 422, "validation_failed"),
    ]
    assert body["items"][3]["error"]["errors"][0]["pointer"] == "/body/items/3/finished_on"
    assert body["items"][5]["error"]["errors"][0]["pointer"] == "/body/items/5/watched_on"
    first, second, third = [(await person.http.get(f"{WATCHLIST}/{item['id']}")).json() for item in body["items"][:3]]
    assert (first["started_on"], first["finished_on"], first["plays_count"]) == ("2011-12", "2012", 0)
    assert (second["plays_count"], second["last_watched_on"], second["finished_on"]) == (1, "2019-05-04", "2019-05-04")
    assert (third["started_on"], third["status"]) == ("2020-01-31", "planned")
