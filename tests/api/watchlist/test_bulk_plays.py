"""Many changes of plays in one request: each item by itself, all in one transaction."""

from typing import Any
from uuid import uuid4

import asyncpg

from tests.support.accounts import Accounts, Person
from tests.support.counting import counted_statements
from tests.support.watchlist import MATRIX, WATCHLIST, stored_title

PLAYS = "/api/v1/plays"
BULK = f"{PLAYS}/bulk"

Json = dict[str, Any]


async def sent(person: Person, items: list[Any], **members: Any) -> Json:
    answer = await person.http.post(BULK, json={"items": items, **members})
    assert answer.status_code == 200, answer.text
    body: Json = answer.json()
    assert sum(body["counts"].values()) == len(items)
    return body


def results(body: Json) -> list[tuple[str, int, str | None]]:
    """Return result, status and code of each item."""
    return [(item["result"], item["status"], item.get("error", {}).get("code")) for item in body["items"]]


async def logged(person: Person, **members: Any) -> Json:
    answer = await person.http.post(PLAYS, json=members)
    assert answer.status_code == 201, answer.text
    play: Json = answer.json()
    return play


async def entries(person: Person) -> dict[str, Json]:
    """Return the entries by their titles."""
    page = (await person.http.get(WATCHLIST, params={"limit": 100})).json()
    return {entry["title"]["id"]: entry for entry in page["items"]}


async def test_each_item_is_answered_by_itself(connection: asyncpg.Connection, person: Person) -> None:
    heat, solaris, stalker = [str(await stored_title(connection, name)) for name in ("Heat", "Solaris", "Stalker")]
    show = str(await stored_title(connection, "Twin Peaks", media_type="show"))
    patched = await logged(person, title_id=heat, watched_on="2001", note="a")
    deleted = await logged(person, title_id=heat, watched_on="2002", source="trakt", source_key="1")
    replaced = await logged(person, title_id=solaris, watched_on="2003", source="trakt", source_key="2", note="old")

    body = await sent(
        person,
        [
            {"action": "create", "title_id": stalker, "watched_on": "2012-05", "score": 4, "set_rating": True},
            {"action": "create", "media": MATRIX, "watched_on": None, "tags": ["Cinema"], "key": "new"},
            {"action": "create", "media": MATRIX, "watched_on": "2013"},
            {"action": "create", "title_id": heat, "source": "trakt", "source_key": "1"},
            {"action": "create", "title_id": str(uuid4())},
            {"action": "create", "episode_id": str(uuid4())},
            {"action": "create", "title_id": show, "episode": {"absolute_number": 900}},
            {"action": "create", "title_id": heat, "watched_on": "2200"},
            {"action": "put", "title_id": solaris, "watched_on": "1999-05-01", "source": "trakt", "source_key": "2"},
            {"action": "put", "title_id": solaris, "watched_on": None, "source": "trakt", "source_key": "3"},
            {"action": "put", "title_id": heat, "source": "trakt", "source_key": "3"},
            {"action": "put", "title_id": heat},
            {"action": "patch", "id": patched["id"], "note": "b", "watched_on": None},
            {"action": "patch", "id": patched["id"], "note": "c"},
            {"action": "patch", "id": str(uuid4()), "note": "c"},
            {"action": "patch", "source": "trakt", "source_key": "9", "note": "c"},
            {"action": "delete", "id": str(uuid4())},
            {"action": "patch", "note": "c"},
            {"title_id": heat},
        ],
        **{"return": "full"},
    )

    assert results(body) == [
        ("created", 201, None),
        ("created", 201, None),
        ("created", 201, None),
        ("exists", 200, None),
        ("not_found", 404, "title_not_found"),
        ("not_found", 404, "episode_not_found"),
        ("not_found", 404, "episode_not_found"),
        ("refused", 422, "in_the_future"),
        ("updated", 200, None),
        ("created", 201, None),
        ("refused", 409, "repeated_in_request"),
        ("refused", 422, "validation_failed"),
        ("updated", 200, None),
        ("refused", 409, "repeated_in_request"),
        ("not_found", 404, "play_not_found"),
        ("not_found", 404, "play_not_found"),
        ("not_found", 404, "play_not_found"),
        ("refused", 422, "validation_failed"),
        ("refused", 422, "validation_failed"),
    ]
    items = body["items"]
    assert (items[3]["id"], items[8]["id"]) == (deleted["id"], replaced["id"])
    assert items[7]["error"]["errors"][0]["pointer"] == "/body/items/7/watched_on"
    for item in items:
        if item["result"] in ("created", "updated", "exists"):
            assert item["resource"] == (await person.http.get(f"{PLAYS}/{item['id']}")).json()
    assert (items[8]["resource"]["watched_on"], items[8]["resource"]["note"]) == ("1999-05-01", None)
    assert (items[9]["resource"]["precision"], items[9]["resource"]["watched_on"]) == ("unknown", None)
    assert [tag["name"] for tag in items[1]["resource"]["tags"]] == ["Cinema"]
    assert (items[12]["resource"]["note"], items[12]["resource"]["precision"]) == ("b", "unknown")
    by_title = {entry["title"]["title"]: entry for entry in (await entries(person)).values()}
    assert {name: entry["status"] for name, entry in by_title.items()} == dict.fromkeys(
        ["Heat", "Solaris", "Stalker", "The Matrix"], "completed"
    )
    assert (by_title["Stalker"]["finished_on"], by_title["Stalker"]["rating"]) == ("2012-05", 4)
    assert by_title["The Matrix"]["plays_count"] == 2


