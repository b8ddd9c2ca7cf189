from collections.abc import Mapping

from sqlalchemy import Integer, Text, bindparam, cast, column, delete, exists, func, select, table
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.response_cache.tag_version_entity import TagVersionEntity

_VERSIONS = TagVersionEntity.__table__
_ACTIVITY = table("pg_stat_activity", column("pid", Integer()))

# Includes the server start: after a failover changes may be missing, and counts may repeat.
_READ = Statement(
    select(
        _VERSIONS.c.content,
        cast(func.sum(_VERSIONS.c.changes), Text).label("changes"),
        cast(func.pg_postmaster_start_time(), Text).label("started"),
    ).group_by(_VERSIONS.c.content)
)
_COMPACTED = (
    delete(TagVersionEntity)
    .where(
        _VERSIONS.c.slot != bindparam("rest", type_=Integer()),
        ~exists().where(_ACTIVITY.c.pid == _VERSIONS.c.slot),
    )
    .returning(_VERSIONS.c.content, _VERSIONS.c.changes)
    .cte("compacted")
)
_SUMS = select(
    _COMPACTED.c.content, bindparam("rest", type_=Integer()), func.sum(_COMPACTED.c.changes).label("changes")
).group_by(_COMPACTED.c.content)
_INSERT = insert(TagVersionEntity).from_select(["content", "slot", "changes"], _SUMS)
_COMPACT = Statement(
    _INSERT.on_conflict_do_update(
        index_elements=["content", "slot"],
        set_={"changes": _VERSIONS.c.changes + _INSERT.excluded.changes},
    )
)
_REST = 0


class PostgresTagVersionAdapter:
    """Content versions in PostgreSQL, where triggers increment them in the transactions that change content."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> Mapping[str, str]:
        rows = await self._database.fetch(_READ)
        return {row["content"]: f"{row['changes']} {row['started']}" for row in rows}

    async def compact(self) -> int:
        return await self._database.execute(_COMPACT, rest=_REST)
