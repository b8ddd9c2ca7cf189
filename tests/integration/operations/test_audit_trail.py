"""The audit trail in PostgreSQL: as lasting as what it records, and nothing but added to."""

import secrets
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts
from tests.support.audit import InMemoryAuditTrail, audit_row, audit_rows
from tests.support.databases import SECRET
from watchkeeper.configs.application import create_application
from watchkeeper.configs.container import Container
from watchkeeper.configs.settings import PROJECT_ROOT, Settings
from watchkeeper.foundation.core.request_context import RequestContext, begin_request
from watchkeeper.logics.catalogue.lookup_logic import GenreLogic
from watchkeeper.models.dtos.catalogue.genre_dtos import CreateGenreInput
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.operations.audit_trail import AuditTrail

ROLES = (PROJECT_ROOT / "scripts" / "roles.sql").read_text("utf-8")
CHANGES = (
    "UPDATE audit_log SET action = 'logout'",
    "UPDATE audit_log SET client_address = NULL",
    "DELETE FROM audit_log",
    "TRUNCATE audit_log",
)


@pytest.fixture
def audit(container: Container, empty_tables: None) -> AuditTrail:
    audit: AuditTrail = container.audit()
    return audit


@pytest.fixture
async def entry_id(audit: AuditTrail, connection: asyncpg.Connection) -> UUID:
    """An entry that somebody may want to change."""
    begin_request(RequestContext("a-request", "203.0.113.7"))
    await audit.record(AuditAction.LOGIN_FAILED, AuditedEntity.USER, uuid4())
    id_: UUID = (await audit_row(connection, "login_failed"))["id"]
    return id_


class BrokenAuditTrail(InMemoryAuditTrail):
    """Whatever the reason: nothing can be written."""

    async def record(self, *positional: Any, **named: Any) -> None:
        raise LookupError


async def test_entry_goes_with_the_transaction_it_was_written_in(
    audit: AuditTrail, container: Container, connection: asyncpg.Connection
) -> None:
    async def fail_after_recording() -> None:
        async with container.unit_of_work().transaction():
            await audit.record(AuditAction.LOGIN, AuditedEntity.SESSION, uuid4())
            assert len(await audit_rows(connection)) == 0
            raise LookupError

    with pytest.raises(LookupError):
        await fail_after_recording()
    assert await audit_rows(connection) == []


async def test_change_whose_entry_can_not_be_written_is_not_made(
    container: Container, empty_tables: None, connection: asyncpg.Connection
) -> None:
    logic = GenreLogic(unit_of_work=container.unit_of_work(), lookups=container.genres(), audit=BrokenAuditTrail())
    with pytest.raises(LookupError):
        await logic.create(CreateGenreInput(name="Drama"))
    assert await connection.fetchval("SELECT count(*) FROM genres") == 0


async def test_entry_knows_the_request_under_way(entry_id: UUID, connection: asyncpg.Connection) -> None:
    row = await audit_row(connection, "login_failed")
    assert (row["request_id"], row["client_address"], row["actor_id"]) == ("a-request", "203.0.113.7", None)


@pytest.mark.parametrize("members", [{}, {"name": 'Émile "&" \\ \'; 日本 🎬', "none": None, "list": [1, {"a": True}]}])
async def test_members_are_kept_as_they_are(
    audit: AuditTrail, connection: asyncpg.Connection, members: Mapping[str, Any]
) -> None:
    await audit.record(AuditAction.GENRE_UPDATED, AuditedEntity.GENRE, uuid4(), before=members, after=members)
    row = await audit_row(connection, "genre_updated")
    assert row["before"] == row["after"] == members


