"""Reading the audit trail: who may, filters, pages."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.documents import mismatches
from tests.support.problems import pointers_of, problem_of
from watchkeeper.configs.api_docs import service_document

LOG = "/api/v1/admin/audit-log"
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
ADA, GRACE = uuid4(), uuid4()
DRAMA, HORROR, SESSION = uuid4(), uuid4(), uuid4()
ENTRIES = [
    (ADA, "login", "session", SESSION),
    (None, "login_failed", "user", ADA),
    (ADA, "genre_created", "genre", DRAMA),
    (GRACE, "genre_created", "genre", HORROR),
    (GRACE, "genre_updated", "genre", DRAMA),
    (GRACE, "genre_deleted", "genre", DRAMA),
    (GRACE, "role_changed", "user", ADA),
]
"""What happened, one entry a minute from noon on."""


@pytest.fixture
async def admin(accounts: Accounts, connection: asyncpg.Connection) -> Person:
    """An admin who finds these entries, and one of each sign-in and sign-up of the admin's own."""
    admin = await accounts.admin()
    rows = [(UUID(int=number), NOON + timedelta(minutes=number), *entry) for number, entry in enumerate(ENTRIES)]
    await connection.executemany(
        "INSERT INTO audit_log (id, created_at, actor_id, action, entity_type, entity_id) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        rows,
    )
    return admin


async def found(admin: Person, **query: Any) -> list[int]:
    """Return which of the entries are found, by number; the admin's own come as -1."""
    answer = await admin.http.get(LOG, params=query)
    assert answer.status_code == 200, answer.text
    numbers = (UUID(item["id"]).int for item in answer.json()["items"])
    return [number if number < len(ENTRIES) else -1 for number in numbers]


async def test_audit_log_is_for_admins_alone(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    problem_of(await client.get(LOG), 401, "authentication_required")
    problem_of(await person.http.get(LOG), 403, "admin_required")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_audit_log_can_only_be_read(admin: Person, method: str) -> None:
    assert (await admin.http.request(method, LOG, json={})).status_code == 405


async def test_entry_is_as_documented(admin: Person) -> None:
    created = await admin.http.post("/api/v1/genres", json={"name": "Drama"})
    answer = await admin.http.get(LOG, params={"limit": 1})
    document = service_document()
    schema = document["paths"][LOG]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert mismatches(answer.json(), schema, document) == []
    (entry,) = answer.json()["items"]
    assert entry.pop("id")
    assert entry.pop("created_at") == entry.pop("updated_at")
    assert entry == {
        "actor_id": str(admin.id),
        "action": "genre_created",
        "entity_type": "genre",
        "entity_id": created.json()["id"],
        "before": None,
        "after": {"name": "Drama", "description": None},
        "reason": None,
        "request_id": created.headers["x-request-id"],
        "client_address": "127.0.0.1",
    }
    assert answer.headers["cache-control"].startswith("private")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"actor_id": ADA}, [2, 0]),
        ({"action": "genre_created"}, [3, 2]),
        ({"entity_type": "genre"}, [5, 4, 3, 2]),
        ({"entity_id": DRAMA}, [5, 4, 2]),
        ({"entity_type": "user", "entity_id": ADA}, [6, 1]),
        ({"actor_id": GRACE, "action": "genre_created"}, [3]),
        ({"actor_id": ADA, "entity_id": HORROR}, []),
        ({"actor_id": uuid4()}, []),
        ({"since": "2026-01-31T12:05:00Z", "until": "2026-01-31T12:06:00Z"}, [6, 5]),
        ({"since": "2026-01-31T13:05:00.000000+01:00", "until": "2026-02-01T00:00:00Z"}, [6, 5]),
        ({"until": "2026-01-31T12:00:59.999999Z"}, [0]),
        ({"until": "2026-01-31t11:59:59z"}, []),
        ({"actor_id": GRACE, "entity_type": "genre", "entity_id": DRAMA, "since": "2026-01-31T12:05:00Z"}, [5]),
    ],
)
async def test_filters_hold_together(admin: Person, query: dict[str, Any], numbers: list[int]) -> None:
    assert await found(admin, **query) == numbers
    assert await found(admin, **query, sort="created_at") == numbers[::-1]


