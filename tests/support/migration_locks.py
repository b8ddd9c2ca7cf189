"""What migrations would hold up a running service with: statements that lock a table for as long as it is large."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from alembic import command
from alembic.script import ScriptDirectory

from watchkeeper.configs.migrations import alembic_config

_NEW_TABLE = re.compile(r"^CREATE TABLE (\w+)", re.MULTILINE)
_ON = r"^ALTER TABLE (\w+) "
_HOLDING_UP = (
    ("builds an index while nobody can write", r"^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).* ON (\w+)"),
    ("adds a column without a value for the rows that are there", _ON + r"ADD COLUMN (?!.*DEFAULT).*NOT NULL"),
    ("writes the table anew for another type", _ON + r"ALTER COLUMN \w+ TYPE"),
    ("reads the whole table to check it", _ON + r"ADD (?:CONSTRAINT|CHECK)(?!.*NOT VALID)"),
    ("reads the whole table for nulls", _ON + r"ALTER COLUMN \w+ SET NOT NULL"),
    ("takes away what old processes use", _ON + r"(?:DROP COLUMN|RENAME)"),
    ("takes away what old processes use", r"^DROP TABLE (\w+)"),
    ("locks the table", r"^LOCK TABLE (\w+)"),
)


@dataclass(frozen=True, slots=True, order=True)
class HoldUp:
    """A revision, a table that was there before it, and what it does to it."""

    revision: str
    table: str
    what: str


def hold_ups() -> set[HoldUp]:
    """Return what the migrations on the way up do to tables that are there already."""
    scripts = ScriptDirectory.from_config(alembic_config(""))
    return {
        found
        for script in scripts.walk_revisions()
        for found in in_statements(script.revision, _statements(script.down_revision, script.revision))
    }


def in_statements(revision: str, sql: str) -> Iterator[HoldUp]:
    """Give what these statements do to tables that they have not made themselves."""
    new = set(_NEW_TABLE.findall(sql))
    for what, pattern in _HOLDING_UP:
        for table in re.findall(pattern, sql, re.MULTILINE):
            if table not in new:
                yield HoldUp(revision, table, what)


def _statements(below: object, revision: str) -> str:
    config = alembic_config("")
    config.output_buffer = io.StringIO()
    command.upgrade(config, f"{below or 'base'}:{revision}", sql=True)
    return config.output_buffer.getvalue()