@pytest.mark.parametrize("change", CHANGES)
async def test_change_of_an_entry_is_refused_even_to_its_owner(
    entry_id: UUID, connection: asyncpg.Connection, change: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
        await connection.execute(change)
    row = await audit_row(connection, "login_failed")
    assert (row["id"], row["client_address"]) == (entry_id, "203.0.113.7")


@pytest.mark.parametrize(
    "change",
    [
        *(change for change in CHANGES if "NULL" not in change),
        "UPDATE audit_log SET client_address = '127.0.0.1'",
        "UPDATE audit_log SET client_address = NULL, actor_id = gen_random_uuid()",
    ],
)
async def test_pretending_to_forget_allows_nothing_else(
    entry_id: UUID, connection: asyncpg.Connection, change: str
) -> None:
    await connection.execute("SET watchkeeper.forgetting = 'on'")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
        await connection.execute(change)


async def test_forgetting_takes_out_the_addresses_of_one_person_and_nothing_else(
    audit: AuditTrail, connection: asyncpg.Connection
) -> None:
    person, other = uuid4(), uuid4()
    begin_request(RequestContext("a-request", "203.0.113.7"))
    for actor_id, entity_id in ((person, other), (None, person), (other, person), (None, other)):
        await audit.record(AuditAction.USER_UPDATED, AuditedEntity.USER, entity_id, actor_id=actor_id, reason="Why.")
    before = await audit_rows(connection)
    await audit.forget_person(person)
    after = await audit_rows(connection)
    assert [row["client_address"] for row in after] == [None, None, "203.0.113.7", "203.0.113.7"]
    assert [row | {"client_address": "203.0.113.7"} for row in after] == before


@pytest.fixture
async def service_role(dsn: str, connection: asyncpg.Connection) -> AsyncIterator[str]:
    """A role as scripts/roles.sql sets it up, run twice as after a second migration; it may sign in."""
    role = f"test_service_{secrets.token_hex(4)}"
    owner = await asyncpg.connect(dsn, server_settings={"watchkeeper.service_role": role})
    try:
        await owner.execute(ROLES)
        await owner.execute(ROLES)
        await owner.execute(f"ALTER ROLE {role} LOGIN PASSWORD '{role}'")
        yield role
    finally:
        await owner.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
        await owner.close()


@pytest.fixture
def service_dsn(dsn: str, service_role: str) -> str:
    parts = urlsplit(dsn)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{service_role}:{service_role}@{place}"))


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES,
        "ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only",
        "DROP TABLE audit_log",
        "DROP FUNCTION audit_log_forget(uuid)",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = 'x'",
        "CREATE TABLE another (id int)",
    ],
)
async def test_role_of_the_service_may_not(entry_id: UUID, service_dsn: str, statement: str) -> None:
    service = await asyncpg.connect(service_dsn)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError) as refusal:
            await service.execute(statement)
    finally:
        await service.close()
    assert "append-only" not in str(refusal.value)  # by right, not by the trigger


async def test_role_of_the_service_is_all_the_service_needs(
    settings: Settings, service_dsn: str, empty_tables: None, connection: asyncpg.Connection
) -> None:
    application = create_application(settings, secret=SECRET, dsn=service_dsn)
    async with application.router.lifespan_context(application):
        accounts = Accounts(application)
        stays, leaves = await _registered(accounts, "stays"), await _registered(accounts, "leaves")
        admin, person = await accounts.admin(), await accounts.person()
        title = {"title": "A", "media_type": "movie", "external_ids": {"tmdb": "1"}}
        created = await admin.http.post("/api/v1/titles", json=title)
        entry = {"title_id": created.json()["id"], "status": "completed"}
        answers: list[httpx.Response] = [
            await person.http.post("/api/v1/watchlist", json=entry),
            await person.http.post("/api/v1/ratings", json={"title_id": entry["title_id"], "score": 3.5}),
            await admin.http.get("/api/v1/admin/audit-log", params={"actor_id": str(person.id)}),
            await admin.http.delete(f"/api/v1/users/{person.id}"),
            await admin.http.delete(f"/api/v1/users/{leaves}"),
            await admin.http.delete(created.headers["location"]),
            await admin.http.get("/ready"),
        ]
    assert [answer.status_code for answer in answers] == [201, 201, 200, 204, 204, 204, 200]
    addresses = {row["actor_id"]: row["client_address"] for row in await audit_rows(connection, "user_registered")}
    assert (addresses[stays], addresses[leaves]) == ("127.0.0.1", None)


async def _registered(accounts: Accounts, name: str) -> UUID:
    account = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
    answer = await accounts.client().post("/api/v1/auth/register", json=account)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


async def test_nobody_else_may_forget_a_person(service_role: str, connection: asyncpg.Connection) -> None:
    may = "SELECT has_function_privilege($1, 'audit_log_forget(uuid)', 'EXECUTE')"
    assert await connection.fetchval(may, service_role) is True
    assert await connection.fetchval(may, "pg_read_all_data") is False
