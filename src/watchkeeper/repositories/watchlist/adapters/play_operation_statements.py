"""The operation that takes back a play that makes the entry of its title or moves its status, stored with both."""

from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    insert,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB

from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.models.entities.undo.operation_entity import OperationEntity, OperationRowEntity
from watchkeeper.models.entities.watchlist.play_entity import ViewingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.undo.operation import OperationKind, RowKind

_TIME: Final = DateTime(timezone=True)
_ID: Final = bindparam("operation_id", type_=Uuid())
_USER_ID, _TITLE_ID = (bindparam(name, type_=Uuid()) for name in ("user_id", "title_id"))
_AT: Final = bindparam("created_at", type_=_TIME)


def _literal(value: str, kind: type[Any] = Text) -> ColumnElement[Any]:
    return literal_column(f"'{value}'", kind())


_ROW: Final = ("user_id", "operation_id", "ordinal", "kind", "row_id", "before", "edited_at")
_CHANGED: Final = _literal('{"created": 1, "updated": 1}')
_RESOURCES: Final = _literal('{"play": 1, "watch_entry": 1}', JSONB)


def with_operation(
    shown: Select[Any], entry: CTE, play: CTE, *conditions: ColumnElement[bool], is_new: ColumnElement[bool]
) -> Select[Any]:
    """Store the operation of a `play` and its `entry` (`id`, `edited_at`), under these conditions, and select its
    `operation_id` behind what is `shown`."""
    values = {
        "user_id": _USER_ID,
        "id": _ID,
        "kind": _literal(OperationKind.WATCH),
        "counts": cast(case((is_new, _literal('{"created": 2}')), else_=_CHANGED), JSONB()),
        "created_at": _AT,
        "expires_at": bindparam("operation_expires_at", type_=_TIME),
        "title_id": _TITLE_ID,
        "resources": _RESOURCES,
    }
    operation = select(*values.values()).select_from(play).where(*conditions)
    last_viewing = _image_of(ViewingEntity, ViewingEntity.number.desc())
    rows = (
        _row(1, RowKind.VIEWING, _TITLE_ID, last_viewing, _AT).select_from(play),
        _row(2, RowKind.WATCH_ENTRY, entry.c.id, _image_of(WatchEntryEntity), entry.c.edited_at),
        _row(3, RowKind.PLAY, play.c.id, null(), play.c.edited_at),
    )
    added = insert(OperationEntity).from_select([*values], operation, include_defaults=False)
    stored = added.returning(OperationEntity.id).cte("operation")
    changed = union_all(*(one.where(*conditions) for one in rows))
    added_rows = insert(OperationRowEntity).from_select(_ROW, changed, include_defaults=False).cte("operation_row")
    operation_id = select(stored.c.id).scalar_subquery().label("operation_id")
    return shown.add_columns(operation_id).add_cte(stored, added_rows)


def _row(ordinal: int, kind: RowKind, row_id: Any, before: Any, edited_at: Any) -> Select[Any]:  # noqa: ANN401 - columns
    place = literal_column(str(ordinal), Integer())
    return select(_USER_ID, _ID, place, _literal(kind), row_id, cast(before, JSONB()), edited_at)


def _image_of(entity: type[Entity], *order: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the row of the title as it was before the statement."""
    table = entity.__table__
    owned = select(row_image(entity)).where(table.c.user_id == _USER_ID, table.c.title_id == _TITLE_ID)
    return owned.order_by(*order).limit(literal_column("1")).scalar_subquery()
