"""What tests know of each resource: the entries of resources.yml, and what they come to for one kind of test."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from watchkeeper.configs.settings import PROJECT_ROOT

FILE: Final = "tests/support/resources.yml"
CALLERS: Final = ("nobody", "owner", "other", "disabled", "expired", "admin")
"""In the order of the columns of `access`."""

HOW_EMPTIED: Final = ("emptied", "stays")


@dataclass(frozen=True, slots=True)
class OperationEntry:
    """What tests know of one operation of the API document."""

    access: list[int]
    statements: int | None = None
    caches: str = "private"
    request: Mapping[str, Any] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)

    def status_for(self, caller: str) -> int:
        return self.access[CALLERS.index(caller)]

    @property
    def needs_provider(self) -> bool:
        """Whether it fails for everybody where no metadata provider can be asked."""
        return self.status_for("admin") >= 500


@dataclass(frozen=True, slots=True)
class Resource:
    """One entry: the file says what each member is."""

    name: str
    tables: Mapping[str, str] = field(default_factory=dict)
    small_tables: tuple[str, ...] = ()
    inputs: Mapping[str, str | None] = field(default_factory=dict)
    operations: Mapping[str, OperationEntry] = field(default_factory=dict)
    few: str = ""
    many: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    sorts: Mapping[str, Any] = field(default_factory=dict)
    most: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, str] = field(default_factory=dict)


def _read() -> Iterator[Resource]:
    for name, entry in yaml.safe_load((PROJECT_ROOT / FILE).read_text("utf-8")).items():
        operations = {operation: OperationEntry(**row) for operation, row in entry.pop("operations", {}).items()}
        yield Resource(name, **{"operations": operations, **entry})


RESOURCES: Final = tuple(_read())
OPERATIONS: Final[Mapping[str, OperationEntry]] = {
    operation: row for resource in RESOURCES for operation, row in resource.operations.items()
}
ACCESS: Final[Mapping[str, list[int]]] = {operation: row.access for operation, row in OPERATIONS.items()}
STATEMENTS: Final[Mapping[str, int]] = {
    operation: row.statements for operation, row in OPERATIONS.items() if row.statements is not None
}
TABLES: Final[Mapping[str, str]] = {table: how for one in RESOURCES for table, how in one.tables.items()}
SMALL_TABLES: Final = frozenset(table for one in RESOURCES for table in one.small_tables)
INPUTS: Final[Mapping[str, str | None]] = {name: table for one in RESOURCES for name, table in one.inputs.items()}
REVISIONS: Final = frozenset(revision for one in RESOURCES for revision in one.since)


def tables_to_empty() -> list[str]:
    """Return the tables of which a test finds nothing of earlier ones."""
    return [table for table, how in TABLES.items() if how != "stays"]


def few_rows(number: int, *, person: object, title: object) -> str:
    """Return SQL that makes so many rows of everything, of which a person has each and a title has each."""
    rows = "".join(resource.few for resource in RESOURCES)
    return f"""
    SET session_replication_role = replica;  -- passes over triggers
    CREATE TEMPORARY TABLE n AS SELECT gen_random_uuid() AS id, k::text AS name FROM generate_series(1, {number}) k;
    {rows.replace("{person}", str(person)).replace("{title}", str(title))}
    RESET session_replication_role;
    DROP TABLE n;
    UPDATE content_versions SET changes = changes + 1 WHERE slot = 0  -- so that no response is a cached one
    """


def many_rows() -> str:
    """Return SQL that makes so many rows of everything that reading a whole table never pays, always the same.

    Pages are left empty but for a tenth: as PostgreSQL reckons, that is like ten times the rows, and takes no time.
    Nothing vacuums but who asks for it: a snapshot taken meanwhile would keep rows from being known to all, and change
    plans.
    """
    rows = "".join(resource.many for resource in RESOURCES)
    return f"""
    DO $$
    DECLARE large text;
    BEGIN
        FOR large IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
            EXECUTE format('ALTER TABLE %I SET (fillfactor = 10, autovacuum_enabled = false)', large);
        END LOOP;
    END $$;
    SET session_replication_role = replica;  -- passes over triggers
    SELECT setseed(0.5);
    {rows}
    RESET session_replication_role;
    DISCARD TEMPORARY
    """


def rows_since(revision: str) -> str:
    """Return SQL that fills what a revision of the schema adds."""
    return "".join(resource.since.get(revision, "") for resource in RESOURCES)
