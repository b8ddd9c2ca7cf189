"""Tags: words of one's own for entries of the watchlist."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.changes import Copy, read
from tests.support.watchlist import WATCHLIST, added, address, listed, pointers, problem, stored_title

TAGS = "/api/v1/tags"
Json = dict[str, Any]


def names_of(entry: Json) -> list[str]:
    return [tag["name"] for tag in entry["tags"]]


async def tags_of(person: Person, **query: Any) -> list[Json]:
    answer = await person.http.get(TAGS, params=query)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    while "Link" in answer.headers:
        answer = await person.http.get(answer.links["next"]["url"])
        found += answer.json()["items"]
    return found


async def tag_named(person: Person, name: str) -> Json:
    (tag,) = [tag for tag in await tags_of(person) if tag["name"] == name]
    return tag


async def changed(person: Person, entry: Json, method: str = "PATCH", **members: Any) -> Json:
    answer = await person.http.request(method, address(entry), json=members)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_entry_has_the_tags_that_it_was_given_in_their_order(
    person: Person, connection: asyncpg.Connection
) -> None:
    entry = await added(person, await stored_title(connection), tags=["With Bob", "Alone", "千と千尋"])

    assert names_of(entry) == ["With Bob", "Alone", "千と千尋"]
    assert (await person.http.get(address(entry))).json() == entry
    assert (await person.http.get(WATCHLIST)).json()["items"] == [entry]
    tags = await tags_of(person, sort="created_at")
    assert {(tag["id"], tag["name"]) for tag in tags} == {(tag["id"], tag["name"]) for tag in entry["tags"]}
    assert {(tag["entries_count"], tag["plays_count"]) for tag in tags} == {(1, 0)}
    assert (await person.http.get(f"{TAGS}/{tags[0]['id']}")).json() == tags[0]


async def test_names_are_equal_without_regard_to_case(person: Person, connection: asyncpg.Connection) -> None:
    first = await added(person, await stored_title(connection, "A"), tags=["Sci-Fi", "sci-fi", "SCI-FI"])
    second = await added(person, await stored_title(connection, "B"), tags=["sci-FI", "straße", "STRASSE"])

    assert names_of(first) == ["Sci-Fi"]
    assert names_of(second) == ["Sci-Fi", "straße"]
    assert [(tag["name"], tag["entries_count"]) for tag in await tags_of(person)] == [("Sci-Fi", 2), ("straße", 1)]


async def test_replacing_keeps_tags_unless_they_are_sent(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection), tags=["Alone"])

    assert names_of(await changed(person, entry, "PUT", status="completed")) == ["Alone"]
    assert names_of(await changed(person, entry, notes="Seen.")) == ["Alone"]
    assert names_of(await changed(person, entry, "PUT", status="planned", tags=["With Bob", "alone"])) == [
        "With Bob",
        "Alone",
    ]
    assert names_of(await changed(person, entry, tags=["Late"])) == ["Late"]
    assert names_of(await changed(person, entry, tags=[])) == []
    assert [tag["entries_count"] for tag in await tags_of(person)] == [0, 0, 0]


async def test_tags_change_the_version_of_an_entry(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection))
    tag = (await person.http.get(address(entry))).headers["ETag"]

    later = await changed(person, entry, tags=["Alone"])

    assert later["updated_at"] > entry["updated_at"]
    stale = await person.http.patch(address(entry), json={"tags": []}, headers={"If-Match": tag})
    problem(stale, 412, "precondition_failed")
    assert (await person.http.get(address(entry), headers={"If-None-Match": tag})).status_code == 200


@pytest.mark.parametrize(
    ("tags", "pointer"),
    [
        ([""], "/body/tags/0"),
        (["a" * 101], "/body/tags/0"),
        (["good", "bad\u0000"], "/body/tags/1"),
        ([str(place) for place in range(51)], "/body/tags"),
        (None, "/body/tags"),
        ("Alone", "/body/tags"),
        ([{"name": "Alone"}], "/body/tags/0"),
    ],
)
async def test_what_is_no_list_of_names_is_refused(
    person: Person, connection: asyncpg.Connection, tags: object, pointer: str
) -> None:
    title_id = await stored_title(connection)
    answer = await person.http.post(WATCHLIST, json={"title_id": str(title_id), "tags": tags})
    assert pointers(answer) == [pointer]
    assert await tags_of(person) == []


async def test_fifty_tags_are_taken(person: Person, connection: asyncpg.Connection) -> None:
    names = [f"tag {place}" for place in range(50)]
    assert names_of(await added(person, await stored_title(connection), tags=names)) == names


async def test_refused_entry_leaves_no_tag(person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    await added(person, title_id)
    answer = await person.http.post(WATCHLIST, json={"title_id": str(title_id), "tags": ["Alone"]})
    problem(answer, 409, "already_in_watchlist")
    assert await tags_of(person) == []


async def test_watchlist_is_narrowed_by_tags(person: Person, connection: asyncpg.Connection) -> None:
    tagged = {"A": ["Alone"], "B": ["Alone", "Late"], "C": ["Late"], "D": []}
    for name, tags in tagged.items():
        await added(person, await stored_title(connection, name), tags=tags)
    late = await tag_named(person, "Late")

    assert await listed(person, tag="ALONE", sort="title") == ["A", "B"]
    assert await listed(person, tag=late["id"], sort="title") == ["B", "C"]
    assert await listed(person, tag=["alone", "late"], sort="title", limit=2) == ["A", "B", "C"]
    assert await listed(person, tag=["alone", "late"], tag_mode="all", sort="-created_at") == ["B"]
    assert await listed(person, tag=["alone", late["id"].upper()], tag_mode="all") == ["B"]
    assert await listed(person, tag=["alone", "never"], tag_mode="all") == []
    assert await listed(person, tag=["alone", "never"], sort="title") == ["A", "B"]
    assert await listed(person, tag="never") == []
    counts = (await person.http.get(f"{WATCHLIST}/counts", params={"tag": "late"})).json()
    assert counts["total"] == 2
    assert (await person.http.get(WATCHLIST, params={"tag": "late", "tag_mode": "some"})).status_code == 422


async def test_tags_are_listed_in_pages(person: Person, connection: asyncpg.Connection) -> None:
    names = ["ähnlich", "Alone", "Late", "With Bob"]
    await added(person, await stored_title(connection), tags=names[::-1])

    for sort in ("name", "-name", "created_at", "-created_at"):
        found = [tag["name"] for tag in await tags_of(person, sort=sort, limit=3)]
        assert sorted(found) == sorted(names), sort
    assert [tag["name"] for tag in await tags_of(person)] == ["ähnlich", "Alone", "Late", "With Bob"]
    assert [tag["name"] for tag in await tags_of(person, q="a", limit=1)] == ["ähnlich", "Alone", "Late"]
    page = (await person.http.get(TAGS, params={"limit": 1, "with_total": "true"})).json()
    assert page["total"] == 4


async def test_renamed_tag_stands_renamed_on_its_entries(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection), tags=["Alnoe"])
    tag = await tag_named(person, "Alnoe")

    answer = await person.http.patch(f"{TAGS}/{tag['id']}", json={"name": "Alone"})

    renamed = answer.json()
    assert answer.status_code == 200
    assert renamed == tag | {"name": "Alone", "updated_at": renamed["updated_at"]}
    assert renamed["updated_at"] > tag["updated_at"]
    shown = (await person.http.get(address(entry))).json()
    assert shown == entry | {"tags": [{"id": tag["id"], "name": "Alone"}]}, "the entry itself has not changed"
    respelled = (await person.http.patch(f"{TAGS}/{tag['id']}", json={"name": "ALONE"})).json()
    assert (respelled["id"], respelled["name"]) == (tag["id"], "ALONE")


async def test_tag_renamed_into_another_becomes_that_one(person: Person, connection: asyncpg.Connection) -> None:
    kept = await added(person, await stored_title(connection, "A"), tags=["Alone", "Late"])
    both = await added(person, await stored_title(connection, "B"), tags=["Solo", "Late", "Alone"])
    moved = await added(person, await stored_title(connection, "C"), tags=["Late", "Solo"])
    alone, solo = await tag_named(person, "Alone"), await tag_named(person, "Solo")

    answer = await person.http.patch(f"{TAGS}/{solo['id']}", json={"name": "ALONE"})

    assert answer.status_code == 200
    assert answer.json() == alone | {"entries_count": 3}
    problem(await person.http.get(f"{TAGS}/{solo['id']}"), 404, "tag_not_found")
    shown = {entry["id"]: entry for entry in (await person.http.get(WATCHLIST)).json()["items"]}
    assert shown[kept["id"]] == kept
    assert names_of(shown[both["id"]]) == ["Late", "Alone"]
    assert names_of(shown[moved["id"]]) == ["Late", "Alone"]
    assert shown[moved["id"]]["updated_at"] > moved["updated_at"]


async def test_deleted_tag_leaves_its_entries(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection), tags=["Alone", "Late"])
    tag = entry["tags"][0]

    answers = [await person.http.delete(f"{TAGS}/{tag['id']}") for _ in range(2)]

    assert answers[0].status_code == 204
    problem(answers[1], 404, "tag_not_found")
    shown = (await person.http.get(address(entry))).json()
    assert names_of(shown) == ["Late"]
    assert shown["updated_at"] > entry["updated_at"]


async def test_unchanged_tag_keeps_its_version(person: Person, connection: asyncpg.Connection) -> None:
    await added(person, await stored_title(connection), tags=["Alone"])
    tag = await tag_named(person, "Alone")
    for body in ({}, {"name": "Alone"}):
        assert (await person.http.patch(f"{TAGS}/{tag['id']}", json=body)).json() == tag
    for wrong in ({"name": ""}, {"name": None}, {"colour": "red"}):
        assert (await person.http.patch(f"{TAGS}/{tag['id']}", json=wrong)).status_code == 422


async def test_stale_version_of_a_tag_is_refused(person: Person, connection: asyncpg.Connection) -> None:
    await added(person, await stored_title(connection), tags=["Alone"])
    place = f"{TAGS}/{(await tag_named(person, 'Alone'))['id']}"
    stale = (await person.http.get(place)).headers["ETag"]
    current = (await person.http.patch(place, json={"name": "Solo"})).headers["ETag"]

    for method, body in (("PATCH", {"name": "Alone"}), ("DELETE", None)):
        answer = await person.http.request(method, place, json=body, headers={"If-Match": stale})
        problem(answer, 412, "precondition_failed")
    assert (await person.http.delete(place, headers={"If-Match": current})).status_code == 204


async def test_tags_of_others_do_not_exist(accounts: Accounts, person: Person, connection: asyncpg.Connection) -> None:
    stranger = await accounts.person()
    title_id = await stored_title(connection)
    await added(person, title_id, tags=["Alone"])
    await added(stranger, title_id, tags=["Alone"])
    tag = await tag_named(person, "Alone")

    for method, body in (("GET", None), ("PATCH", {"name": "Mine"}), ("DELETE", None)):
        problem(await stranger.http.request(method, f"{TAGS}/{tag['id']}", json=body), 404, "tag_not_found")
    assert await listed(stranger, tag=tag["id"]) == []
    assert await tags_of(person) == [tag]
    problem(await person.http.get(f"{TAGS}/{uuid4()}"), 404, "tag_not_found")


async def test_feed_tells_of_tags_and_of_what_has_them(person: Person, connection: asyncpg.Connection) -> None:
    copy = Copy(person, 3)
    entries = [await added(person, await stored_title(connection, name), tags=["Alone", name]) for name in "ABC"]
    await copy.follow()
    alone = await tag_named(person, "Alone")
    assert copy.rows["tags", alone["id"]] == alone
    before = await read(person)

    await person.http.patch(f"{TAGS}/{alone['id']}", json={"name": "Solo"})
    page = await read(person, cursor=before["next_cursor"])
    assert [(change["kind"], change["id"]) for change in page["items"]] == [("tags", alone["id"])]

    await changed(person, entries[0], tags=["B"])
    page = await read(person, cursor=page["next_cursor"])
    told = {(change["kind"], change["id"]): change["data"] for change in page["items"]}
    assert told == {
        ("watchlist", entries[0]["id"]): (await person.http.get(address(entries[0]))).json(),
        **{("tags", tag["id"]): tag for tag in await tags_of(person) if tag["name"] != "C"},
    }

    await person.http.delete(f"{TAGS}/{alone['id']}")
    await person.http.delete(address(entries[1]))
    await copy.follow()
    kept = {key: row for key, row in copy.rows.items() if key[0] == "tags"}
    assert kept == {("tags", tag["id"]): tag for tag in await tags_of(person)}
    assert names_of(copy.rows["watchlist", entries[2]["id"]]) == ["C"]


async def test_deleted_entry_comes_back_with_its_tags(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection), tags=["Alone"])
    deleted = await person.http.delete(address(entry))
    assert [tag["entries_count"] for tag in await tags_of(person)] == [0]

    undone = await person.http.post(f"/api/v1/operations/{deleted.headers['Operation-ID']}/undo")

    assert undone.status_code == 200, undone.text
    assert (await person.http.get(address(entry))).json()["tags"] == entry["tags"]


async def test_tags_of_merged_entries_are_united(
    accounts: Accounts, person: Person, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    old, into = await stored_title(connection, "Old"), await stored_title(connection, "Into")
    await added(person, old, tags=[f"old {place}" for place in range(30)])
    await added(person, into, tags=["Both", *(f"new {place}" for place in range(29))], status="completed")

    answer = await admin.http.post(f"/api/v1/titles/{old}/merge", json={"into_id": str(into)})

    assert answer.status_code == 200, answer.text
    (entry,) = (await person.http.get(WATCHLIST)).json()["items"]
    assert names_of(entry) == [
        "Both",
        *(f"new {place}" for place in range(29)),
        *(f"old {place}" for place in range(20)),
    ]


async def test_equal_names_at_once_are_one_tag(person: Person, connection: asyncpg.Connection) -> None:
    titles = [await stored_title(connection, str(place)) for place in range(8)]
    entries = await asyncio.gather(
        *(added(person, title_id, tags=["Alone", "Late"][:: 1 - 2 * (n % 2)]) for n, title_id in enumerate(titles))
    )
    assert {tag["id"] for entry in entries for tag in entry["tags"]} == {tag["id"] for tag in await tags_of(person)}
    assert [tag["entries_count"] for tag in await tags_of(person)] == [8, 8]


async def test_deletion_beside_new_uses_leaves_no_trace(person: Person, connection: asyncpg.Connection) -> None:
    entries = [await added(person, await stored_title(connection, str(n)), tags=["Alone"]) for n in range(6)]
    tag = await tag_named(person, "Alone")

    async def give(entry: Json) -> httpx.Response:
        return await person.http.patch(address(entry), json={"tags": ["Alone", "Late"]})

    answers = await asyncio.gather(
        *map(give, entries[:3]), person.http.delete(f"{TAGS}/{tag['id']}"), *map(give, entries[3:])
    )

    assert {answer.status_code for answer in answers} == {200, 204}
    known = {UUID(tag["id"]) for tag in await tags_of(person)}
    used = await connection.fetchval("SELECT array_agg(DISTINCT used) FROM watch_entries, unnest(tag_ids) AS used")
    assert set(used) <= known


async def test_tags_go_with_the_account(person: Person, connection: asyncpg.Connection) -> None:
    await added(person, await stored_title(connection), tags=["Alone"])
    answer = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})
    assert answer.status_code == httpx.codes.NO_CONTENT
    assert await connection.fetchval("SELECT count(*) FROM tags") == 0
    assert await connection.fetchval("SELECT count(*) FROM resource_changes") == 0
