"""Statements of the background, which works on the imports of all people."""

from typing import Final

from sqlalchemy import DateTime, FromClause, Integer, Uuid, bindparam, literal_column, null, or_, select, update

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.import_entity import ImportEntity
from watchkeeper.models.types.import_state import RUNNING

_IMPORTS: FromClause = ImportEntity.__table__
_AT = bindparam("at", type_=DateTime(timezone=True))
_UNTIL = bindparam("until", type_=DateTime(timezone=True))
_CLAIM = bindparam("claim", type_=Uuid())
_CLAIMED = (
    _IMPORTS.c.user_id == bindparam("user_id", type_=Uuid()),
    _IMPORTS.c.id == bindparam("id", type_=Uuid()),
    _IMPORTS.c.claim == _CLAIM,
)

_next = (
    select(_IMPORTS.c.user_id, _IMPORTS.c.id)
    .where(
        _IMPORTS.c.state.in_([literal_column(f"'{state}'") for state in RUNNING]),
        or_(_IMPORTS.c.claimed_until.is_(None), _IMPORTS.c.claimed_until < _AT),
    )
    .order_by(_IMPORTS.c.updated_at)
    .limit(1)
    .with_for_update(skip_locked=True)
    .cte("due")
)
CLAIM: Final = Statement(
    update(ImportEntity)
    .where(_IMPORTS.c.user_id == _next.c.user_id, _IMPORTS.c.id == _next.c.id)
    .values(claim=_CLAIM, claimed_until=_UNTIL, attempts=_IMPORTS.c.attempts + 1)
    .returning(
        *(_IMPORTS.c[name] for name in ("user_id", "id", "claim", "state", "source", "file_name", "options", "done")),
        *(_IMPORTS.c[name] for name in ("total", "mode", "operation_id", "attempts", "updated_at")),
    )
)
EXTEND: Final = Statement(update(ImportEntity).where(*_CLAIMED).values(claimed_until=_UNTIL))
RELEASE: Final = Statement(
    update(ImportEntity).where(*_CLAIMED).values(claim=null(), claimed_until=null(), attempts=_IMPORTS.c.attempts - 1)
)
RENEW: Final = Statement(
    update(ImportEntity)
    .where(*_CLAIMED)
    .values(
        claimed_until=_UNTIL,
        done=bindparam("done", type_=Integer()),
        total=bindparam("total", type_=Integer()),
        updated_at=later_than(_IMPORTS.c.updated_at, "at"),
    )
)
