"""The one table of test resources is whole: what it names exists, and what exists is named."""

import pytest

from tests.support.resources import FILE, HOW_EMPTIED, RESOURCES, SMALL_TABLES, TABLES, Resource
from watchkeeper.models.entities import Entity


def test_every_table_belongs_to_a_resource() -> None:
    assert set(Entity.metadata.tables) - set(TABLES) == set(), f"Add these to `tables` of their resource in {FILE}."
    assert set(TABLES) - set(Entity.metadata.tables) == set(), f"Take these out of `tables` in {FILE}."


def test_every_table_belongs_to_one_resource() -> None:
    assert len(TABLES) == sum(len(resource.tables) for resource in RESOURCES)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_entry_says_how_its_tables_are_emptied_and_which_are_small(resource: Resource) -> None:
    assert set(resource.tables.values()) <= set(HOW_EMPTIED)
    assert set(resource.small_tables) <= set(resource.tables)


def test_large_table_has_rows_to_plan_over() -> None:
    made = "".join(resource.many for resource in RESOURCES)
    large = set(TABLES) - SMALL_TABLES
    assert {table for table in large if f"INSERT INTO {table} " not in made} == set(), f"Add `many` rows in {FILE}."
