"""Statements of the background, which works on the imports of all people."""

from typing import Final

from sqlalchemy import (
    ARRAY,
    DateTime,
    FromClause,
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    literal_column,
    null,
    or_,
    select,
    text,
    update,
)

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.types.imports.import_state import RUNNING, WRITING
from watchkeeper.repositories.text_statements import text_statement

_IMPORTS: FromClause = ImportEntity.__table__
_AT = bindparam("at", type_=DateTime(timezone=True))
_UNTIL = bindparam("until", type_=DateTime(timezone=True))
_CLAIM = bindparam("claim", type_=Uuid())
_DONE = bindparam("done", type_=Integer())
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
_ADVANCES = and_(_IMPORTS.c.state.in_([literal_column(f"'{state}'") for state in WRITING]), _IMPORTS.c.done < _DONE)
_FILLED: Final = (
    *("import_rows", "operation_rows", "titles", "title_references", "personal_title_ids", "watch_entries"),
    *("viewings", "plays", "ratings", "row_origins", "reviews", "marks"),
)
# Of large tables, which an import changes little, PostgreSQL takes care by itself.
GROWN: Final = Statement(
    text(
        """
        SELECT relname AS name FROM pg_stat_user_tables
        WHERE relname = ANY (:names) AND n_mod_since_analyze > 100 + n_live_tup / 4
        """
    ).bindparams(bindparam("names", _FILLED, type_=ARRAY(Text())))
)
# A table that is being vacuumed, which may take hours, is left as it is.
MEASURE: Final = {name: text_statement(f"ANALYZE (SKIP_LOCKED) {name}") for name in _FILLED}
RENEW: Final = Statement(
    update(ImportEntity)
    .where(*_CLAIMED)
    .values(
        claimed_until=_UNTIL,
        done=_DONE,
        total=bindparam("total", type_=Integer()),
        attempts=case((_ADVANCES, 1), else_=_IMPORTS.c.attempts),
        updated_at=later_than(_IMPORTS.c.updated_at, "at"),
    )
)
