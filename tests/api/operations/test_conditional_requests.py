"""Conditional reads of signed-in callers: 304 as long as the response is the same, and never after it has changed."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.catalogue import Json, created_genre, created_platform, created_title
from tests.support.counting import counted_statements
from tests.support.feedback import completed, rate, rating_at, review
from tests.support.watchlist import added, address, stored_title

TITLES = "/api/v1/titles"


async def conditionally(person: Person, path: str, tag: str) -> httpx.Response:
    return await person.http.get(path, headers={"If-None-Match": tag})


async def tag_of(person: Person, path: str) -> str:
    response = await person.http.get(path)
    assert response.status_code == 200, response.text
    tag: str = response.headers["etag"]
    return tag


@pytest.mark.parametrize(
    ("requested", "status"), [("{}", 304), ("W/{}", 304), ('"other", {}', 304), ("*", 304), ('"other"', 200), ("", 200)]
)
async def test_every_spelling_of_the_condition_holds(
    requested: str, status: int, person: Person, connection: asyncpg.Connection
) -> None:
    path = f"{TITLES}/{await stored_title(connection)}"
    tag = await tag_of(person, path)
    response = await conditionally(person, path, requested.format(tag))
    assert (response.status_code, response.headers["etag"]) == (status, tag)
    head = await person.http.head(path, headers={"If-None-Match": requested.format(tag)})
    assert (head.status_code, head.headers["etag"], head.content) == (status, tag, b"")


async def test_unchanged_title_costs_one_small_statement(person: Person, connection: asyncpg.Connection) -> None:
    path = f"{TITLES}/{await stored_title(connection)}"
    tag = await tag_of(person, path)
    with counted_statements() as whole:
        await tag_of(person, path)
    with counted_statements() as unchanged:
        assert (await conditionally(person, path, tag)).status_code == 304
    assert len(whole) == len(unchanged) == 1
    assert "overview" in whole[0]
    assert "overview" not in unchanged[0]


async def test_whatever_changes_in_a_title_changes_its_etag(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    genre_id, platform_id = await created_genre(admin, "Drama"), await created_platform(admin, "Arte")
    references: Json = {"genre_ids": [genre_id], "platform_ids": [platform_id], "external_ids": {"imdb": "tt0113277"}}
    title_id = UUID((await created_title(admin, **references))["id"])
    path = f"{TITLES}/{title_id}"
    entry: Json = {}
    given: Json = {}

    async def add() -> None:
        entry.update(await added(person, title_id, status="planned"))

    async def give() -> None:
        given.update(await rate(person, title_id, 3))

    changes: list[Callable[[], Awaitable[object]]] = [
        add,
        lambda: person.http.patch(address(entry), json={"status": "completed"}),
        give,
        lambda: person.http.patch(rating_at(given), json={"score": 4}),
        lambda: person.http.delete(rating_at(given)),
        lambda: review(person, title_id, 4),
        lambda: admin.http.patch(f"/api/v1/genres/{genre_id}", json={"name": "Tragedy"}),
        lambda: admin.http.patch(f"/api/v1/platforms/{platform_id}", json={"name": "Mubi"}),
        lambda: admin.http.patch(path, json={"external_ids": {"imdb": "tt0000001"}}),
        lambda: admin.http.patch(path, json={"genre_ids": []}),
        lambda: admin.http.patch(path, json={"overview": "Two men."}),
        lambda: connection.execute("UPDATE titles SET metadata_state = 'pending' WHERE id = $1", title_id),
        lambda: connection.execute("UPDATE title_figures SET weighted = 4.25 WHERE title_id = $1", title_id),
    ]
    known = await person.http.get(path)
    for change in changes:
        await change()
        read = await conditionally(person, path, known.headers["etag"])
        assert (read.status_code, read.json() != known.json()) == (200, True)
        assert (await conditionally(person, path, read.headers["etag"])).status_code == 304
        known = read


async def test_title_has_the_same_etag_in_every_response(accounts: Accounts) -> None:
    admin = await accounts.admin()
    created = await admin.http.post(TITLES, json={"title": "Heat", "media_type": "movie"})
    path = created.headers["location"]
    assert (await conditionally(admin, path, created.headers["etag"])).status_code == 304
    changed = await admin.http.patch(path, json={"title": "Collateral"})
    unchanged = await conditionally(admin, path, changed.headers["etag"])
    whole = await admin.http.get(path)
    assert unchanged.status_code == 304
    assert unchanged.headers["etag"] == whole.headers["etag"] == changed.headers["etag"] != created.headers["etag"]
    assert {name: unchanged.headers[name] for name in ("cache-control", "vary")} == {
        name: whole.headers[name] for name in ("cache-control", "vary")
    }


async def test_own_write_is_seen_in_the_next_response(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection), status="planned")
    for number in range(10):
        tag = await tag_of(person, address(entry))
        assert (await conditionally(person, address(entry), tag)).status_code == 304
        changed = await person.http.patch(address(entry), json={"notes": str(number)})
        assert changed.status_code == 200
        response = await conditionally(person, address(entry), tag)
        assert (response.status_code, response.json()["notes"]) == (200, str(number))
        assert response.headers["etag"] != tag


async def test_rating_of_another_person_is_seen_in_the_next_response(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    path = f"{TITLES}/{title_id}"
    for score in (2, 5, 3):
        other = await accounts.person()
        await completed(connection, other, title_id)
        tag = await tag_of(person, path)
        assert (await conditionally(person, path, tag)).status_code == 304
        await rate(other, title_id, score)
        response = await conditionally(person, path, tag)
        assert response.status_code == 200
        assert response.headers["etag"] != tag


async def test_etag_of_one_person_means_nothing_for_another(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    await added(person, title_id, status="planned")
    tag = await tag_of(person, f"{TITLES}/{title_id}")
    response = await conditionally(await accounts.person(), f"{TITLES}/{title_id}", tag)
    assert response.status_code == 200
    assert response.headers["etag"] != tag


@pytest.mark.parametrize("ending", ["logout", "disable", "forged"])
async def test_caller_without_a_valid_session_gets_no_304(
    ending: str, person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    path = f"{TITLES}/{await stored_title(connection)}"
    admin = await accounts.admin()
    tag = await tag_of(person, path)
    assert (await conditionally(person, path, tag)).status_code == 304
    if ending == "logout":
        await person.http.post("/api/v1/auth/logout", json={"refresh_token": person.tokens["refresh_token"]})
    elif ending == "disable":
        changed = await admin.http.patch(f"/api/v1/users/{person.id}", json={"is_active": False})
        assert changed.status_code == 200, changed.text
    else:
        person.http.headers["Authorization"] += "x"
    assert (await conditionally(person, path, tag)).status_code == 401


async def test_caller_who_is_no_longer_an_admin_gets_no_304_for_a_hidden_title(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    path = f"{TITLES}/{await stored_title(connection, is_active=False)}"
    admin = await accounts.admin()
    changed = await admin.http.patch(f"/api/v1/users/{person.id}", json={"role": "admin"})
    assert changed.status_code == 200, changed.text
    tag = await tag_of(person, path)
    assert (await conditionally(person, path, tag)).status_code == 304
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"role": "user"})
    assert (await conditionally(person, path, tag)).status_code == 404


async def test_errors_are_the_same_with_a_condition(person: Person) -> None:
    path = f"{TITLES}?cursor=nonsense"
    assert (await conditionally(person, path, '"x"')).status_code == (await person.http.get(path)).status_code
    person.http.headers["Authorization"] = "Bearer nonsense"
    assert (await conditionally(person, path, '"x"')).status_code == (await person.http.get(path)).status_code