async def test_newest_entry_comes_first(admin: Person) -> None:
    everything = await found(admin)
    assert everything == [-1, -1, 6, 5, 4, 3, 2, 1, 0]
    assert await found(admin, sort="-created_at") == everything
    assert await found(admin, sort="created_at") == everything[::-1]


async def test_plus_sign_that_a_client_did_not_escape_is_understood(admin: Person) -> None:
    answer = await admin.http.get(f"{LOG}?since=2026-01-31T14:06:00+02:00&until=2026-01-31T12:06:00Z")
    assert [UUID(item["id"]).int for item in answer.json()["items"]] == [6]


@pytest.mark.parametrize("sort", ["created_at", "-created_at"])
async def test_pages_hold_every_entry_once_while_others_are_added(
    admin: Person, connection: asyncpg.Connection, sort: str
) -> None:
    await connection.execute(  # entries of one moment: the id decides
        "INSERT INTO audit_log (id, created_at, action, entity_type) "
        "SELECT gen_random_uuid(), $1, 'login_failed', 'user' FROM generate_series(1, 5)",
        NOON,
    )
    query = {"limit": "4", "sort": sort, "until": "2026-01-31T12:06:00Z", "with_total": "true"}
    seen: list[str] = []
    address = str(httpx.URL(LOG, params=query))
    while address:
        answer = await admin.http.get(address)
        page = answer.json()
        assert page["total"] == len(ENTRIES) + 5
        seen += [item["id"] for item in page["items"]]
        await admin.http.post("/api/v1/genres", json={"name": f"Genre {len(seen)}"})
        address = answer.headers["link"].split(">")[0].removeprefix("<") if page["next_cursor"] else ""
    in_order = "SELECT id FROM audit_log WHERE created_at <= $1 ORDER BY created_at, id"
    expected = [str(row["id"]) for row in await connection.fetch(in_order, NOON + timedelta(minutes=6))]
    assert seen == (expected if sort == "created_at" else expected[::-1])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("actor_id", "ada"),
        ("entity_id", "1"),
        ("action", "genre_praised"),
        ("entity_type", "users"),
        ("sort", "action"),
        ("limit", "0"),
        ("since", "yesterday"),
        ("since", ""),
        ("since", "2026-01-31"),
        ("since", "2026-01-31T12:00:00"),
        ("since", "2026-02-30T12:00:00Z"),
        ("since", "1700000000"),
        ("since", "0001-01-01T00:00:00+14:00"),
        ("until", "9999-12-31T23:59:59-14:00"),
        ("until", "2026-01-31T12:00:00Z\x00"),
        ("until", "\u0662026-01-31T12:00:00Z"),
    ],
)
async def test_query_that_is_not_valid_is_refused(admin: Person, name: str, value: str) -> None:
    problem = problem_of(await admin.http.get(LOG, params={name: value}), 422, "validation_failed")
    assert pointers_of(problem) == [f"/query/{name}"]


async def test_end_of_the_calendar_is_a_time_like_others(admin: Person) -> None:
    assert await found(admin, since="9999-12-31T23:59:59.999999Z") == []
    assert len(await found(admin, since="0001-01-01T00:00:00Z")) == len(ENTRIES) + 2


async def test_times_the_wrong_way_round_are_refused(admin: Person) -> None:
    query = {"since": "2026-01-31T12:00:01Z", "until": "2026-01-31T12:00:00Z"}
    problem = problem_of(await admin.http.get(LOG, params=query), 422, "times_reversed")
    assert pointers_of(problem) == ["/query/since"]
