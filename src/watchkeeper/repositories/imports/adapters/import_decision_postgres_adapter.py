from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, FromClause, LargeBinary, Uuid, bindparam, delete, func, select

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.imports.import_entity import ImportDecisionEntity
from watchkeeper.models.types.imports.import_state import RowDecision
from watchkeeper.repositories.imports.import_decision_repository import WorkDecision
from watchkeeper.repositories.text_statements import text_statement

_DECISIONS: FromClause = ImportDecisionEntity.__table__
_OF_WORKS = (
    _DECISIONS.c.user_id == bindparam("user_id", type_=Uuid()),
    _DECISIONS.c.work_key == func.any(bindparam("work_keys", type_=ARRAY(LargeBinary()))),
)
_FIND = Statement(select(_DECISIONS.c.work_key, _DECISIONS.c.decision, _DECISIONS.c.title_id).where(*_OF_WORKS))
_FORGET = Statement(delete(ImportDecisionEntity).where(*_OF_WORKS))
_REMEMBER = text_statement(
    """
    INSERT INTO import_decisions (user_id, work_key, decision, title_id, created_at, updated_at)
    SELECT :user_id, work_key, decision, title_id, :at, :at
    FROM unnest(:work_keys, :decisions, :title_ids) AS sent (work_key, decision, title_id)
    ON CONFLICT (user_id, work_key) DO UPDATE
    SET decision = excluded.decision, title_id = excluded.title_id, updated_at = excluded.updated_at
    """
)


class PostgresImportDecisionAdapter(DatabaseAdapter):
    """Remembered decisions in a table of PostgreSQL."""

    async def find(self, user_id: UUID, work_keys: Sequence[bytes]) -> Mapping[bytes, WorkDecision]:
        rows = await self._database.fetch(_FIND, user_id=user_id, work_keys=list(work_keys))
        return {row["work_key"]: WorkDecision(RowDecision(row["decision"]), row["title_id"]) for row in rows}

    async def remember(self, user_id: UUID, decided: Mapping[bytes, WorkDecision]) -> None:
        await self._database.execute(
            _REMEMBER,
            user_id=user_id,
            work_keys=list(decided),
            decisions=[one.decision.value for one in decided.values()],
            title_ids=[one.title_id for one in decided.values()],
            at=now(),
        )

    async def forget(self, user_id: UUID, work_keys: Sequence[bytes]) -> None:
        await self._database.execute(_FORGET, user_id=user_id, work_keys=list(work_keys))
