"""What becomes of lists when titles are merged, deleted or confirmed, and what the change feed tells of them."""

import asyncpg

from tests.support.accounts import Person
from tests.support.episodes import stored_episode, stored_season
from tests.support.lists import (
    Json,
    all_items,
    body_of,
    created,
    item_at,
    items_of,
    put_in,
    read_list,
    titles_in,
)
from tests.support.personal_titles import typed
from tests.support.watchlist import problem, stored_title

TITLES = "/api/v1/titles"


async def changes(person: Person, cursor: str | None = None) -> tuple[list[Json], str]:
    query = {"limit": 500} | ({"cursor": cursor} if cursor else {})
    page = body_of(await person.http.get("/api/v1/changes", params=query))
    return page["items"], page["next_cursor"]


async def test_merge_leaves_one_item_in_each_list(
    person: Person, admin: Person, connection: asyncpg.Connection
) -> None:
    old, into = await stored_title(connection, "Fuego"), await stored_title(connection, "Heat")
    other = await stored_title(connection, "Ronin")
    both, one = await created(person, "Both"), await created(person, "One")
    first = await put_in(person, both, old, note="Old note.")
    await put_in(person, both, other)
    await put_in(person, both, into, note="New note.")
    moved = await put_in(person, one, old)
    versions = [(await read_list(person, shown))["updated_at"] for shown in (both, one)]
    _, cursor = await changes(person)

    body_of(await admin.http.post(f"{TITLES}/{old}/merge", json={"into_id": str(into)}))

    items = await all_items(person.http, items_of(both))
    assert [item["title"]["title"] for item in items] == ["Heat", "Ronin"]
    assert (items[0]["id"], items[0]["note"]) == (first["id"], "Old note.\n\nNew note.")
    assert (await read_list(person, both))["items_count"] == 2
    assert body_of(await person.http.get(item_at(moved)))["title"]["id"] == str(into)
    after = [(await read_list(person, shown))["updated_at"] for shown in (both, one)]
    assert all(new > before for new, before in zip(after, versions, strict=True))
    told, _ = await changes(person, cursor)
    assert sorted((change["kind"], change["change"]) for change in told) == [
        ("list_items", "delete"),
        ("list_items", "upsert"),
        ("list_items", "upsert"),
        ("lists", "upsert"),
        ("lists", "upsert"),
    ]
    found = await person.http.get("/api/v1/lists", params={"contains": str(old)})
    assert len(found.json()["items"]) == 2
    problem(await person.http.post(items_of(one), json={"title_id": str(old)}), 409, "already_in_list")


async def test_merge_keeps_seasons_and_episodes_of_lists(
    person: Person, admin: Person, connection: asyncpg.Connection
) -> None:
    old, into = [await stored_title(connection, name, media_type="show") for name in ("Old", "New")]
    seasons = {number: await stored_season(connection, old, number) for number in (1, 2)}
    season = await stored_season(connection, into, 1)
    episodes = [await stored_episode(connection, seasons[1], number) for number in (1, 2)]
    episode = await stored_episode(connection, season, 1)
    made = await created(person)
    for reference in (
        *({"season_id": str(one)} for one in (*seasons.values(), season)),
        *({"episode_id": str(one)} for one in (*episodes, episode)),
    ):
        body_of(await person.http.post(items_of(made), json=reference), 201)

    body_of(await admin.http.post(f"{TITLES}/{old}/merge", json={"into_id": str(into)}))

    items = await all_items(person.http, items_of(made))
    assert {item["title"]["id"] for item in items} == {str(into)}
    assert [item["season"]["id"] for item in items if item["season"]] == [str(season), str(seasons[2])]
    assert [item["episode"]["id"] for item in items if item["episode"]] == [str(episode), str(episodes[1])]
    assert (await read_list(person, made))["items_count"] == len(items) == 4
    assert await connection.fetchval("SELECT count(*) FROM seasons WHERE title_id <> $1", into) == 0


async def test_title_in_a_list_is_in_use(person: Person, admin: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    item = await put_in(person, await created(person), title_id)

    found = problem(await admin.http.delete(f"{TITLES}/{title_id}"), 409, "in_use")
    assert "existing" not in found
    own = await put_in(admin, await created(admin), title_id)
    found = problem(await admin.http.delete(f"{TITLES}/{title_id}"), 409, "in_use")
    assert found["existing"] == {"kind": "list_item", "id": own["id"], "href": item_at(own)}

    for whose, one in ((person, item), (admin, own)):
        assert (await whose.http.delete(item_at(one))).status_code == 204
    assert (await admin.http.delete(f"{TITLES}/{title_id}")).status_code == 204


async def test_title_of_ones_own_leaves_its_lists_when_it_is_deleted(
    person: Person, connection: asyncpg.Connection
) -> None:
    made, own = await created(person), await typed(person)
    await put_in(person, made, own["id"])
    await put_in(person, made, await stored_title(connection, "Heat"))

    assert (await person.http.delete(f"{TITLES}/{own['id']}")).status_code == 204

    assert await titles_in(person, made) == ["Heat"]
    assert (await read_list(person, made))["items_count"] == 1


async def test_hidden_title_stays_in_the_lists_that_have_it(person: Person, connection: asyncpg.Connection) -> None:
    made, title_id = await created(person), await stored_title(connection, "Heat")
    await put_in(person, made, title_id)
    await connection.execute("UPDATE titles SET is_active = false WHERE id = $1", title_id)
    assert await titles_in(person, made) == ["Heat"]


async def test_feed_tells_of_lists_and_their_items(person: Person, connection: asyncpg.Connection) -> None:
    _, cursor = await changes(person)
    made, title_id = await created(person), await stored_title(connection)
    item = await put_in(person, made, title_id)

    told, cursor = await changes(person, cursor)
    assert {change["kind"]: change["data"] for change in told} == {
        "lists": await read_list(person, made),
        "list_items": body_of(await person.http.get(item_at(item))),
    }
    counts = body_of(await person.http.get("/api/v1/changes/latest"))["areas"]
    assert (counts["lists"]["count"], counts["list_items"]["count"]) == (1, 1)

    await person.http.delete(f"/api/v1/lists/{made['id']}")
    told, _ = await changes(person, cursor)
    assert {(change["kind"], change["change"]) for change in told} == {("lists", "delete"), ("list_items", "delete")}
