"""docs/database.md: the tables, and what PostgreSQL does by itself, read from a migrated database."""

import asyncio
from itertools import groupby
from pathlib import Path
from typing import Final

import asyncpg

from tests.support.databases import created_database, test_server
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.models.entities import Entity

PAGE: Final[Path] = PROJECT_ROOT / "docs" / "database.md"

_HEAD: Final = """\
# The database

This page is made from a migrated database by `make docs`: which tables there are and what for, and what PostgreSQL does
by itself when a row changes. The bodies of functions are those after the last migration. A new function gets its
purpose by `COMMENT ON FUNCTION` in its migration; a table has the docstring of its entity.
"""

_FUNCTIONS: Final = """
SELECT proname AS name, proname || '(' || pg_get_function_identity_arguments(pg_proc.oid) || ')' AS signature,
       obj_description(pg_proc.oid, 'pg_proc') AS purpose, pg_get_functiondef(pg_proc.oid) AS definition
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
ORDER BY 1, 2
"""

_TRIGGERS: Final = """
SELECT proname AS function, tgname AS name, tgrelid::regclass::text AS table_name,
       regexp_replace(
           pg_get_triggerdef(pg_trigger.oid),
           '^CREATE (?:CONSTRAINT )?TRIGGER \\S+ (.*) ON public\\.\\S+ (.*)EXECUTE FUNCTION \\S+\\((.*)\\)$',
           '\\1 \\2(\\3)'
       ) AS happens
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal ORDER BY 1, 3, 2
"""


async def database_page(dsn: str) -> str:
    """Return the page of a database. Raises AssertionError where a function or a table has no purpose."""
    connection = await asyncpg.connect(dsn)
    try:
        functions = await connection.fetch(_FUNCTIONS)
        triggers = await connection.fetch(_TRIGGERS)
    finally:
        await connection.close()
    by_function = {name: list(rows) for name, rows in groupby(triggers, lambda row: row["function"])}
    parts = [_HEAD, "\n## Tables\n\n| table | purpose |\n|---|---|\n", *_tables(), "\n## Functions and triggers\n"]
    return "".join([*parts, *(_function(row, by_function.get(row["name"], [])) for row in functions)])


def _tables() -> list[str]:
    return [f"| `{table}` | {purpose} |\n" for table, purpose in sorted(_purposes().items())]


def _purposes() -> dict[str, str]:
    """Return the first sentence of each table's entity."""
    found = {}
    for mapper in Entity.registry.mappers:
        purpose = (mapper.class_.__dict__.get("__doc__") or "").split("\n\n")[0]
        assert purpose, f"{mapper.class_.__name__} has no docstring."
        found[str(mapper.local_table)] = " ".join(purpose.split()).replace("|", "\\|")
    return found


def _function(row: asyncpg.Record, triggers: list[asyncpg.Record]) -> str:
    assert row["purpose"], f"{row['signature']} has no purpose: COMMENT ON FUNCTION in its migration."
    body = row["definition"].replace("CREATE OR REPLACE FUNCTION public.", "FUNCTION ", 1).strip()
    body = "\n".join(line.rstrip() for line in body.splitlines())
    called = "".join(f"| `{one['table_name']}` | `{one['name']}` | {_happens(one)} |\n" for one in triggers)
    table = f"| of table | trigger | when, and with which arguments |\n|---|---|---|\n{called}\n" if called else ""
    return f"\n### {row['name']}\n\n{row['purpose']}\n\n{table}```sql\n{body}\n```\n"


def _happens(trigger: asyncpg.Record) -> str:
    happens = " ".join(trigger["happens"].split()).replace("|", "\\|").removesuffix(" ()")
    return f"`{happens}`"


def main() -> None:
    """Write the page anew."""
    with test_server() as server, created_database(server, "page") as dsn:
        PAGE.write_text(asyncio.run(database_page(dsn)), "utf-8")


if __name__ == "__main__":
    main()
