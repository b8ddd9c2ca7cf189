"""The data: built once for a schema and a scale by statements over whole sets, and stored between runs."""

import asyncio
import csv
import gzip
import hashlib
import io
import os
import re
import time
from collections import Counter
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from alembic import command

from benchmarks.suite.options import BENCHMARKS
from watchkeeper.configs.auth_settings import AuthSettings
from watchkeeper.configs.migrations import alembic_config, newest_revision
from watchkeeper.models.types.catalogue.search_terms import search_terms, spelled_words, title_key, title_sort
from watchkeeper.repositories.catalogue.adapters.search_spelling_statements import LEARN
from watchkeeper.repositories.identity.adapters.password_bcrypt_adapter import BcryptPasswordHasher

PASSWORD: Final = "a password for measuring"  # noqa: S105 - of accounts of made-up data
_EDITION: Final = 3
"""Raised when this file fills differently: data of another edition is built again."""

_WORDS: Final = 12_000
_SEPARATOR: Final = "-- ----\n"
_NAMED: Final = re.compile(r"^-- (\$1.*)$", re.MULTILINE)
_SET_TERMS: Final = "UPDATE titles SET title_sort = $2, title_key = $3, search_words = $4 WHERE id = $1"
_INDEXES: Final = """
SELECT index.relname AS name, pg_get_indexdef(index.oid) AS definition
FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
WHERE index.relnamespace = 'public'::regnamespace AND NOT indisprimary
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.oid)
"""
"""Those of no constraint: made after the rows, they take a fraction of the time."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are of each; `deep_entries` are those of the first person, `entries` those of everybody else."""

    people: int
    titles: int
    entries: int
    deep_entries: int
    ratings: int

    @classmethod
    def of(cls, scale: float) -> "Size":
        people, titles = max(20, round(10_000 * scale)), max(200, round(100_000 * scale))
        return cls(people, titles, min(93, titles // 3), min(65_000, titles * 65 // 100), min(100, titles // 3))


def words_of_titles() -> list[str]:
    """Return plain words of the titles of the demo catalogue, the most frequent first."""
    packed = resources.files("watchkeeper.resources.demo_catalogue").joinpath("films.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8")))
    counted = Counter(word for row in rows for word in re.findall(r"\b[a-z]{2,12}\b", row["title"].lower()))
    return [word for word, _ in counted.most_common(_WORDS)]


async def prepared_database(server_dsn: str, scale: float) -> str:
    """Return the DSN of the database of this schema and scale, which is built where it is not there yet."""
    name = f"bench_{newest_revision()}_{scale:g}".replace(".", "_").replace("-", "_")
    dsn = urlunsplit(urlsplit(server_dsn)._replace(path=f"/{name}"))
    ready = f"complete, {_digest()}"
    server = await asyncpg.connect(server_dsn)
    try:
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1"
        if await server.fetchval(query, name) == ready:
            return dsn
        begin = time.monotonic()
        print(f"Building the data of scale {scale:g} (once) ...", flush=True)
        await server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        await server.execute(f'CREATE DATABASE "{name}"')
        await asyncio.to_thread(command.upgrade, alembic_config(dsn), "head")
        await _fill(dsn, Size.of(scale))
        await server.execute(f"COMMENT ON DATABASE \"{name}\" IS '{ready}'")
        print(f"... built in {time.monotonic() - begin:.0f} s", flush=True)
    finally:
        await server.close()
    return dsn


async def _fill(dsn: str, size: Size) -> None:
    connection = await asyncpg.connect(dsn, command_timeout=3600)
    words = words_of_titles()
    hasher = BcryptPasswordHasher(rounds=_bcrypt_rounds())
    known: dict[str, Any] = {
        "words, the most frequent first": words,
        "titles": size.titles,
        "words": len(words),
        "people": size.people,
        "the hash of everybody's password": await hasher.hash(PASSWORD),
        "entries of each": size.entries,
        "entries of the first person": size.deep_entries,
        "ratings of each": size.ratings,
    }
    try:
        await connection.execute("SET session_replication_role = replica; SET work_mem = '256MB'; SET jit = off")
        indexes = await connection.fetch(_INDEXES)
        for index in indexes:
            await connection.execute(f'DROP INDEX "{index["name"]}"')
        for statement, arguments in statements(known):
            await connection.execute(statement, *arguments)
        await _write_terms(connection)
        for index in indexes:
            await connection.execute(index["definition"])
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _write_terms(connection: Any) -> None:  # noqa: ANN401 - asyncpg is not typed
    """Write what titles are sorted and found by, which the service makes in Python."""
    titles = await connection.fetch("SELECT id, title, media_type, extract(year FROM release_date)::int FROM titles")
    rows = [(id_, title_sort(name), title_key(name), search_terms((name,), *kind)) for id_, name, *kind in titles]
    await connection.executemany(_SET_TERMS, rows)
    await connection.execute("VACUUM (FULL) titles")
    words = spelled_words({term for *_, terms in rows for term in terms})
    await connection.execute(LEARN.sql, words)


def statements(known: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """Return the statements of filling.sql with their arguments, by the names in the line above each."""
    _, _, body = _filling().partition("\n\n")
    return [(part, _arguments(part, known)) for part in body.split(_SEPARATOR)]


def _filling() -> str:
    return (BENCHMARKS / "suite" / "filling.sql").read_text(encoding="utf-8")


def _digest() -> str:
    """Return what changes when the data of a scale would."""
    return hashlib.sha256(f"{_EDITION} {_bcrypt_rounds()} {_filling()}".encode()).hexdigest()[:12]


def _bcrypt_rounds() -> int:
    """Return the cost of a hash that the service, which has the same environment, expects."""
    return int(os.environ.get("AUTH__BCRYPT_ROUNDS") or AuthSettings.model_fields["bcrypt_rounds"].default)


def _arguments(statement: str, known: dict[str, Any]) -> list[Any]:
    named = _NAMED.search(statement)
    if named is None:
        return []
    names = re.split(r"(?:, )?\$\d ", named.group(1))[1:]
    return [known[name] for name in names]
