"""Migrations: up, down and up again, the same schema as the models describe, on every PostgreSQL that is supported."""

import asyncio
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.util import CommandError
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support.database_page import PAGE, database_page
from tests.support.databases import blank_database, created_database
from watchkeeper.configs.migrations import alembic_config, current_revision, newest_revision
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres
from watchkeeper.foundation.embedded_postgres.binaries import find_binaries
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.models.entities import Entity

MIGRATORS = 2
MIGRATE = """
import sys
from alembic import command
from alembic.util import CommandError
from watchkeeper.configs.migrations import alembic_config
command.upgrade(alembic_config(sys.argv[1]), "head")
"""
COLUMNS = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"


@pytest.fixture
def migrated(server_dsn: str) -> Iterator[str]:
    """The DSN of a migrated database that the test may take apart."""
    with created_database(server_dsn, "migrated") as dsn:
        yield dsn


@pytest.fixture
def empty(server_dsn: str) -> Iterator[str]:
    with blank_database(server_dsn, "empty") as dsn:
        yield dsn


@pytest.fixture
def modelled(empty: str) -> str:
    """The DSN of a database whose tables the models have made."""
    asyncio.run(create_all(empty, Entity.metadata))
    return empty


def run(dsn: str, sql: str) -> list[asyncpg.Record]:
    async def fetch() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(dsn)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(sql)
            return rows
        finally:
            await connection.close()

    return asyncio.run(fetch())


async def create_all(dsn: str, metadata: MetaData) -> None:
    engine = create_async_engine(DatabaseOptions(dsn).url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()


def dump(dsn: str) -> str:
    """Return the schema as pg_dump writes it, its tables' columns in the order of their names."""
    program = find_binaries().program("pg_dump")
    command_line: list[str | Path] = [
        program,
        "--schema-only",
        "--no-owner",
        "--no-privileges",
        "--exclude-table=alembic_version",
        dsn,
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    written = subprocess.run(command_line, check=True, capture_output=True, text=True, env=environment).stdout
    lines = [
        line for line in written.splitlines() if line and not line.startswith(("--", "\\restrict", "\\unrestrict"))
    ]
    return re.sub(r"\(\n((?:    .*\n)+)\)", sorted_columns, "\n".join(lines))


def without_triggers(schema: str) -> str:
    """Return a dump without functions, triggers and statistics: they are written in migrations, models hold none."""
    without_functions = re.sub(r"^CREATE FUNCTION .*?^\$\$;\n", "", schema, flags=re.DOTALL | re.MULTILINE)
    without_functions = re.sub(r"^COMMENT ON FUNCTION .*\n", "", without_functions, flags=re.MULTILINE)
    return re.sub(r"^CREATE (?:(?:CONSTRAINT )?TRIGGER|STATISTICS) .*\n", "", without_functions, flags=re.MULTILINE)


def sorted_columns(table: re.Match[str]) -> str:
    return "(\n" + "\n".join(sorted(line.rstrip(",") for line in table[1].splitlines())) + "\n)"


def test_database_goes_up_down_and_up_again_to_the_same_schema(migrated: str) -> None:
    before = dump(migrated)
    command.downgrade(alembic_config(migrated), "base")
    left = {row["table_name"] for row in run(migrated, COLUMNS)}
    command.upgrade(alembic_config(migrated), "head")
    assert left <= {"alembic_version"}
    assert dump(migrated) == before
    assert "CREATE TABLE public.titles" in before


def test_way_down_takes_everything_with_it(migrated: str) -> None:
    command.downgrade(alembic_config(migrated), "base")
    written = dump(migrated)
    assert "CREATE " not in written


@pytest.mark.parametrize("since", ["-8", pytest.param("base", marks=pytest.mark.long)])
def test_each_step_can_be_taken_back_and_forth(migrated: str, since: str) -> None:
    config = alembic_config(migrated)
    command.downgrade(config, since)
    while asyncio.run(current_revision(migrated)) != newest_revision():
        command.upgrade(config, "+1")
        reached = dump(migrated)
        command.downgrade(config, "-1")
        command.upgrade(config, "+1")
        assert dump(migrated) == reached


def test_migrations_make_exactly_what_the_models_describe(migrated: str, modelled: str) -> None:
    assert without_triggers(dump(migrated)) == without_triggers(dump(modelled))


def test_nothing_is_left_to_be_migrated(migrated: str) -> None:
    command.check(alembic_config(migrated))


def test_migrating_a_current_database_changes_nothing(migrated: str) -> None:
    run(migrated, "INSERT INTO loaded_datasets VALUES ('kept', now())")
    command.upgrade(alembic_config(migrated), "head")
    assert [row["name"] for row in run(migrated, "SELECT name FROM loaded_datasets")] == ["kept"]


def test_several_migrators_at_once_all_succeed(empty: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT / "src")}
    migrators = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, empty], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(MIGRATORS)
    ]
    outcomes = [(migrator.communicate(timeout=60)[1], migrator.returncode) for migrator in migrators]
    assert [code for _, code in outcomes] == [0] * MIGRATORS, outcomes
    assert asyncio.run(current_revision(empty)) == newest_revision()


def test_statements_can_be_printed_instead_and_do_the_same(empty: str, migrated: str) -> None:
    config = alembic_config(empty)
    config.output_buffer = io.StringIO()
    command.upgrade(config, "head", sql=True)
    assert asyncio.run(current_revision(empty)) is None
    run_script(empty, config.output_buffer.getvalue())
    assert dump(empty) == dump(migrated)
    assert asyncio.run(current_revision(empty)) == newest_revision()


def test_migration_that_is_not_there_leaves_the_database_as_it_is(migrated: str) -> None:
    before = dump(migrated)
    with pytest.raises(CommandError):
        command.upgrade(alembic_config(migrated), "0999")
    assert dump(migrated) == before


def run_script(dsn: str, script: str) -> None:
    """Run a script as operators do: by psql, which sends one statement after the other."""
    program = find_binaries().program("psql")
    subprocess.run(
        [program, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", dsn], input=script, check=True, text=True
    )


@contextmanager
def server_of(major: int) -> Iterator[str]:
    """Give the DSN of an embedded server of another major version, in a folder every account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="watchkeeper-test-")).resolve()
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBPG_MAJOR", str(major))
        server = EmbeddedPostgres(folder / "state", durable=False)
        try:
            yield server.start()
        finally:
            server.stop()
            shutil.rmtree(folder)


def test_oldest_supported_postgres_gets_the_same_schema() -> None:
    with server_of(16) as dsn, pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBPG_MAJOR", "16")
        command.upgrade(alembic_config(dsn), "head")
        command.check(alembic_config(dsn))
        migrated = without_triggers(dump(dsn))
        command.downgrade(alembic_config(dsn), "base")
        asyncio.run(create_all(dsn, Entity.metadata))
        assert without_triggers(dump(dsn)) == migrated
        assert run(dsn, "SHOW server_version_num")[0][0].startswith("16")


def test_page_of_the_database_is_that_of_the_migrated_one(dsn: str) -> None:
    assert PAGE.read_text("utf-8") == asyncio.run(database_page(dsn)), "run: make docs"
