"""A person's imports: listed, read, parsed again and removed, and nobody else's business."""

from typing import Any

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.imports import IMPORTS, RATINGS, previewed, settled, uploaded

MIXED = RATINGS + "2024-01-02,,1995,https://boxd.it/2,3\n2024-01-03,Ran,1985,https://boxd.it/3,nothing\n"


async def test_results_of_rows_sum_up_to_all(person: Person) -> None:
    shown = await previewed(person, MIXED)
    counts = shown["counts"]
    assert counts.pop("rows") == sum(counts.values()) == 3


async def test_rows_are_found_by_result_member_and_decision(person: Person) -> None:
    shown = await previewed(person, MIXED)
    rows = f"{IMPORTS}/{shown['id']}/rows"
    for result, count in shown["counts"].items():
        if result != "rows":
            found = (await person.http.get(rows, params={"result": result})).json()["items"]
            assert [one["result"] for one in found] == [result] * count
    both: dict[str, Any] = {
        "result": ["ready", "exists", "ambiguous", "missing_identity", "invalid"],
        "with_total": True,
    }
    assert (await person.http.get(rows, params=both)).json()["total"] == 3
    assert (await person.http.get(rows, params={"member": "other.csv"})).json()["items"] == []
    assert (await person.http.get(rows, params={"decided": True})).json()["items"] == []
    assert (await person.http.get(rows, params={"result": "none"})).status_code == 422


async def test_rows_come_in_pages_in_the_order_of_the_upload(person: Person) -> None:
    shown = await previewed(person, MIXED)
    rows = f"{IMPORTS}/{shown['id']}/rows"
    first = (await person.http.get(rows, params={"limit": 2})).json()
    second = (await person.http.get(rows, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [row["number"] for row in first["items"] + second["items"]] == [1, 2, 3]


async def test_imports_are_listed_by_state(person: Person) -> None:
    made = await previewed(person)
    listed = (await person.http.get(IMPORTS, params={"state": "preview"})).json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert (await person.http.get(IMPORTS, params={"state": "failed"})).json()["items"] == []


async def test_imports_of_others_are_not_found(person: Person, accounts: Accounts) -> None:
    made = await previewed(person)
    other = await accounts.person()
    for method, path in (("GET", ""), ("GET", "/rows"), ("DELETE", "")):
        answer = await other.http.request(method, f"{IMPORTS}/{made['id']}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "import_not_found")


async def test_preview_is_parsed_again_with_other_options(person: Person) -> None:
    made = await previewed(person, "Title,Date\nHeat,4/3/20\nRan,5/3/20\n")
    assert made["warnings"], made
    changed = {"options": {"date_order": "dmy"}}
    answer = await person.http.patch(f"{IMPORTS}/{made['id']}", json=changed)
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    shown = await settled(person, made["id"])
    assert (shown["state"], shown["options"]["date_order"], shown["warnings"]) == ("preview", "dmy", [])
    rows = (await person.http.get(f"{IMPORTS}/{made['id']}/rows")).json()["items"]
    assert [row["facts"]["watched_on"] for row in rows] == ["2020-03-04", "2020-03-05"]


async def test_what_is_no_preview_is_not_parsed_again(person: Person, connection: asyncpg.Connection) -> None:
    made = await previewed(person)
    await connection.execute("UPDATE imports SET state = 'committed'")
    answer = await person.http.patch(f"{IMPORTS}/{made['id']}", json={"options": {}})
    assert (answer.status_code, answer.json()["code"]) == (409, "import_not_in_preview")


@pytest.mark.parametrize(
    ("state", "status"), [("queued", 204), ("preview", 204), ("committed", 204), ("committing", 409)]
)
async def test_import_is_removed_unless_it_writes(
    person: Person, connection: asyncpg.Connection, state: str, status: int
) -> None:
    made = await previewed(person)
    await connection.execute("UPDATE imports SET state = $1, claimed_until = now() + interval '1 hour'", state)
    answer = await person.http.delete(f"{IMPORTS}/{made['id']}")
    assert answer.status_code == status
    left = await connection.fetchval("SELECT count(*) FROM import_rows")
    assert left == (1 if status == 409 else 0)


async def test_cancelled_import_makes_room_for_another(person: Person) -> None:
    first = (await uploaded(person)).json()
    await person.http.delete(f"{IMPORTS}/{first['id']}")
    assert (await uploaded(person)).status_code == 202
