from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from watchkeeper.foundation.core.text import case_key
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.catalogue.catalogue_load import AppliedRows, RowClaim, StagedName, StagedTitle
from watchkeeper.models.types.catalogue.load_report import RejectedRow
from watchkeeper.models.types.catalogue.search_terms import search_terms, spelled_words
from watchkeeper.repositories.catalogue.adapters import catalogue_load_applying as applying
from watchkeeper.repositories.catalogue.adapters import catalogue_load_matching as matching
from watchkeeper.repositories.catalogue.adapters.search_spelling_statements import LEARN

MAX_SECONDS: Final = 3600.0
"""Seconds: the timeout of one statement of a load, and of the wait for another load."""

_STAGED: Final = tuple(member.name for member in fields(StagedTitle))


class PostgresCatalogueLoadAdapter(DatabaseAdapter):
    """Loads into PostgreSQL: rows are copied into temporary tables and processed as sets."""

    async def begin(self) -> None:
        await self._run(matching.LIFT_BOUNDS)
        await self._script(matching.PREPARE)

    async def record_dataset(self, name: str, at: datetime) -> bool:
        return bool(await self._run(matching.RECORD_DATASET, name=name, at=at))

    async def stage(self, titles: Sequence[StagedTitle]) -> None:
        async with self._database.connection() as connection:
            await connection.copy_records_to_table(
                "load_rows", records=map(_values, titles), columns=_STAGED, timeout=MAX_SECONDS
            )

    async def match_ids(self) -> list[RejectedRow]:
        await self._script(matching.LOCK)
        await self._script(matching.EXPAND_IDS)
        await self._run(matching.MATCH_IDS)
        several = await self._run(matching.SEVERAL_TITLES)
        other = await self._run(matching.REJECT_OTHER_IDS)
        rejected = [
            RejectedRow(row["line"], "Its external ids belong to several titles of the catalogue") for row in several
        ]
        return rejected + [RejectedRow(row["line"], _has_another(row)) for row in other]

    async def find_claims(self) -> list[RowClaim]:
        rows = await self._run(matching.FIND_CLAIMS)
        return [RowClaim(row["line"], row["mark"], row["digest"]) for row in rows]

    async def set_aside(self, lines: Sequence[int]) -> None:
        await self._run(matching.SET_ASIDE, lines=lines)

    async def match_names(self) -> None:
        await self._script(matching.FIND_CANDIDATES)
        similar = await self._run(matching.SIMILAR_CANDIDATES)
        other = [row for row in similar if case_key(row["row_title"]) != case_key(row["title"])]
        lines, titles = [row["line"] for row in other], [row["title_id"] for row in other]
        await self._run(matching.MARK_SIMILAR, lines=lines, titles=titles)
        await self._run(matching.MATCH_NAMES)

    async def add_names(self, genres: Sequence[StagedName], platforms: Sequence[StagedName], at: datetime) -> None:
        await self._add_names(applying.KEEP_GENRES, applying.MAKE_GENRES, genres, at)
        await self._add_names(applying.KEEP_PLATFORMS, applying.MAKE_PLATFORMS, platforms, at)

    async def apply(self, at: datetime) -> AppliedRows:
        await self._run(applying.MARK_NEW)
        await self._mix_terms()
        await self._run(applying.FORGET_KNOWN_YEARS)
        new = await self._count(applying.ADD_TITLES, at=at)
        await self._run(applying.ADD_RATING_STATISTICS)
        await self._run(applying.ADD_IDS)
        await self._run(applying.ADD_GENRES)
        await self._run(applying.ADD_PLATFORMS)
        changed = await self._count(applying.CHANGE_TITLES, at=at)
        await self._learn_words()
        if new:
            await self._script(applying.LEARN_SIZES)
        return AppliedRows(new, changed)

    async def _add_names(self, lock: Statement, insert: Statement, names: Sequence[StagedName], at: datetime) -> None:
        keys = [name.name_key for name in names]
        await self._run(lock, keys=keys)
        columns = {"ids": [name.id for name in names], "names": [name.name for name in names]}
        await self._run(insert, keys=keys, sorts=[name.name_sort for name in names], at=at, **columns)

    async def _mix_terms(self) -> None:
        await self._run(applying.LEAVE_TERMS)
        for row in await self._run(applying.MIXED_NAMES):
            names = (row["title"], row["original_title"], *row["alternative_titles"])
            terms = search_terms(names, row["media_type"], row["year"])
            await self._run(applying.SET_TERMS, line=row["line"], terms=terms)

    async def _learn_words(self) -> None:
        terms = [row["term"] for row in await self._run(applying.NEW_TERMS)]
        await self._run(LEARN, words=spelled_words(terms))

    async def _run(self, statement: Statement, /, **values: Any) -> list[Row]:  # noqa: ANN401 - values of any column
        async with self._database.connection() as connection:
            rows: list[Row] = await connection.fetch(statement.sql, *statement.arguments(values), timeout=MAX_SECONDS)
            return rows

    async def _count(self, statement: Statement, /, **values: Any) -> int:  # noqa: ANN401
        async with self._database.connection() as connection:
            tag: str = await connection.execute(statement.sql, *statement.arguments(values), timeout=MAX_SECONDS)
            return int(tag.rpartition(" ")[2])

    async def _script(self, sql: str) -> None:
        async with self._database.connection() as connection:
            await connection.execute(sql, timeout=MAX_SECONDS)


def _values(title: StagedTitle) -> tuple[Any, ...]:
    return tuple(getattr(title, name) for name in _STAGED)


def _has_another(row: Row) -> str:
    return f"Its title has another id at {row['source']}: {row['external_id']}"
