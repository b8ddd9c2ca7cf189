"""A database of its own in which every table is large, made once: filling it takes seconds."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Final

import asyncpg
import pytest

from tests.integration.plans.shapes import all_shapes, common_values
from tests.support.databases import created_database
from tests.support.plans import Growth, growth_of, indexes_of, kept_plans
from tests.support.resources import SMALL_TABLES, many_rows
from watchkeeper.models.entities import Entity

LARGE: Final = frozenset(Entity.metadata.tables) - SMALL_TABLES


@dataclass
class Planned:
    """What the plans of all statements have: what grows with a table, by statement and mode, and indexes."""

    grown: list[tuple[str, str, Growth]] = field(default_factory=list)
    indexes: set[str] = field(default_factory=set)


@pytest.fixture(scope="session")
def crowded_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "plans") as dsn:
        yield dsn


@pytest.fixture(scope="session")
async def crowd(crowded_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the database of the crowd, which nobody changes."""
    connection = await asyncpg.connect(crowded_dsn)
    try:
        await connection.execute(many_rows())
        await connection.execute("VACUUM ANALYZE")
        yield connection
    finally:
        await connection.close()


@pytest.fixture(scope="session")
async def planned(crowd: asyncpg.Connection) -> Planned:
    values, planned = await common_values(crowd), Planned()
    for shape in all_shapes():
        for mode, plan in await kept_plans(crowd, shape.statement, {**values, **shape.values}):
            planned.grown += [(shape.name, mode, one) for one in growth_of(plan, LARGE)]
            planned.indexes |= indexes_of(plan)
    return planned
