"""What stands in a list: titles, seasons and episodes, each once, with what the owner has of them."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.counting import counted_statements
from tests.support.episodes import stored_episode, stored_season
from tests.support.lists import (
    LISTS,
    all_items,
    body_of,
    created,
    item_at,
    items_of,
    list_at,
    put_in,
    read_list,
    titles_in,
)
from tests.support.personal_titles import typed
from tests.support.watchlist import MATRIX, added, pointers, problem, stored_genre, stored_title


async def test_item_shows_its_title_and_what_one_has_of_it(person: Person, connection: asyncpg.Connection) -> None:
    genre_id = await stored_genre(connection)
    title_id = await stored_title(
        connection,
        media_type="movie",
        release_date=date(1995, 12, 15),
        runtime_minutes=170,
        half_steps=(8, 9),
        genre_id=genre_id,
        external_ids={"tmdb": "949"},
    )
    entry = await added(person, title_id, status="completed")
    rating = await person.http.post("/api/v1/ratings", json={"title_id": str(title_id), "score": 4.5})
    assert rating.status_code == 201
    made = await created(person)

    answer = await person.http.post(items_of(made), json={"title_id": str(title_id), "note": "The\ndiner."})

    item = body_of(answer, 201)
    assert answer.headers["Location"] == item_at(item)
    assert body_of(await person.http.get(item_at(item))) == item
    entry = body_of(await person.http.get(f"/api/v1/watchlist/{entry['id']}"))
    assert item["title"] == entry["title"]
    assert item["viewer"] == {
        "watch_entry_id": entry["id"],
        "status": "completed",
        "rating": 4.5,
        "review_id": None,
    }
    assert (item["list_id"], item["season"], item["episode"], item["note"]) == (made["id"], None, None, "The\ndiner.")
    assert await all_items(person.http, items_of(made)) == [item]


async def test_season_its_episode_and_their_show_stand_in_one_list(
    person: Person, connection: asyncpg.Connection
) -> None:
    show = await stored_title(connection, "Mushishi", media_type="anime")
    season = await stored_season(connection, show)
    episode = await stored_episode(connection, season)
    made = await created(person)

    for reference in ({"title_id": show}, {"season_id": season}, {"episode_id": episode}):
        sent = {name: str(value) for name, value in reference.items()}
        item = body_of(await person.http.post(items_of(made), json=sent), 201)
        again = await person.http.post(items_of(made), json=sent)
        assert problem(again, 409, "already_in_list")["existing"]["id"] == item["id"]

    items = await all_items(person.http, items_of(made))
    assert [item["title"]["id"] for item in items] == [str(show)] * 3
    assert [item["season"] and item["season"]["number"] for item in items] == [None, 1, None]
    assert items[1]["season"] == {"id": str(season), "number": 1, "name": "Season 1"}
    assert items[2]["episode"] == {
        "id": str(episode),
        "season": 1,
        "number": 1,
        "absolute_number": None,
        "kind": "regular",
        "title": "Episode 1",
        "state": "current",
    }
    assert [one["id"] for one in await all_items(person.http, LISTS, contains=str(show))] == [made["id"]]


async def test_an_episode_is_named_by_its_place_in_its_show(person: Person, connection: asyncpg.Connection) -> None:
    show = await stored_title(connection, "Mushishi", media_type="anime")
    season = await stored_season(connection, show)
    first = await stored_episode(connection, season, 1, absolute_number=1)
    second = await stored_episode(connection, season, 2, absolute_number=2)
    made = await created(person)
    by = {"title_id": str(show)}

    async def added(reference: dict[str, Any]) -> httpx.Response:
        return await person.http.post(items_of(made), json=reference)

    placed = body_of(await added({**by, "episode": {"season": 1, "number": 1}}), 201)
    counted = body_of(await added({**by, "episode": {"absolute_number": 2}}), 201)
    assert [placed["episode"]["id"], counted["episode"]["id"]] == [str(first), str(second)]
    again = await added({"episode_id": str(first)})
    assert problem(again, 409, "already_in_list")["existing"]["id"] == placed["id"]
    problem(await added({**by, "episode": {"season": 9, "number": 1}}), 404, "episode_not_found")
    problem(await added({"media": MATRIX, "episode": {"season": 1, "number": 1}}), 404, "episode_not_found")
    problem(await added({"season_id": str(season), "episode": {"season": 1, "number": 1}}), 422, "validation_failed")
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1


async def test_title_of_another_service_is_entered(person: Person) -> None:
    made = await created(person)
    item = body_of(await person.http.post(items_of(made), json={"media": MATRIX}), 201)
    assert item["title"]["title"] == "The Matrix"
    again = await person.http.post(items_of(made), json={"title_id": item["title"]["id"]})
    problem(again, 409, "already_in_list")


async def test_what_is_there_already_is_named_and_thirty_at_once_make_one(
    person: Person, connection: asyncpg.Connection
) -> None:
    made, title_id = await created(person), str(await stored_title(connection))

    answers = await asyncio.gather(*(person.http.post(items_of(made), json={"title_id": title_id}) for _ in range(30)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 29
    item = next(answer.json() for answer in answers if answer.status_code == 201)
    for answer in answers:
        if answer.status_code == 409:
            existing = problem(answer, 409, "already_in_list")["existing"]
            assert existing == {"kind": "list_item", "id": item["id"], "href": item_at(item)}
            assert answer.headers["Location"] == item_at(item)
    assert (await read_list(person, made))["items_count"] == 1


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ({"title_id": str(uuid4())}, "title_not_found"),
        ({"season_id": str(uuid4())}, "season_not_found"),
        ({"episode_id": str(uuid4())}, "episode_not_found"),
    ],
)
async def test_what_does_not_exist_is_not_found(person: Person, reference: dict[str, str], code: str) -> None:
    made = await created(person)
    problem(await person.http.post(items_of(made), json=reference), 404, code)
    assert (await read_list(person, made)) == made


async def test_titles_that_one_may_not_see_are_not_found(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    foreign = await typed(await accounts.person())
    hidden = await stored_title(connection, is_active=False)
    season = await stored_season(connection, hidden)
    made = await created(person)
    for reference, code in (
        ({"title_id": foreign["id"]}, "title_not_found"),
        ({"title_id": str(hidden)}, "title_not_found"),
        ({"season_id": str(season)}, "season_not_found"),
    ):
        problem(await person.http.post(items_of(made), json=reference), 404, code)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/body"),
        ({"title_id": str(uuid4()), "season_id": str(uuid4())}, "/body"),
        ({"title_id": str(uuid4()), "before": str(uuid4()), "after": str(uuid4())}, "/body"),
        ({"title_id": str(uuid4()), "note": "x" * 5001}, "/body/note"),
        ({"title_id": "heat"}, "/body/title_id"),
        ({"title_id": str(uuid4()), "rank": 1}, "/body/rank"),
    ],
)
async def test_what_no_item_can_be_is_refused(person: Person, body: dict[str, str], pointer: str) -> None:
    made = await created(person)
    assert pointers(await person.http.post(items_of(made), json=body)) == [pointer]


async def test_code_of_two_places_is_one_that_clients_know(person: Person) -> None:
    made, place = await created(person), str(uuid4())

    answer = await person.http.post(items_of(made), json={"title_id": place, "before": place, "after": place})

    assert [error["code"] for error in answer.json()["errors"]] == ["at_most_one_of"]


async def test_note_is_changed_and_cleared_and_stale_versions_are_refused(
    person: Person, connection: asyncpg.Connection
) -> None:
    made = await created(person)
    item = await put_in(person, made, await stored_title(connection), note="Once.")
    read = await person.http.get(item_at(item))

    changed = body_of(await person.http.patch(item_at(item), json={"note": "Twice."}))
    assert changed == item | {"note": "Twice.", "updated_at": changed["updated_at"]}
    assert body_of(await person.http.patch(item_at(item), json={})) == changed
    assert body_of(await person.http.patch(item_at(item), json={"note": None}))["note"] is None

    stale = {"If-Match": read.headers["ETag"]}
    for method, body in (("PATCH", {"note": "Thrice."}), ("DELETE", None)):
        answer = await person.http.request(method, item_at(item), json=body, headers=stale)
        problem(answer, 412, "precondition_failed")


async def test_every_change_of_an_item_is_a_new_version_of_its_list(
    person: Person, connection: asyncpg.Connection
) -> None:
    made = await created(person)
    versions = [made["updated_at"]]

    async def note_version(count: int) -> None:
        shown = await read_list(person, made)
        assert shown["items_count"] == count
        versions.append(shown["updated_at"])

    item = await put_in(person, made, await stored_title(connection))
    await note_version(1)
    other = await put_in(person, made, await stored_title(connection))
    await note_version(2)
    await person.http.patch(item_at(item), json={"note": "Soon."})
    await note_version(2)
    await person.http.patch(item_at(item), json={"after": other["id"]})
    await note_version(2)
    assert (await person.http.delete(item_at(item))).status_code == 204
    await note_version(1)

    assert versions == sorted(set(versions))
    problem(await person.http.delete(item_at(item)), 404, "list_item_not_found")


async def test_items_are_filtered_and_sorted(person: Person, connection: asyncpg.Connection) -> None:
    made = await created(person)
    titles = {
        "The Crow": ("movie", date(1994, 5, 13), (10,)),
        "Akira": ("anime", None, ()),
        "Brazil": ("movie", date(1985, 2, 20), (4,)),
    }
    for name, (media_type, release_date, half_steps) in titles.items():
        title_id = await stored_title(
            connection, name, media_type=media_type, release_date=release_date, half_steps=half_steps
        )
        await put_in(person, made, title_id)
        if name != "Akira":
            await added(person, title_id, status="planned" if name == "Brazil" else "watching")

    assert await titles_in(person, made, media_type="movie") == ["The Crow", "Brazil"]
    assert await titles_in(person, made, status="planned") == ["Brazil"]
    assert await titles_in(person, made, status=["planned", "watching"]) == ["The Crow", "Brazil"]
    for sort, order in {
        "rank": ["The Crow", "Akira", "Brazil"],
        "-rank": ["Brazil", "Akira", "The Crow"],
        "created_at": ["The Crow", "Akira", "Brazil"],
        "title": ["Akira", "Brazil", "The Crow"],
        "-title": ["The Crow", "Brazil", "Akira"],
        "release_date": ["Brazil", "The Crow", "Akira"],
        "-release_date": ["The Crow", "Brazil", "Akira"],
        "-average_rating": ["The Crow", "Brazil", "Akira"],
        "average_rating": ["Brazil", "The Crow", "Akira"],
    }.items():
        assert await titles_in(person, made, sort=sort, limit=1) == order, sort
    assert body_of(await person.http.get(items_of(made), params={"with_total": "true"}))["total"] == 3


async def test_items_of_others_do_not_exist(person: Person, accounts: Accounts, connection: asyncpg.Connection) -> None:
    made, title_id = await created(person, visibility="link"), await stored_title(connection)
    item = await put_in(person, made, title_id)
    stranger = await accounts.person()
    own = await created(stranger)
    body = {"title_id": str(title_id)}

    problem(await stranger.http.get(items_of(made)), 404, "list_not_found")
    problem(await stranger.http.post(items_of(made), json=body), 404, "list_not_found")
    problem(await stranger.http.post(items_of(made), json={"media": MATRIX}), 404, "list_not_found")
    for method, sent in (("GET", None), ("PATCH", {"note": "Mine."}), ("DELETE", None)):
        assert (await stranger.http.request(method, item_at(item), json=sent)).status_code == 404
        there = f"{items_of(own)}/{item['id']}"
        problem(await stranger.http.request(method, there, json=sent), 404, "list_item_not_found")
    problem(await stranger.http.post(items_of(own), json={**body, "before": item["id"]}), 404, "anchor_not_found")
    assert body_of(await person.http.get(item_at(item))) == item


async def test_item_of_another_of_ones_lists_is_not_found_here(person: Person, connection: asyncpg.Connection) -> None:
    here, there = await created(person, "Here"), await created(person, "There")
    item = await put_in(person, there, await stored_title(connection))
    for method, body in (("GET", None), ("PATCH", {"note": "A"}), ("DELETE", None)):
        answer = await person.http.request(method, f"{items_of(here)}/{item['id']}", json=body)
        problem(answer, 404, "list_item_not_found")
    assert (await read_list(person, there))["items_count"] == 1
    assert (await person.http.get(list_at(here))).json() == here


async def test_title_is_added_by_three_statements(person: Person, connection: asyncpg.Connection) -> None:
    titles = [str(await stored_title(connection, name)) for name in ("Heat", "Ronin")]
    made = await created(person)

    first = await put_in(person, made, title_id=titles[0])
    with counted_statements() as statements:
        await put_in(person, made, title_id=titles[1], before=first["id"])

    assert len(statements[statements.index("BEGIN;") :]) == len(["BEGIN;", "lock", "place", "add", "COMMIT;"])
