"""A person's own lists: made, found, changed and deleted, and nobody else's business."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.databases import SECRET
from tests.support.lists import LISTS, all_items, body_of, created, item_at, items_of, list_at, put_in, read_list
from tests.support.undo import deleted, gone_wrong
from tests.support.watchlist import pointers, problem, stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import QuotaSettings, Settings


async def names(person: Person, **query: object) -> list[str]:
    return [one["name"] for one in await all_items(person.http, LISTS, **query)]


async def test_list_is_made_with_all_its_members_and_read_back(person: Person) -> None:
    members = {
        "description": "Popcorn.\nAnd lemonade.",
        "visibility": "link",
        "is_ranked": True,
        "default_sort": "-release_date",
    }
    answer = await person.http.post(LISTS, json={"name": "  Friday nights ", **members})

    made = body_of(answer, 201)
    assert made == {
        **members,
        "id": made["id"],
        "owner": {"id": str(person.id), "username": person.username},
        "name": "Friday nights",
        "items_count": 0,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
    }
    assert answer.headers["Location"] == list_at(made)
    read = await person.http.get(list_at(made))
    assert read.json() == made
    assert read.headers["ETag"] == answer.headers["ETag"]
    assert (await person.http.get(list_at(made), headers={"If-None-Match": read.headers["ETag"]})).status_code == 304


async def test_list_of_a_name_alone_is_private_and_in_its_own_order(person: Person) -> None:
    made = await created(person)
    shown = {"description": None, "visibility": "private", "is_ranked": False, "default_sort": "rank"}
    assert {name: made[name] for name in shown} == shown


async def test_name_is_taken_without_regard_to_case_among_ones_own_lists_alone(
    person: Person, accounts: Accounts
) -> None:
    made, other = await created(person), await created(person, "Other")
    await created(await accounts.person())

    answers = [
        await person.http.post(LISTS, json={"name": "FRIDAY nights"}),
        await person.http.put(list_at(other), json={"name": "friday NIGHTS"}),
        await person.http.patch(list_at(other), json={"name": "Friday Nights"}),
    ]

    for answer in answers:
        found = problem(answer, 409, "name_taken")
        assert found["existing"] == {"kind": "list", "id": made["id"], "href": list_at(made)}
        assert answer.headers["Location"] == list_at(made)
    assert body_of(await person.http.patch(list_at(made), json={"name": "FRIDAY NIGHTS"}))["name"] == "FRIDAY NIGHTS"


async def test_name_of_the_longest_letters_fits(person: Person) -> None:
    made = await created(person, "\ufdfa" * 200)
    problem(await person.http.post(LISTS, json={"name": made["name"]}), 409, "name_taken")


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({}, "/body/name"),
        ({"name": ""}, "/body/name"),
        ({"name": "x" * 201}, "/body/name"),
        ({"name": "A", "description": "x" * 10_001}, "/body/description"),
        ({"name": "A", "visibility": "public"}, "/body/visibility"),
        ({"name": "A", "is_ranked": 1}, "/body/is_ranked"),
        ({"name": "A", "default_sort": "name"}, "/body/default_sort"),
        ({"name": "A", "items": []}, "/body/items"),
    ],
)
async def test_what_no_list_can_be_is_refused(person: Person, members: dict[str, object], pointer: str) -> None:
    assert pointers(await person.http.post(LISTS, json=members)) == [pointer]


async def test_patch_changes_what_is_sent_and_put_replaces_all(person: Person) -> None:
    made = await created(person, description="Popcorn.", visibility="link", is_ranked=True)

    patched = body_of(await person.http.patch(list_at(made), json={"description": None}))
    assert patched == made | {"description": None, "updated_at": patched["updated_at"]}
    assert patched["updated_at"] > made["updated_at"]

    put = body_of(await person.http.put(list_at(made), json={"name": "Saturdays"}))
    defaults = {"name": "Saturdays", "visibility": "private", "is_ranked": False}
    assert put == patched | defaults | {"updated_at": put["updated_at"]}

    empty = await person.http.patch(list_at(made), json={})
    assert body_of(empty) == put


async def test_stale_version_is_refused(person: Person) -> None:
    answer = await person.http.post(LISTS, json={"name": "A"})
    made, stale = answer.json(), {"If-Match": answer.headers["ETag"]}
    assert (await person.http.patch(list_at(made), json={"name": "B"}, headers=stale)).status_code == 200

    for method, body in (("PATCH", {"name": "C"}), ("PUT", {"name": "C"}), ("DELETE", None)):
        answer = await person.http.request(method, list_at(made), json=body, headers=stale)
        problem(answer, 412, "precondition_failed")
    assert (await read_list(person, made))["name"] == "B"


async def test_deleted_list_is_gone_with_its_items(person: Person, connection: asyncpg.Connection) -> None:
    made = await created(person)
    await put_in(person, made, await stored_title(connection))

    assert (await person.http.delete(list_at(made))).status_code == 204
    for method, path in (("DELETE", list_at(made)), ("GET", list_at(made)), ("GET", items_of(made))):
        problem(await person.http.request(method, path), 404, "list_not_found")
    assert await connection.fetchval("SELECT count(*) FROM list_items") == 0


async def test_lists_are_found_by_name_and_by_what_they_have(person: Person, connection: asyncpg.Connection) -> None:
    heat = await stored_title(connection, "Heat")
    for name in ("Écoute", "Bank jobs", "Rainy days"):
        made = await created(person, name)
        if name != "Rainy days":
            await put_in(person, made, heat)

    assert await names(person, q="ecou") == ["Écoute"]
    assert await names(person, q="DAYS") == ["Rainy days"]
    assert await names(person, contains=str(heat)) == ["Bank jobs", "Écoute"]
    assert await names(person, contains=str(heat), q="bank") == ["Bank jobs"]
    assert await names(person, contains=str(uuid4())) == []


async def test_lists_come_in_every_order_page_by_page(person: Person, connection: asyncpg.Connection) -> None:
    made = {name: await created(person, name) for name in ("b", "C", "a")}
    for name, number in (("b", 2), ("C", 1)):
        for _ in range(number):
            await put_in(person, made[name], await stored_title(connection))

    for sort, order in (("created_at", "bCa"), ("name", "abC"), ("updated_at", "abC"), ("-items_count", "bCa")):
        assert "".join(await names(person, sort=sort, limit=1)) == order
    assert await names(person) == ["a", "C", "b"]
    assert (await person.http.get(LISTS, params={"with_total": "true", "limit": 1})).json()["total"] == 3
    assert pointers(await person.http.get(LISTS, params={"sort": "owner"})) == ["/query/sort"]


async def test_lists_of_others_do_not_exist(person: Person, accounts: Accounts, client: httpx.AsyncClient) -> None:
    made = await created(person, visibility="link")
    for other in (await accounts.person(), await accounts.admin()):
        for method, body in (("GET", None), ("PUT", {"name": "A"}), ("PATCH", {"name": "A"}), ("DELETE", None)):
            problem(await other.http.request(method, list_at(made), json=body), 404, "list_not_found")
        assert (await other.http.get(LISTS)).json()["items"] == []
    problem(await client.get(list_at(made)), 401, "authentication_required")


@pytest.fixture
async def small(settings: Settings, dsn: str, empty_tables: None) -> AsyncIterator[Accounts]:
    """Accounts of a service where each may have three lists of two items, with two links."""
    few = settings.model_copy(update={"quotas": QuotaSettings(lists=3, list_items=2, links=2)})
    application = create_application(few, secret=SECRET, dsn=dsn)
    connection = await asyncpg.connect(dsn)
    async with application.router.lifespan_context(application):
        yield Accounts(application)
    await connection.close()


async def test_quotas_hold_when_many_are_made_at_once(small: Accounts, connection: asyncpg.Connection) -> None:
    person = await small.person()
    answers = await asyncio.gather(*(person.http.post(LISTS, json={"name": f"List {n}"}) for n in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert problem(refused, 409, "too_many_lists")["limit"] == 3

    made = next(answer.json() for answer in answers if answer.status_code == 201)
    titles = [await stored_title(connection) for _ in range(5)]
    adding = (person.http.post(items_of(made), json={"title_id": str(title_id)}) for title_id in titles)
    answers = await asyncio.gather(*adding)
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * 3
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert problem(refused, 409, "list_full")["limit"] == 2

    links = [await person.http.post(f"{list_at(made)}/links", json={}) for _ in range(3)]
    assert [link.status_code for link in links] == [201, 201, 409]
    assert problem(links[-1], 409, "too_many_links")["limit"] == 2

    assert (await person.http.delete(list_at(made))).status_code == 204
    await created(person, "Room again")


async def test_removed_item_of_a_list_that_is_full_meanwhile_is_left(
    small: Accounts, connection: asyncpg.Connection
) -> None:
    person = await small.person()
    made = await created(person)
    first, *_ = [await put_in(person, made, await stored_title(connection, name)) for name in "AB"]
    operation_id = await deleted(person, item_at(first))
    await put_in(person, made, await stored_title(connection, "C"))

    assert await gone_wrong(person, operation_id) == [("list_item", "quota_exceeded")]
    assert (await read_list(person, made))["items_count"] == 2


async def test_account_takes_its_lists_along(person: Person, connection: asyncpg.Connection) -> None:
    made = await created(person, visibility="link")
    await put_in(person, made, await stored_title(connection))
    await person.http.post(f"{list_at(made)}/links", json={})

    gone = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})

    assert gone.status_code == 204
    for table in ("lists", "list_items", "list_links"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0
