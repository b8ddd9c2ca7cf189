"""Statements of the change feed."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    SmallInteger,
    String,
    Uuid,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
)

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.changes.change_entity import ChangeEntity, ChangeEpochEntity, ChangeHeadEntity
from watchkeeper.repositories.text_statements import text_statement

_HEADS: FromClause = ChangeHeadEntity.__table__
_CHANGES: FromClause = ChangeEntity.__table__
_PERSON = bindparam("user_id", type_=Uuid())


def _head(*shown: str) -> Select[Any]:
    """The epoch ends with a restore, and with a failover, which may lose what was committed last."""
    epoch = select(cast(ChangeEpochEntity.epoch, String())).scalar_subquery()
    timeline = literal_column("(SELECT timeline_id::text FROM pg_control_checkpoint())", String())
    return select(
        _HEADS.c.user_id,
        (epoch + literal_column("'.'", String()) + timeline).label("epoch"),
        *(_HEADS.c[name] for name in ("sequence", "purged_to", *shown)),
    ).where(_HEADS.c.user_id == _PERSON)


def _after() -> Select[Any]:
    key = tuple_(_CHANGES.c.sequence, _CHANGES.c.area, _CHANGES.c.resource_id)
    position: ColumnElement[Any] = tuple_(
        bindparam("sequence", type_=BigInteger()),
        bindparam("area", type_=SmallInteger()),
        bindparam("resource_id", type_=Uuid()),
    )
    is_shown = or_(~_CHANGES.c.is_deleted, _CHANGES.c.sequence > bindparam("snapshot", type_=BigInteger()))
    return (
        select(
            _CHANGES.c.area, _CHANGES.c.resource_id, _CHANGES.c.sequence, _CHANGES.c.is_deleted, _CHANGES.c.changed_at
        )
        .where(
            _CHANGES.c.user_id == _PERSON,
            key > position,
            is_shown,
            _CHANGES.c.area == func.any(bindparam("areas", type_=ARRAY(SmallInteger()))),
        )
        .order_by(_CHANGES.c.sequence, _CHANGES.c.area, _CHANGES.c.resource_id)
        .limit(bindparam("limit", type_=Integer()))
    )


END = Statement(_head())
HEAD = Statement(_head("changed_at", "area_sequences", "area_times", "area_counts"))
AFTER = Statement(_after())

# The heads are locked in the order of ids, as in every transaction over several accounts.
PURGE = text_statement("""
WITH old AS (
    SELECT user_id, area, resource_id, sequence FROM resource_changes
    WHERE is_deleted AND changed_at < now() - make_interval(days => :days) ORDER BY changed_at LIMIT 1000
), locked AS MATERIALIZED (
    SELECT user_id FROM change_heads WHERE user_id IN (SELECT user_id FROM old) ORDER BY user_id FOR UPDATE
), purged AS (
    UPDATE change_heads SET purged_to = greatest(purged_to, last.sequence)
    FROM (SELECT user_id, max(sequence) AS sequence FROM old GROUP BY user_id) AS last
    WHERE change_heads.user_id = last.user_id AND EXISTS (SELECT FROM locked WHERE locked.user_id = last.user_id)
)
DELETE FROM resource_changes AS known USING old
WHERE known.user_id = old.user_id AND known.area = old.area AND known.resource_id = old.resource_id
    AND known.sequence = old.sequence
""")

_COUNTED = """(
    SELECT array_agg((
        SELECT count(*) FROM resource_changes AS known
        WHERE known.user_id = head.user_id AND known.area = place AND NOT known.is_deleted
    ) ORDER BY place)
    FROM generate_series(1, cardinality(head.area_counts)) AS place
)"""
COUNTS = Statement(
    text(f"""
SELECT head.user_id, head.area_counts = {_COUNTED} AS are_right
FROM change_heads AS head WHERE head.user_id > :after_id ORDER BY head.user_id LIMIT :limit
""")  # noqa: S608 - made of constants
    .bindparams(bindparam("after_id", type_=Uuid()), bindparam("limit", type_=Integer()))
    .columns(user_id=Uuid(), are_right=Boolean())
)
# A statement by itself, so that the next one sees what was committed while the lock was awaited.
LOCK = Statement(select(_HEADS.c.user_id).where(_HEADS.c.user_id == _PERSON).with_for_update())
RECOUNT = text_statement(f"""
UPDATE change_heads AS head SET area_counts = {_COUNTED}, sequence = sequence + 1, changed_at = now()
WHERE head.user_id = :user_id AND head.area_counts <> {_COUNTED}
""")  # noqa: S608 - made of constants
