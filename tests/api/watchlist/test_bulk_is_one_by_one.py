"""A bulk request is the same as its items one by one: the same answers, and the same rows in the end."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.accounts import Accounts, Person
from tests.support.feedback import RATINGS
from tests.support.watchlist import MATRIX, WATCHLIST, stored_title

Json = dict[str, Any]

KNOWN = 4
SUBJECTS = ["0", "1", "2", "3", "new", "nothing"]
NOTHING = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"

scores = st.sampled_from([1, 2.5, 5, 6, "4"])
statuses = st.sampled_from(["planned", "completed", "dropped", "seen"])
members: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    WATCHLIST: {"status": statuses, "notes": st.sampled_from(["a", "", None, 5]), "include_specials": st.booleans()},
    RATINGS: {"score": scores, "mark_completed": st.booleans()},
}


def items_about(address: str) -> st.SearchStrategy[list[tuple[str, Json]]]:
    """Items about different subjects, with what each names its subject by."""
    one = st.tuples(
        st.sampled_from(SUBJECTS),
        st.fixed_dictionaries(
            {
                "action": st.sampled_from(["create", "put", "patch", "delete"]),
                "by": st.sampled_from(["id", "title_id"]),
            },
            optional=members[address],
        ),
    )
    return st.lists(one, min_size=1, max_size=6, unique_by=lambda item: item[0])


standing = st.dictionaries(
    st.integers(0, KNOWN - 1), st.tuples(st.sampled_from(["planned", "completed"]), st.booleans()), max_size=KNOWN
)


@pytest.fixture
async def titles(connection: asyncpg.Connection, accounts: Accounts) -> list[UUID]:
    return [await stored_title(connection, f"Title {number}") for number in range(KNOWN)]


@pytest.mark.parametrize("address", [WATCHLIST, RATINGS])
@settings(max_examples=10, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), before=standing)
async def test_bulk_is_the_same_as_its_items_one_by_one(
    address: str, accounts: Accounts, titles: list[UUID], data: st.DataObject, before: dict[int, tuple[str, bool]]
) -> None:
    items = data.draw(items_about(address))
    at_once, one_by_one = [await _standing(await accounts.person(), titles, before) for _ in range(2)]

    ids = await _ids(at_once, address)
    sent = [_named(item, subject, titles, ids) for subject, item in items]
    answer = await at_once.http.post(f"{address}/bulk", json={"items": sent})
    assert answer.status_code == 200, answer.text
    told = [(one["status"], one.get("error", {}).get("code")) for one in answer.json()["items"]]
    ids = await _ids(one_by_one, address)
    asked = [await _alone(one_by_one, address, _named(item, subject, titles, ids), ids) for subject, item in items]

    assert told == asked, sent
    assert await _seen(at_once) == await _seen(one_by_one)


async def _standing(person: Person, titles: list[UUID], before: Mapping[int, tuple[str, bool]]) -> Person:
    for place, (status, is_rated) in before.items():
        await person.http.post(WATCHLIST, json={"title_id": str(titles[place]), "status": status})
        if is_rated and status == "completed":
            await person.http.post(RATINGS, json={"title_id": str(titles[place]), "score": 3})
    return person


async def _ids(person: Person, address: str) -> dict[str, str]:
    """Return the ids of what there is by the ids of titles."""
    return {one["title"]["id"]: one["id"] for one in (await person.http.get(address)).json()["items"]}


def _named(item: Json, subject: str, titles: list[UUID], ids: Mapping[str, str]) -> Json:
    body = {name: value for name, value in item.items() if name != "by"}
    if subject == "new":
        return body | {"media": MATRIX}
    title_id = NOTHING if subject == "nothing" else str(titles[int(subject)])
    if item["by"] == "id" and item["action"] != "create":
        return body | {"id": ids.get(title_id, NOTHING)}
    return body | {"title_id": title_id}


async def _alone(person: Person, address: str, item: Json, ids: Mapping[str, str]) -> tuple[int, str | None]:
    """Return status and code of the single operation that an item stands for."""
    action, id_ = item["action"], item.get("id") or ids.get(item.get("title_id", ""))
    body = {name: value for name, value in item.items() if name not in ("action", "id")}
    if action == "create" or (action == "put" and id_ is None):
        if action == "put" and address == WATCHLIST and "status" not in body:
            return 422, "validation_failed"  # PUT has no default
        answer = await person.http.post(address, json=body)
    else:
        body.pop("title_id", None)
        body.pop("media", None)
        if action == "put":
            body.pop("mark_completed", None)
        path = f"{address}/{id_ or NOTHING}"
        if action == "delete":
            if body:
                return 422, "validation_failed"  # in a request of its own it has no body
            answer = await person.http.delete(path)
        else:
            answer = await person.http.request(action.upper(), path, json=body)
    return answer.status_code, answer.json().get("code") if answer.content and answer.is_error else None


async def _seen(person: Person) -> tuple[Json, Json]:
    entries = {
        one["title"]["title"]: (one["status"], one["notes"], one["include_specials"], one["rating"])
        for one in (await person.http.get(WATCHLIST)).json()["items"]
    }
    ratings = {one["title"]["title"]: one["score"] for one in (await person.http.get(RATINGS)).json()["items"]}
    return entries, ratings
