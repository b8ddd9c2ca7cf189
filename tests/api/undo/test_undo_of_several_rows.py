"""Undo of single requests that change several rows of a person: each is an operation, and takes all of them back."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import Person
from tests.support.changes import Copy
from tests.support.plays import PLAYS, played, plays_of, required_entry
from tests.support.undo import OPERATIONS, deleted, last_operation, undone
from tests.support.watchlist import WATCHLIST, added, address, stored_title

REVIEWS = "/api/v1/reviews"
REVIEW = {"body": "Good.", "rating": 4}

Act = Callable[[Person, str], Awaitable[httpx.Response]]


def _posts(path: str, **members: Any) -> Act:
    async def act(person: Person, title_id: str) -> httpx.Response:
        return await person.http.post(path, json={"title_id": title_id, **members})

    return act


def _patches_entry(**members: Any) -> Act:
    async def act(person: Person, title_id: str) -> httpx.Response:
        return await person.http.patch(address(await required_entry(person, title_id)), json=members)

    return act


async def _moves_play(person: Person, title_id: str) -> httpx.Response:
    (play,) = await plays_of(person, title_id=title_id, viewing=2)
    return await person.http.patch(f"{PLAYS}/{play['id']}", json={"viewing": 1})


async def _edits_play(person: Person, title_id: str) -> httpx.Response:
    (play,) = await plays_of(person, title_id=title_id)
    return await person.http.patch(f"{PLAYS}/{play['id']}", json={"note": "At last"})


def _replaces_review(**members: Any) -> Act:
    async def act(person: Person, title_id: str) -> httpx.Response:
        (review,) = (await person.http.get(REVIEWS)).json()["items"]
        return await person.http.put(f"{REVIEWS}/{review['id']}", json=members)

    return act


async def _puts_progress(person: Person, title_id: str) -> httpx.Response:
    return await person.http.put(f"{address(await required_entry(person, title_id))}/progress", json={"seen": 1})


async def _watches_again(person: Person, title_id: str) -> httpx.Response:
    return await person.http.post(f"{address(await required_entry(person, title_id))}/rewatch")


async def _nothing(person: Person, title_id: str) -> None:
    pass


async def _planned(person: Person, title_id: str) -> None:
    await person.http.post(WATCHLIST, json={"title_id": title_id, "notes": "The diner"})


async def _seen(person: Person, title_id: str) -> None:
    await played(person, title_id, watched_on="2012")


async def _seen_again(person: Person, title_id: str) -> None:
    await _seen(person, title_id)
    await person.http.post(f"{address(await required_entry(person, title_id))}/rewatch")
    await played(person, title_id, watched_on="2024")


async def _reviewed(person: Person, title_id: str) -> None:
    await _seen(person, title_id)
    await person.http.post(REVIEWS, json={"title_id": title_id, **REVIEW})


@pytest.mark.parametrize(
    ("before", "act", "resources"),
    [
        (_nothing, _posts(PLAYS), {"play": 1, "watch_entry": 1}),
        (_planned, _posts(PLAYS, watched_on=None), {"play": 1, "watch_entry": 1}),
        (_planned, _posts(PLAYS, tags=["With Ada"]), {"play": 1, "watch_entry": 1}),
        (_nothing, _posts(PLAYS, unless_within_minutes=5), {"play": 1, "watch_entry": 1}),
        (_nothing, _posts(PLAYS, score=3, set_rating=True), {"play": 1, "watch_entry": 1, "rating": 1}),
        (_nothing, _posts(PLAYS, score=3, set_rating=True, status="keep"), {"play": 1, "rating": 1}),
        (_seen_again, _moves_play, {"play": 1, "watch_entry": 1}),
        (_nothing, _posts(WATCHLIST, status="completed", log_play=True), {"play": 1, "watch_entry": 1}),
        (_planned, _patches_entry(status="completed", log_play=True), {"play": 1, "watch_entry": 1}),
        (_planned, _patches_entry(log_play=True, watched_on="2019-05"), {"play": 1, "watch_entry": 1}),
        (_seen, _posts(REVIEWS, **REVIEW), {"review": 1, "rating": 1}),
        (_planned, _posts(REVIEWS, mark_completed=True, **REVIEW), {"review": 1, "rating": 1, "watch_entry": 1}),
        (_reviewed, _replaces_review(body="Bad.", rating=1), {"review": 1, "rating": 1}),
    ],
)
async def test_request_that_changes_several_rows_is_undone(
    before: Any, act: Act, resources: dict[str, int], person: Person, connection: asyncpg.Connection
) -> None:
    title_id = str(await stored_title(connection))
    await before(person, title_id)
    there = await _rows(person)
    answer = await act(person, title_id)
    assert answer.is_success, answer.text

    operation = (await person.http.get(f"{OPERATIONS}/{await last_operation(person)}")).json()
    assert answer.headers["Operation-ID"] == operation["id"]
    report = await undone(person, operation["id"])

    assert (operation["kind"], operation["title"]["id"], operation["resources"]) == ("watch", title_id, resources)
    assert sum(operation["counts"].values()) == sum(resources.values()) == report["restored"]
    assert report["left"] == []
    assert await _rows(person) == there


@pytest.mark.parametrize(
    ("before", "act"),
    [
        (_seen, _posts(PLAYS, watched_on="2013")),
        (_nothing, _posts(PLAYS, status="keep")),
        (_reviewed, _replaces_review(body="Bad.", rating=4)),
        (_planned, _patches_entry(status="completed")),
    ],
)
async def test_request_that_changes_one_row_is_no_operation(
    before: Any, act: Act, person: Person, connection: asyncpg.Connection
) -> None:
    title_id = str(await stored_title(connection))
    await before(person, title_id)
    last = await last_operation(person)

    answer = await act(person, title_id)

    assert answer.is_success, answer.text
    assert "Operation-ID" not in answer.headers
    assert await last_operation(person) == last


@pytest.mark.parametrize(
    ("before", "act"),
    [
        (_nothing, _posts("/api/v1/ratings", score=4, mark_completed=True)),
        (_planned, _puts_progress),
        (_seen, _watches_again),
    ],
)
async def test_request_that_is_an_operation_names_it(
    before: Any, act: Act, person: Person, connection: asyncpg.Connection
) -> None:
    title_id = str(await stored_title(connection, media_type="show"))
    await before(person, title_id)

    answer = await act(person, title_id)

    assert answer.is_success, answer.text
    assert answer.headers["Operation-ID"] == await last_operation(person)


async def test_repeated_request_names_the_operation_that_the_first_one_made(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = str(await stored_title(connection))
    body, key = {"title_id": title_id}, {"Idempotency-Key": "once"}
    first = await person.http.post(PLAYS, json=body, headers=key)

    again = await person.http.post(PLAYS, json=body, headers=key)

    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Operation-ID"] == first.headers["Operation-ID"] == await last_operation(person)


async def test_play_that_is_there_already_names_no_operation(person: Person, connection: asyncpg.Connection) -> None:
    body = {"title_id": str(await stored_title(connection)), "source": "trakt", "source_key": "17"}
    first = await person.http.post(PLAYS, json=body)

    again = await person.http.post(PLAYS, json=body)

    assert ("Operation-ID" in first.headers, "Operation-ID" in again.headers) == (True, False)


async def test_play_that_is_undone_lets_an_earlier_operation_be_undone(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    bulk = await person.http.post(
        f"{WATCHLIST}/bulk", json={"items": [{"action": "create", "title_id": str(title_id)}]}
    )
    await played(person, title_id)

    await undone(person, await _required_operation(person))
    report = await undone(person, bulk.json()["operation_id"])

    assert (report["restored"], report["left"]) == (1, [])
    assert (await person.http.get(WATCHLIST)).json()["items"] == []


async def test_status_that_was_set_after_the_play_stays(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, title_id := await stored_title(connection))
    await played(person, title_id)
    operation_id = await _required_operation(person)
    await person.http.patch(address(entry), json={"status": "dropped"})

    report = await undone(person, operation_id)

    assert report["restored"] == 1
    assert report["left"] == [{"kind": "watch_entry", "id": entry["id"], "reason": "changed_since"}]
    assert (await required_entry(person, title_id))["status"] == "dropped"
    assert await plays_of(person) == []


async def test_entry_that_nothing_leads_to_any_more_is_not_counted_as_restored(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    items = [{"action": "create", "title_id": str(title_id), "watched_on": "2020"}]
    logged = (await person.http.post(f"{PLAYS}/bulk", json={"items": items})).json()["operation_id"]
    entry = await required_entry(person, title_id)
    operation_id = await deleted(person, address(entry))
    await undone(person, logged)

    report = await undone(person, operation_id)

    assert (await person.http.get(WATCHLIST)).json()["items"] == []
    assert report["restored"] == 0
    assert report["left"] == [{"kind": "watch_entry", "id": entry["id"], "reason": "changed_since"}]


@pytest.mark.parametrize("since", [_posts(PLAYS, watched_on="2013"), _edits_play])
async def test_entry_of_plays_that_stay_stays(since: Act, person: Person, connection: asyncpg.Connection) -> None:
    title_id = await stored_title(connection)
    await played(person, title_id, watched_on="2012")
    operation_id, entry = await _required_operation(person), await required_entry(person, title_id)
    assert (await since(person, str(title_id))).is_success

    report = await undone(person, operation_id)

    assert {"kind": "watch_entry", "id": entry["id"], "reason": "changed_since"} in report["left"]
    (play,) = await plays_of(person)
    after = await required_entry(person, title_id)
    assert (after["id"], after["status"], after["plays_count"]) == (entry["id"], "completed", 1)
    assert after["last_watched_on"] == play["watched_on"]


async def test_entry_goes_with_the_last_of_its_plays_in_any_order(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    await played(person, title_id, watched_on="2012")
    operation_id = await _required_operation(person)
    later = await played(person, title_id, watched_on="2013")
    await undone(person, operation_id)

    await deleted(person, f"{PLAYS}/{later['id']}")

    assert (await person.http.get(WATCHLIST)).json()["items"] == []


async def _required_operation(person: Person) -> str:
    operation_id = await last_operation(person)
    assert operation_id is not None
    return operation_id


async def _rows(person: Person) -> dict[Any, Any]:
    """Return all that a person has as the feed shows it, but for versions, and tags, which stay."""
    copy = Copy(person)
    await copy.follow()
    return {
        key: {name: value for name, value in row.items() if name != "updated_at"}
        for key, row in copy.rows.items()
        if key[0] not in ("tags", "settings")
    }
