"""One title and the list: who sees what, and what caches may keep."""

from uuid import uuid4

import asyncpg
import httpx

from tests.support.accounts import Person
from tests.support.catalogue import TITLES, created_title, names, page, problem, rate, walked, watched

NOTHING = {"watch_entry_id": None, "status": None, "rating": None, "review_id": None}


async def test_figures_are_numbers_rounded_to_two_places(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    title = await created_title(admin)
    await rate(connection, title, 10, 9, 9, weighted="4.1267", reviews=2)

    for read in ((await client.get(f"{TITLES}/{title['id']}")).json(), (await page(client))["items"][0]):
        assert read["rating"]["average"] == 4.67
        assert read["rating"]["weighted"] == 4.13
        assert read["rating"]["count"] == 3
        assert {score: count for score, count in read["rating"]["distribution"].items() if count} == {"4.5": 2, "5": 1}
        assert read["reviews_count"] == 2


OF_EPISODES = {
    "airing",
    "seasons_count",
    "episodes_count",
    "aired_count",
    "next_episode",
    "last_episode",
    "episodes_state",
    "episode_source",
}
"""What follows from episodes: lists leave it out."""


async def test_listed_title_is_the_title_itself(client: httpx.AsyncClient, admin: Person) -> None:
    title = await created_title(admin, external_ids={"tmdb": "1"}, release_date="1995-12-15")

    read = (await client.get(f"{TITLES}/{title['id']}")).json()

    listed = {name: value for name, value in read.items() if name not in OF_EPISODES}
    assert (await page(client))["items"] == [listed]
    assert title == read | {"viewer": NOTHING}


async def test_viewer_shows_each_caller_their_own_entry(
    client: httpx.AsyncClient, admin: Person, person: Person, connection: asyncpg.Connection
) -> None:
    seen, unseen = await created_title(admin, "A"), await created_title(admin, "B")
    entry_id = await watched(connection, person, seen)
    await watched(connection, admin, unseen, "on_hold")

    mine = {title["title"]: title["viewer"] for title in (await page(person.http))["items"]}
    anonymous = (await page(client))["items"]

    assert mine == {"A": NOTHING | {"watch_entry_id": str(entry_id), "status": "watching"}, "B": NOTHING}
    assert (await person.http.get(f"{TITLES}/{seen['id']}")).json()["viewer"] == mine["A"]
    assert (await admin.http.get(f"{TITLES}/{unseen['id']}")).json()["viewer"]["status"] == "on_hold"
    assert all("viewer" not in title for title in anonymous)
    assert "viewer" not in (await client.get(f"{TITLES}/{seen['id']}")).json()


async def test_answers_to_callers_are_private_and_all_vary(
    client: httpx.AsyncClient, admin: Person, person: Person
) -> None:
    title = await created_title(admin)

    for address in (TITLES, f"{TITLES}/{title['id']}"):
        anonymous, private = await client.get(address), await person.http.get(address)
        assert anonymous.headers["Cache-Control"] == "public, no-cache"
        assert private.headers["Cache-Control"] == "private, no-cache"
        assert "Authorization" in anonymous.headers["Vary"]
        assert "Authorization" in private.headers["Vary"]
        assert anonymous.headers["ETag"] != private.headers["ETag"]


async def test_bad_token_is_refused_where_none_is_needed(client: httpx.AsyncClient) -> None:
    for address in (TITLES, f"{TITLES}/{uuid4()}"):
        problem(await client.get(address, headers={"Authorization": "Bearer x"}), 401, "invalid_token")


async def test_known_answer_is_304_until_anything_in_it_changes(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    title = await created_title(admin)
    for address in (TITLES, f"{TITLES}/{title['id']}"):
        known = {"If-None-Match": (await client.get(address)).headers["ETag"]}
        unchanged = await client.get(address, headers=known)
        await rate(connection, title, 10)
        changed = await client.get(address, headers=known)
        await rate(connection, title)

        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert "Authorization" in unchanged.headers["Vary"]
        assert changed.status_code == 200


async def test_rating_of_others_makes_no_edit_stale(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    title = await created_title(admin)
    tag = (await client.get(f"{TITLES}/{title['id']}")).headers["ETag"]
    await rate(connection, title, 10)

    json_response = await admin.http.patch(f"{TITLES}/{title['id']}", json={"title": "B"}, headers={"If-Match": tag})

    assert json_response.status_code == 200


async def test_inactive_title_exists_for_admins_alone(client: httpx.AsyncClient, admin: Person, person: Person) -> None:
    hidden = await created_title(admin, "Hidden", is_active=False)
    await created_title(admin, "Shown")

    for http in (client, person.http):
        problem(await http.get(f"{TITLES}/{hidden['id']}"), 404, "title_not_found")
        assert await walked(http) == ["Shown"]
        assert await walked(http, q="hidden") == []
        assert await walked(http, is_active=True) == ["Shown"]
        assert (await page(http, with_total=True))["total"] == 1
    assert (await admin.http.get(f"{TITLES}/{hidden['id']}")).status_code == 200
    assert await walked(admin.http, sort="title") == ["Hidden", "Shown"]
    assert await walked(admin.http, is_active=True) == ["Shown"]
    assert await walked(admin.http, is_active=False) == ["Hidden"]


async def test_inactive_titles_are_refused_to_others(client: httpx.AsyncClient, person: Person) -> None:
    problem(await person.http.get(TITLES, params={"is_active": False}), 403, "admin_required")
    problem(await client.get(TITLES, params={"is_active": False}), 401, "authentication_required")


async def test_empty_catalogue_is_an_empty_page(client: httpx.AsyncClient) -> None:
    assert await page(client, with_total=True) == {"items": [], "next_cursor": None, "total": 0}


async def test_page_carries_the_way_to_the_next(client: httpx.AsyncClient, admin: Person) -> None:
    for title in "ABC":
        await created_title(admin, title)

    first = await client.get(TITLES, params={"sort": "title", "limit": 2, "media_type": "movie"})
    second = await client.get(first.links["next"]["url"])

    assert (names(first.json()), names(second.json())) == (["A", "B"], ["C"])
    assert "cursor=" + first.json()["next_cursor"] in first.links["next"]["url"]
    assert "Link" not in second.headers