async def test_many_plays_take_as_many_statements_as_two(person: Person) -> None:
    first = await sent(person, [{"action": "create", "media": MATRIX}])
    media = [{**MATRIX, "external_id": str(number)} for number in range(1000, 1499)]
    change = {"action": "patch", "id": first["items"][0]["id"], "note": "b"}
    heat = {**MATRIX, "external_id": "949", "title": "Heat"}
    members = {"watched_on": "2019-05", "score": 4, "set_rating": True, "tags": ["a"]}

    asked = []
    for titles in ([heat], media):
        items = [{"action": "create", "media": one, **members} for one in titles]
        with counted_statements() as statements:
            body = await sent(person, [{**change, "note": str(len(items))}, *items], **{"return": "full"})
        assert body["counts"]["created"] == len(items)
        asked.append(statements[statements.index("BEGIN;") :])  # who asks is looked up before, unless it is known

    assert len(asked[0]) == len(asked[1]) <= 8


async def test_moments_nobody_knows_sort_last_whichever_way_they_are_written(
    connection: asyncpg.Connection, person: Person
) -> None:
    heat = str(await stored_title(connection))
    body = await sent(
        person, [{"action": "create", "title_id": heat, "watched_on": when} for when in (None, "1999", "2001-02")]
    )
    await sent(person, [{"action": "patch", "id": body["items"][1]["id"], "watched_on": None}])

    for sort in ("watched_on", "-watched_on"):
        page = (await person.http.get(PLAYS, params={"sort": sort})).json()
        assert [one["watched_on"] for one in page["items"]] == ["2001-02", None, None]
    assert await connection.fetchval("SELECT count(*) FROM plays WHERE sorted_at = '-infinity'") == 2


async def test_two_plays_of_a_new_title_are_of_one_title(person: Person) -> None:
    items = [{"action": "create", "media": MATRIX, "watched_on": str(year)} for year in (1999, 2003)]

    body = await sent(person, items, **{"return": "full"})

    assert [one["resource"]["watched_on"] for one in body["items"]] == ["1999", "2003"]
    entry = (await person.http.get(WATCHLIST)).json()["items"]
    assert [(one["plays_count"], one["status"], one["started_on"]) for one in entry] == [(2, "completed", "1999")]


async def test_minutes_count_within_the_request_too(connection: asyncpg.Connection, person: Person) -> None:
    heat = str(await stored_title(connection))
    one = {"action": "create", "title_id": heat, "unless_within_minutes": 5}

    body = await sent(
        person,
        [
            {**one, "watched_on": "2020-01-01T20:00:00Z"},
            {**one, "watched_on": "2020-01-01T20:04:00Z"},
            {**one, "watched_on": "2020-01-01T20:06:00Z"},
        ],
    )

    assert [item["result"] for item in body["items"]] == ["created", "exists", "created"]
    assert body["items"][1]["id"] == body["items"][0]["id"]


async def test_keep_makes_no_entry(connection: asyncpg.Connection, person: Person) -> None:
    show = str(await stored_title(connection, media_type="show"))

    await sent(person, [{"action": "create", "title_id": show, "status": "keep"}])
    assert await entries(person) == {}

    await sent(person, [{"action": "create", "title_id": show, "episode": {"season": 1, "number": 1}}])
    assert (await entries(person))[show]["status"] == "watching"


