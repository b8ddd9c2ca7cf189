"""How many statements each read takes: as many as its row of resources.yml says, for one row and for a hundred."""

import re
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.integration.plans.shapes import all_shapes
from tests.support.access import MAKERS, Stage, who_may
from tests.support.accounts import Accounts, Person
from tests.support.counting import counted_statements
from tests.support.documents import Operation, operations
from tests.support.resources import FILE, OPERATIONS, STATEMENTS, few_rows
from tests.support.watchlist import stored_title
from watchkeeper.configs.api_docs import service_document
from watchkeeper.configs.container import Container

READS = {str(operation): operation for operation in operations(service_document()) if operation.method == "GET"}

ELSEWHERE = re.compile(r"(/api/v1)?/(movies/|shows/|anime/|favorites$|ready|health)")
"""Reads whose statements are counted where their providers answer, and probes."""

COUNTED = {name: one for name, one in READS.items() if not ELSEWHERE.match(one.path)}


@pytest.fixture
async def stage(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient, container: Container
) -> Stage:
    stage = Stage(accounts, connection, client)
    await stage.set_up(container)
    return stage


def _always(made: object) -> Any:
    async def maker(stage: Stage, caller: Person | None) -> object:
        return made

    return maker


def _parameters_of(operation: Operation) -> set[str]:
    return {parameter["name"] for parameter in operation.member["parameters"]}


_SNAPSHOT = {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;", "COMMIT;"}
_HEALTH = {"SHOW server_version", "SELECT version_num FROM alembic_version"}
"""What a health check reads over a connection of its own: one row each."""


_BELOW = {
    "event_id": ("server_id", "SELECT id FROM media_server_events WHERE server_id = $1 LIMIT 1"),
    "delivery_id": ("webhook_id", "SELECT id FROM webhook_deliveries WHERE webhook_id = $1 LIMIT 1"),
}
"""What lies below a resource that is made for a path: the parameter, that of the resource, and how it is found."""


_FILLED = {"GET /api/v1/watchlist/pick": httpx.codes.OK}
"""What responds otherwise once there is something."""


async def _fill(stage: Stage, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make so many rows of everything: `owner` has as many of each, and so have the title and list that paths name."""
    made = {
        name: await MAKERS[name](stage, stage.owner)
        for name in ("title_id", "secret", "item_id", "link_id", "import_id", "calendar_secret")
    }
    made["list_id"] = await stage.connection.fetchval("SELECT id FROM lists")
    entry = await stage.owner.http.post("/api/v1/watchlist", json={"title_id": str(made["title_id"])})
    made["entry_id"] = entry.json()["id"]
    made["token_id"] = (await stage.ask("POST /api/v1/auth/tokens", "owner")).json()["id"]  # later there are too many
    collections = {"server_id": "integrations/servers", "webhook_id": "webhooks", "calendar_link_id": "calendar/links"}
    for parameter, collection in collections.items():
        made[parameter] = (await stage.ask(f"POST /api/v1/{collection}", "owner")).json()["id"]
    for name, value in made.items():
        monkeypatch.setitem(MAKERS, name, _always(value))
    await stage.connection.execute(few_rows(number, person=stage.owner.id, title=made["title_id"]))
    picked = await stored_title(stage.connection, "To be picked")
    await stage.owner.http.post("/api/v1/watchlist", json={"title_id": str(picked), "status": "planned"})
    for parameter, (parent, query) in _BELOW.items():
        below = await stage.connection.fetchval(query, UUID(str(made[parent])))
        monkeypatch.setitem(MAKERS, parameter, _always(below))


async def _asked(stage: Stage, operation: Operation, **requested: int) -> list[str]:
    """Ask as somebody who may, and whose account is known already, and return the statements that took."""
    caller = who_may(str(operation)) if OPERATIONS[str(operation)].status_for("admin") < 400 else "owner"
    status = _FILLED.get(str(operation), OPERATIONS[str(operation)].status_for(caller))
    ask = await stage.prepared(str(operation), caller)
    request = {"params": requested} if "cursor" in _parameters_of(operation) else {}
    assert (await stage.people[caller].http.get("/api/v1/watchlist")).status_code == httpx.codes.OK
    with counted_statements() as statements:
        answer = await ask(**request)
    assert answer.status_code == status, answer.text
    if request:
        assert len(answer.json()["items"]) >= requested["limit"], answer.text
    return statements


def test_every_read_has_a_row_and_every_row_a_read() -> None:
    assert set(READS) - set(STATEMENTS) == set(), f"Add `statements` to these rows of {FILE}."
    assert set(STATEMENTS) - set(READS) == set(), f"Take `statements` out of these rows of {FILE}."


@pytest.mark.parametrize("number", [1, 20, 100])
async def test_reads_take_as_many_statements_for_any_number_of_rows(
    number: int, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fill(stage, number, monkeypatch)

    asked = {name: await _asked(stage, operation, limit=number) for name, operation in COUNTED.items()}

    assert {name: len(statements) for name, statements in asked.items()} == {name: STATEMENTS[name] for name in COUNTED}


@pytest.mark.long
async def test_plan_of_every_statement_of_a_read_is_looked_at(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await _fill(stage, 1, monkeypatch)

    asked = [await _asked(stage, operation, limit=1) for operation in COUNTED.values()]

    looked_at = _SNAPSHOT | _HEALTH | {shape.statement.sql for shape in all_shapes()}
    assert {one for statements in asked for one in statements} - looked_at == set()


async def test_totals_take_one_statement_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await _fill(stage, 3, monkeypatch)
    lists = {name: one for name, one in COUNTED.items() if "with_total" in _parameters_of(one)}

    for name, operation in lists.items():
        statements = await _asked(stage, operation, limit=1, with_total=True)
        assert len(statements) == STATEMENTS[name] + 1, statements
