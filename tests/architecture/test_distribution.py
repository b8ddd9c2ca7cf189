"""The plan by which the schema is distributed holds for the tables and the statements that there are."""

import re
from functools import cache
from typing import Any

import pytest
import yaml
from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint

from tests.support.anchoring import unanchored
from tests.support.each import for_each
from tests.support.statements import sites, statements
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.models.entities import Entity

PLAN: dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "docs" / "distribution.yml").read_text("utf-8"))
PAGE = (PROJECT_ROOT / "docs" / "scaling.md").read_text("utf-8")
TABLES: dict[str, dict[str, str]] = PLAN["tables"]
CROSSING: dict[str, str] = PLAN["crossing"]
DISTRIBUTED = sorted(name for name, planned in TABLES.items() if planned["role"] == "distributed")
OWN = [*DISTRIBUTED, "write_positions"]
"""Tables whose rows belong to a person, wherever they lie."""


@cache
def statements_across_people() -> dict[str, str]:
    return {str(one): one.sql for one in statements() if unanchored(one.sql, OWN)}


def test_every_table_has_its_place_and_no_other_is_planned() -> None:
    assert set(TABLES) == set(Entity.metadata.tables), (
        "Say in docs/distribution.yml and docs/scaling.md where they lie."
    )


@for_each("name", sorted(TABLES))
def test_place_of_a_table_is_one_of_three_and_says_by_what(name: str) -> None:
    planned = TABLES[name]
    assert planned["role"] in ("distributed", "reference", "local")
    assert ("column" in planned) == (planned["role"] == "distributed")
    assert planned.keys() <= {"role", "column", "changes"}


@for_each("name", sorted(TABLES))
def test_table_of_peoples_own_rows_lies_beside_the_person(name: str) -> None:
    has_person = "user_id" in Entity.metadata.tables[name].c
    assert has_person == (name in OWN)


@for_each("name", DISTRIBUTED)
def test_unique_keys_have_the_column_of_the_distribution_or_the_plan_speaks_of_them(name: str) -> None:
    table, planned = Entity.metadata.tables[name], TABLES[name]
    for key, columns in _unique_keys(table):
        assert planned["column"] in columns or key in planned.get("changes", ""), key


@for_each("name", DISTRIBUTED)
def test_references_lead_to_tables_that_are_whole_on_each_node_or_to_rows_of_the_same_person(name: str) -> None:
    for reference in Entity.metadata.tables[name].foreign_key_constraints:
        is_of_person = reference.referred_table.name in DISTRIBUTED and "user_id" in reference.column_keys
        assert is_of_person or TABLES[reference.referred_table.name]["role"] == "reference"


@for_each("name", sorted(TABLES))
def test_page_tells_the_place_of_a_table(name: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
    assert row.split(" | ")[1].startswith(TABLES[name]["role"])


def test_every_statement_of_the_source_is_among_those_that_were_looked_at() -> None:
    seen = {(one.file, one.name) for one in statements()}
    assert {(file, name) for (file, _), name in sites().items()} == seen


def test_statements_on_peoples_own_rows_say_whose() -> None:
    crossing = statements_across_people()
    assert {name: sql for name, sql in crossing.items() if name not in CROSSING} == {}


def test_every_exception_is_one_and_has_a_reason() -> None:
    assert CROSSING.keys() == statements_across_people().keys()
    assert all(len(reason) > 20 for reason in CROSSING.values())


@pytest.mark.parametrize(
    ("sql", "missing"),
    [
        ("SELECT id FROM ratings WHERE ratings.user_id = $1::UUID", []),
        ("SELECT id FROM ratings WHERE ratings.id = $1::UUID", ["ratings"]),
        ("SELECT id FROM ratings", ["ratings"]),
        ("SELECT ratings.id, ratings.score FROM ratings AS own WHERE own.user_id = $1", []),
        ("SELECT 1 FROM ratings JOIN reviews ON reviews.user_id = ratings.user_id WHERE ratings.user_id = $1", []),
        ("SELECT 1 FROM ratings JOIN reviews ON reviews.user_id = ratings.user_id", ["ratings", "reviews"]),
        ("SELECT 1 FROM ratings JOIN reviews ON reviews.id = ratings.id WHERE ratings.user_id = $1", ["reviews"]),
        ("DELETE FROM ratings WHERE user_id = $1", []),
        ("UPDATE ratings SET score = $1 WHERE ratings.title_id = $2", ["ratings"]),
        (
            "WITH o AS (SELECT user_id FROM ratings) DELETE FROM ratings USING o WHERE ratings.user_id = o.user_id",
            ["ratings"],
        ),
        ("INSERT INTO ratings (user_id, id) VALUES ($1, $2)", []),
        ("INSERT INTO ratings (id, title_id) VALUES ($1, $2)", ["ratings"]),
        (
            "WITH who AS (SELECT id FROM users WHERE id = $1) DELETE FROM ratings USING who WHERE user_id = who.id",
            [],
        ),
    ],
)
def test_statement_that_names_no_person_is_found(sql: str, missing: list[str]) -> None:
    assert unanchored(sql, ["ratings", "reviews"]) == missing


def _unique_keys(table: Table) -> list[tuple[str, set[str]]]:
    constraints = [one for one in table.constraints if isinstance(one, PrimaryKeyConstraint | UniqueConstraint)]
    keys = [(str(one.name), {column.name for column in one.columns}) for one in constraints]
    indexes = [index for index in table.indexes if index.unique]
    return keys + [(str(one.name), set(re.findall(r"\w+", " ".join(map(str, one.expressions))))) for one in indexes]