async def test_an_entry_that_a_play_made_goes_with_its_last_play_and_comes_back(
    connection: asyncpg.Connection, person: Person
) -> None:
    heat, solaris = [str(await stored_title(connection, name)) for name in ("Heat", "Solaris")]
    plays = [await logged(person, title_id=one, watched_on="2001") for one in (heat, heat, solaris)]
    await person.http.patch(f"{WATCHLIST}/{(await entries(person))[solaris]['id']}", json={"notes": "mine"})
    before = await entries(person)

    body = await sent(person, [{"action": "delete", "id": play["id"]} for play in plays])

    left = await entries(person)
    assert {title: entry["status"] for title, entry in left.items()} == {solaris: "planned"}
    answer = await person.http.post(f"/api/v1/operations/{body['operation_id']}/undo")
    assert (answer.json()["restored"], answer.json()["left"]) == (4, [])
    after = await entries(person)
    assert {title: (one["id"], one["status"], one["plays_count"]) for title, one in after.items()} == {
        title: (one["id"], one["status"], one["plays_count"]) for title, one in before.items()
    }


async def test_a_request_is_undone_but_for_what_was_changed_since(
    connection: asyncpg.Connection, person: Person
) -> None:
    heat, solaris = [str(await stored_title(connection, name)) for name in ("Heat", "Solaris")]
    old = await logged(person, title_id=heat, watched_on=None, note="before", source="trakt", source_key="1")
    body = await sent(
        person,
        [
            {"action": "put", "title_id": heat, "watched_on": "2012", "source": "trakt", "source_key": "1"},
            {"action": "create", "title_id": solaris, "score": 4, "set_rating": True},
            {"action": "create", "title_id": solaris, "watched_on": "2013"},
        ],
    )
    kept = body["items"][2]["id"]
    await person.http.patch(f"{PLAYS}/{kept}", json={"note": "mine"})

    answer = await person.http.post(f"/api/v1/operations/{body['operation_id']}/undo")

    assert answer.json()["left"] == [{"kind": "play", "id": kept, "reason": "changed_since"}]
    assert answer.json()["restored"] == 3
    back = (await person.http.get(f"{PLAYS}/{old['id']}")).json()
    assert (back["watched_on"], back["precision"], back["note"]) == (None, "unknown", "before")
    page = (await person.http.get(PLAYS)).json()
    assert [one["id"] for one in page["items"]] == [kept, old["id"]]
    assert (await person.http.get("/api/v1/ratings")).json()["items"] == []


async def test_an_atomic_request_stores_all_or_nothing(connection: asyncpg.Connection, person: Person) -> None:
    heat = str(await stored_title(connection))
    items = [{"action": "create", "title_id": heat}, {"action": "delete", "id": str(uuid4())}]

    answer = await person.http.post(BULK, json={"items": items, "atomic": True})

    assert (answer.status_code, answer.json()["code"], answer.json()["operation_id"]) == (409, "bulk_refused", None)
    assert (await person.http.get(PLAYS)).json()["items"] == []


async def test_versions_and_titles_of_others(
    connection: asyncpg.Connection, accounts: Accounts, person: Person
) -> None:
    heat, solaris = [str(await stored_title(connection, name)) for name in ("Heat", "Solaris")]
    hidden = str(await stored_title(connection, "Hidden", is_active=False))
    play = await logged(person, title_id=heat, source="trakt", source_key="1")
    tag = (await person.http.get(f"{PLAYS}/{play['id']}")).headers["ETag"]
    foreign = await logged(await accounts.person(), title_id=heat)
    key = {"source": "trakt", "source_key": "1"}

    body = await sent(
        person,
        [
            {"action": "put", "title_id": solaris, **key},
            {"action": "patch", "id": foreign["id"], "note": "x"},
            {"action": "create", "title_id": hidden},
            {"action": "put", "title_id": heat, "source": "trakt", "source_key": "2", "if_version": tag},
        ],
    )
    stale = await sent(person, [{"action": "delete", "id": play["id"], "if_version": '"1-2"'}])
    good = await sent(person, [{"action": "patch", **key, "note": "x", "if_version": tag}])

    assert results(body) == [
        ("refused", 409, "source_key_reused"),
        ("not_found", 404, "play_not_found"),
        ("not_found", 404, "title_not_found"),
        ("not_found", 404, "play_not_found"),
    ]
    assert results(stale) == [("refused", 412, "precondition_failed")]
    assert results(good) == [("updated", 200, None)]
