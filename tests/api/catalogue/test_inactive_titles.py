"""An inactive title stays readable to whoever has something on it."""

from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.plays import stored_episode
from tests.support.watchlist import problem, stored_title

TITLES = "/api/v1/titles"
ACTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "entry": ("POST", "/api/v1/watchlist", {"title_id": "{title}"}),
    "play": ("POST", "/api/v1/plays", {"title_id": "{title}", "status": "keep"}),
    "mark": ("PUT", "/api/v1/titles/{title}/marks/favorite", {}),
}


async def paths(connection: asyncpg.Connection) -> tuple[UUID, list[str]]:
    """Store a show with an episode; return its id, and all addresses of it."""
    show = await stored_title(connection, "Blue Hours", media_type="show")
    episode = await stored_episode(connection, show, 1, 1)
    season = await connection.fetchval("SELECT season_id FROM episodes WHERE id = $1", episode)
    of_title = [f"{TITLES}/{show}{rest}" for rest in ("", "/seasons", "/episodes")]
    return show, [*of_title, f"/api/v1/seasons/{season}", f"/api/v1/episodes/{episode}"]


@pytest.mark.parametrize("act", ACTS)
async def test_inactive_title_is_there_for_whoever_has_something_on_it(
    accounts: Accounts, client: httpx.AsyncClient, connection: asyncpg.Connection, act: str
) -> None:
    owner, other = await accounts.person(), await accounts.person()
    show, addresses = await paths(connection)
    await do(owner, act, show)
    await connection.execute("UPDATE titles SET is_active = false WHERE id = $1", show)

    for address in addresses:
        assert (await owner.http.get(address)).status_code == 200, address
        for stranger in (other.http, client):
            problem(await stranger.get(address), 404, f"{noun_of(address)}_not_found")
    tag = (await owner.http.get(addresses[0])).headers["ETag"]
    assert (await owner.http.get(addresses[0], headers={"If-None-Match": tag})).status_code == 304


async def do(person: Person, act: str, title_id: UUID) -> None:
    method, path, members = ACTS[act]
    body = {name: value.format(title=title_id) for name, value in members.items()}
    answer = await person.http.request(method, path.format(title=title_id), json=body)
    assert answer.status_code == 201, answer.text


def noun_of(address: str) -> str:
    return next((noun for noun in ("season", "episode") if address.startswith(f"/api/v1/{noun}s/")), "title")
