"""A bulk request of plays is the same as its items one by one: the same answers, and the same rows in the end."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.accounts import Accounts, Person
from tests.support.plays import PLAYS, stored_episode
from tests.support.watchlist import WATCHLIST, stored_title

Json = dict[str, Any]

NOTHING = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"
STATUSES = ("planned", "watching", "completed", "on_hold", "dropped")

whens = st.sampled_from([None, "2001", "2010-05", "2024-02-29", "2024-03-01T20:00:00Z", "2024-03-01T20:04:00Z", "2900"])
episodes = st.sampled_from([{"season": 1, "number": 1}, {"season": 1, "number": 2}, {"absolute_number": 9}])
new = st.fixed_dictionaries(
    {"action": st.just("create"), "title": st.integers(0, 2), "watched_on": whens},
    optional={
        "episode": episodes,
        "status": st.sampled_from(["auto", "keep"]),
        "unless_within_minutes": st.just(5),
        "tags": st.just(["a", "B"]),
        "note": st.just("n"),
    },
)
changed = st.fixed_dictionaries(
    {"action": st.just("patch"), "play": st.integers(0, 4)},
    optional={"watched_on": whens, "note": st.sampled_from(["a", None]), "viewing": st.integers(1, 2)},
)
removed = st.fixed_dictionaries({"action": st.just("delete"), "play": st.integers(0, 4)})
several = st.tuples(
    st.lists(new, max_size=5),
    st.lists(st.one_of(changed, removed), max_size=4, unique_by=lambda item: item["play"]),
).map(lambda parts: [*parts[1], *parts[0]])


@pytest.fixture
async def titles(connection: asyncpg.Connection, accounts: Accounts) -> list[UUID]:
    film = await stored_title(connection)
    over = await stored_title(connection, "Over", media_type="show")
    running = await stored_title(connection, "Running", media_type="show")
    for show in (over, running):
        for number in (1, 2):
            await stored_episode(connection, show, 1, number, air_date=date(2000, 1, number))
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", over)
    return [film, over, running]


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    items=several, before=st.lists(new, max_size=4), said=st.dictionaries(st.integers(0, 2), st.sampled_from(STATUSES))
)
async def test_bulk_is_the_same_as_its_items_one_by_one(
    accounts: Accounts, titles: list[UUID], items: list[Json], before: list[Json], said: dict[int, str]
) -> None:
    at_once, one_by_one = [await _standing(await accounts.person(), titles, before, said) for _ in range(2)]

    ids = await _ids(at_once)
    sent = [_named(item, titles, ids) for item in items] or [{"action": "delete", "id": NOTHING}]
    answer = await at_once.http.post(f"{PLAYS}/bulk", json={"items": sent})
    assert answer.status_code == 200, answer.text
    told = [(one["status"], one.get("error", {}).get("code")) for one in answer.json()["items"]]
    ids = await _ids(one_by_one)
    asked = [await _alone(one_by_one, _named(item, titles, ids)) for item in items] or [(404, "play_not_found")]

    assert told == asked, sent
    assert await _seen(at_once) == await _seen(one_by_one), sent


async def test_opposite_orders_at_once_never_deadlock(
    accounts: Accounts, titles: list[UUID], connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    for number in range(6):
        await person.http.post(PLAYS, json={"title_id": str(titles[number % 3]), "watched_on": "2001"})
    ids = await _ids(person)

    async def change(number: int) -> None:
        items: list[Json] = [{"action": "patch", "id": one, "note": str(number)} for one in ids]
        items += [{"action": "create", "title_id": str(one), "watched_on": None} for one in titles]
        answer = await person.http.post(f"{PLAYS}/bulk", json={"items": items if number % 2 else items[::-1]})
        assert answer.status_code == 200, answer.text

    for start in range(0, 20, 2):
        single = person.http.post(PLAYS, json={"title_id": str(titles[0])})
        await asyncio.gather(change(start), change(start + 1), single)

    assert await connection.fetchval("SELECT count(*) FROM plays") == 6 + 20 * 3 + 10


async def _standing(person: Person, titles: list[UUID], before: list[Json], said: dict[int, str]) -> Person:
    for item in before:
        await _alone(person, _named(item, titles, []))
    for place, status in said.items():
        await person.http.post(WATCHLIST, json={"title_id": str(titles[place]), "status": status})
    return person


async def _ids(person: Person) -> list[str]:
    page = (await person.http.get(PLAYS, params={"sort": "created_at", "limit": 100})).json()
    return [one["id"] for one in page["items"]]


def _named(item: Json, titles: list[UUID], ids: list[str]) -> Json:
    body = {name: value for name, value in item.items() if name not in ("title", "play")}
    if "title" in item:
        return body | {"title_id": str(titles[item["title"]])}
    return body | {"id": ids[item["play"]] if item["play"] < len(ids) else NOTHING[:-1] + str(item["play"])}


async def _alone(person: Person, item: Json) -> tuple[int, str | None]:
    """Return status and code of the single operation that an item stands for."""
    body = {name: value for name, value in item.items() if name not in ("action", "id")}
    methods: dict[str, str] = {"create": "POST", "patch": "PATCH", "delete": "DELETE"}
    path = f"{PLAYS}/{item['id']}" if "id" in item else PLAYS
    sent: dict[str, Any] = {} if item["action"] == "delete" else {"json": body}
    answer = await person.http.request(methods[item["action"]], path, **sent)
    return answer.status_code, answer.json().get("code") if answer.content and answer.is_error else None


async def _seen(person: Person) -> tuple[list[Any], list[Any]]:
    plays = (await person.http.get(PLAYS, params={"limit": 100})).json()["items"]
    entries = (await person.http.get(WATCHLIST, params={"limit": 100})).json()["items"]
    members = ("status", "status_by", "started_on", "finished_on", "plays_count", "last_watched_on", "viewing")
    return (
        sorted(
            str(
                [
                    one["title"]["title"],
                    one["watched_on"],
                    one["note"],
                    one["viewing"],
                    len(one["tags"]),
                    one["episode"],
                ]
            )
            for one in plays
        ),
        sorted([one["title"]["title"], *(str(one[name]) for name in members)] for one in entries),
    )
