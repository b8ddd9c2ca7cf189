"""How many statements each read takes: as many as the table says, for one row and for a hundred."""

import re
from functools import cache
from typing import Any

import asyncpg
import httpx
import pytest

from tests.integration.plans.shapes import all_shapes
from tests.support.access import ANSWERS, MAKERS, Stage
from tests.support.accounts import Accounts, Person
from tests.support.counting import counted_statements, statements_table
from tests.support.documents import Operation, operations
from watchkeeper.configs.api_docs import service_document
from watchkeeper.configs.container import Container

STATEMENTS = statements_table()
READS = {str(operation): operation for operation in operations(service_document()) if operation.method == "GET"}

ELSEWHERE = re.compile(r"(/api/v1)?/(movies/|shows/|anime/|favorites$|ready|health)")
"""Reads whose statements are counted where their providers answer, and probes."""

COUNTED = {name: one for name, one in READS.items() if not ELSEWHERE.match(one.path)}

# One title and one person have the number of rows of everything; each row of a list has as many genres as rows.
FILL = """
SET session_replication_role = replica;  -- passes over triggers
CREATE TEMPORARY TABLE n AS SELECT gen_random_uuid() AS id, k::text AS name FROM generate_series(1, {number}) k;
INSERT INTO titles (id, media_type, title, release_date_precision, is_active, metadata_state, title_sort, search_words,
                    created_at, updated_at)
SELECT id, 'movie', name, 'day', true, 'own', name, ARRAY[name], now(), now() FROM n;
INSERT INTO genres (id, name, name_key, name_sort, created_at, updated_at)
SELECT id, name, name, name, now(), now() FROM n;
INSERT INTO platforms (id, name, name_key, name_sort, created_at, updated_at)
SELECT id, name, name, name, now(), now() FROM n;
INSERT INTO title_genres SELECT t.id, n.id FROM titles t, n;
INSERT INTO title_platforms SELECT t.id, n.id FROM titles t, n;
INSERT INTO title_external_ids (title_id, source, media_type, external_id) SELECT id, 'tmdb', 'movie', name FROM n;
INSERT INTO title_figures (title_id) SELECT id FROM n;
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at, updated_at)
SELECT id, name || '@b.org', name || '@b.org', name, name, 'x', 'user', true, now(), now() FROM n;
INSERT INTO sessions (user_id, id, generation, token_hash, rotated_at, expires_at, created_at, updated_at)
SELECT '{person}', id, 1, ''::bytea, now(), now() + interval '1 day', now(), now() FROM n;
INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)
SELECT '{person}', id, id, 'planned', now(), now() FROM n;
INSERT INTO ratings (user_id, id, title_id, half_steps, created_at, updated_at)
SELECT '{person}', id, id, 8, now(), now() FROM n
UNION ALL SELECT id, gen_random_uuid(), '{title}', 8, now(), now() FROM n;
INSERT INTO reviews (user_id, id, title_id, body, contains_spoilers, created_at, updated_at)
SELECT '{person}', id, id, 'Good.', false, now(), now() FROM n
UNION ALL SELECT id, gen_random_uuid(), '{title}', 'Good.', false, now(), now() FROM n;
INSERT INTO audit_log (id, created_at, action, entity_type) SELECT id, now(), 'a', 'user' FROM n;
RESET session_replication_role;
DROP TABLE n;
-- so that no answer is one that was kept
UPDATE titles SET title = title;
UPDATE genres SET name = name;
UPDATE platforms SET name = name;
UPDATE reviews SET body = body
"""


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


@cache
def _known() -> frozenset[str]:
    return frozenset(shape.statement.sql for shape in all_shapes())


async def _fill(stage: Stage, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be so many rows of everything, and one title that paths with a title name."""
    title_id = await MAKERS["title_id"](stage, stage.owner)
    monkeypatch.setitem(MAKERS, "title_id", _always(title_id))
    await stage.connection.execute(FILL.format(number=number, person=stage.owner.id, title=title_id))


async def _asked(stage: Stage, operation: Operation, **requested: int) -> list[str]:
    """Ask as somebody who may, and whose account is known already, and return the statements that took."""
    owner, admin = ANSWERS[str(operation)][1], ANSWERS[str(operation)][5]
    caller, status = ("owner", owner) if owner != httpx.codes.FORBIDDEN else ("admin", admin)
    ask = await stage.prepared(str(operation), caller)
    request = {"params": requested} if "limit" in _parameters_of(operation) else {}
    assert (await stage.people[caller].http.get("/api/v1/watchlist")).status_code == httpx.codes.OK
    with counted_statements() as statements:
        answer = await ask(**request)
    assert answer.status_code == status, answer.text
    if request:
        assert len(answer.json()["items"]) >= requested["limit"], answer.text
    return statements


def test_every_read_has_a_row_and_every_row_a_read() -> None:
    assert set(READS) == set(STATEMENTS)


@pytest.mark.parametrize("number", [1, 20, 100])
async def test_reads_take_as_many_statements_for_any_number_of_rows(
    number: int, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fill(stage, number, monkeypatch)

    asked = {name: await _asked(stage, operation, limit=number) for name, operation in COUNTED.items()}

    assert {name: len(statements) for name, statements in asked.items()} == {name: STATEMENTS[name] for name in COUNTED}
    assert {one for statements in asked.values() for one in statements} - _known() == set(), "plans nobody looked at"


async def test_totals_take_one_statement_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await _fill(stage, 3, monkeypatch)
    lists = {name: one for name, one in COUNTED.items() if "with_total" in _parameters_of(one)}

    for name, operation in lists.items():
        statements = await _asked(stage, operation, limit=1, with_total=True)
        assert len(statements) == STATEMENTS[name] + 1, statements
