from collections.abc import Mapping

from sqlalchemy import Integer, Text, bindparam, cast, column, delete, exists, func, select, table
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.models.entities.content_version_entity import ContentVersionEntity
from watchkeeper.models.types.content import Content
from watchkeeper.repositories.database.database import Database
from watchkeeper.repositories.database.statement import Statement

_VERSIONS = ContentVersionEntity.__table__
_ACTIVITY = table("pg_stat_activity", column("pid", Integer()))

# With the start of the server: where a standby takes over, changes may be missing, and counts come a second time.
_READ = Statement(
    select(
        _VERSIONS.c.content,
        cast(func.sum(_VERSIONS.c.changes), Text).label("changes"),
        cast(func.pg_postmaster_start_time(), Text).label("started"),
    ).group_by(_VERSIONS.c.content)
)
_FOLDED = (
    delete(ContentVersionEntity)
    .where(
        _VERSIONS.c.slot != bindparam("rest", type_=Integer()),
        ~exists().where(_ACTIVITY.c.pid == _VERSIONS.c.slot),
    )
    .returning(_VERSIONS.c.content, _VERSIONS.c.changes)
    .cte("folded")
)
_SUMS = select(
    _FOLDED.c.content, bindparam("rest", type_=Integer()), func.sum(_FOLDED.c.changes).label("changes")
).group_by(_FOLDED.c.content)
_INSERT = insert(ContentVersionEntity).from_select(["content", "slot", "changes"], _SUMS)
_FOLD = Statement(
    _INSERT.on_conflict_do_update(
        index_elements=["content", "slot"],
        set_={"changes": _VERSIONS.c.changes + _INSERT.excluded.changes},
    )
)
_REST = 0


class PostgresContentVersionAdapter:
    """Versions that triggers count up in the transactions that change content."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> Mapping[Content, str]:
        rows = await self._database.fetch(_READ)
        return {Content(row["content"]): f"{row['changes']} {row['started']}" for row in rows}

    async def fold(self) -> int:
        return await self._database.execute(_FOLD, rest=_REST)
