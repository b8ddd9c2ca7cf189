"""Statements of reviews."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Double,
    FromClause,
    Integer,
    Select,
    SmallInteger,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from watchkeeper.foundation.postgres.constraint_errors import existing
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.sorts import ReviewSort
from watchkeeper.repositories.feedback.adapters import row_locks

_REVIEWS: FromClause = ReviewEntity.__table__
_RATINGS: FromClause = RatingEntity.__table__
_USERS: FromClause = UserEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_COLUMNS = list(_REVIEWS.columns)
_CHANGED = ("body", "contains_spoilers")
_ONE = (_REVIEWS.c.user_id == row_locks.USER_ID, _REVIEWS.c.id == row_locks.ID)

SORTS: Mapping[str, SortColumn] = {
    "created_at": SortColumn(_REVIEWS.c.created_at, datetime),
    "rating": SortColumn(
        func.coalesce(_RATINGS.c.half_steps, literal_column("99", Integer())),
        int,
        func.coalesce(_RATINGS.c.half_steps, literal_column("-1", Integer())),
    ),
}
_READER = bindparam("reader_id", type_=Uuid())
_IS_PUBLIC = _TITLES.c.owner_id.is_(None)
_IS_VISIBLE: ColumnElement[bool] = and_(_TITLES.c.is_active, or_(_IS_PUBLIC, _TITLES.c.owner_id == _READER))
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "title_id": and_(_REVIEWS.c.title_id == row_locks.TITLE_ID, ~_REVIEWS.c.is_superseded),
    "user_id": _REVIEWS.c.user_id == row_locks.USER_ID,
    "author_key": and_(
        _REVIEWS.c.user_id
        == select(_USERS.c.id).where(_USERS.c.username_key == bindparam("author_key", type_=Text())).scalar_subquery(),
        or_(~_REVIEWS.c.is_superseded, _REVIEWS.c.user_id == _READER),
        exists().where(_TITLES.c.id == _REVIEWS.c.title_id, or_(_IS_VISIBLE, _REVIEWS.c.user_id == _READER)),
    ),
    "half_steps": _RATINGS.c.half_steps == bindparam("half_steps", type_=SmallInteger()),
    "contains_spoilers": _REVIEWS.c.contains_spoilers == bindparam("contains_spoilers", type_=Boolean()),
    "is_visible": select(_IS_VISIBLE).where(_TITLES.c.id == row_locks.TITLE_ID).scalar_subquery(),
}


def _shown() -> Select[Any]:
    """Select the columns of `Review`."""
    is_author_rating = and_(_RATINGS.c.user_id == _REVIEWS.c.user_id, _RATINGS.c.title_id == _REVIEWS.c.title_id)
    return (
        select(
            _REVIEWS.c.id,
            _REVIEWS.c.created_at,
            _REVIEWS.c.updated_at,
            _REVIEWS.c.title_id,
            _REVIEWS.c.user_id.label("author__id"),
            _USERS.c.username.label("author__username"),
            (cast(_RATINGS.c.half_steps, Double()) * literal_column("0.5")).label("rating"),
            _REVIEWS.c.body,
            _REVIEWS.c.contains_spoilers,
            _REVIEWS.c.is_superseded.label("superseded"),
        )
        .select_from(_REVIEWS)
        .join(_USERS, _USERS.c.id == _REVIEWS.c.user_id)
        .outerjoin(_RATINGS, is_author_rating)
    )


def _filtered(conditions: frozenset[str]) -> Select[Any]:
    return _shown().where(*(_CONDITIONS[name] for name in sorted(conditions)))


@cache
def search(sort: ReviewSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of the reviews that meet the named conditions."""
    column = column_for(SORTS, sort)
    return Statement(keyset_page(_filtered(conditions), column, _REVIEWS.c.id, sort, is_continued=is_continued))


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many reviews meet the named conditions."""
    return Statement(_filtered(conditions).with_only_columns(func.count()))


BY_ID = Statement(
    _shown()
    .join(_TITLES, _TITLES.c.id == _REVIEWS.c.title_id)
    .where(
        _REVIEWS.c.id == row_locks.ID,
        or_(~_REVIEWS.c.is_superseded, _REVIEWS.c.user_id == bindparam("reader_id", type_=Uuid())),
        or_(
            and_(_TITLES.c.is_active, _IS_PUBLIC),
            _REVIEWS.c.user_id == _READER,
            bindparam("with_inactive", type_=Boolean()),
        ),
    )
)
BY_IDS = Statement(
    _shown().where(
        _REVIEWS.c.user_id == row_locks.USER_ID, _REVIEWS.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid())))
    )
)
EXISTING = Statement(
    existing(
        "review",
        ReviewEntity.id,
        ReviewEntity.user_id == bindparam("user_id", type_=Uuid()),
        ReviewEntity.title_id == bindparam("title_id", type_=Uuid()),
        ~ReviewEntity.is_superseded,
    )
)
BY_ID_LOCKED = row_locks.find_for_update(ReviewEntity)
IS_VISIBLE_TITLE = Statement(
    select(or_(_IS_VISIBLE, bindparam("with_inactive", type_=Boolean()))).where(_TITLES.c.id == row_locks.TITLE_ID)
)
INSERT = Statement(
    insert(ReviewEntity)
    .values(parameters_of(_COLUMNS))
    .values(edited_at=bindparam("updated_at", type_=_REVIEWS.c.updated_at.type))
)
UPDATE = Statement(
    update(ReviewEntity)
    .where(*_ONE)
    .values({name: bindparam(name, type_=_REVIEWS.c[name].type) for name in _CHANGED})
    .values(dict.fromkeys(("updated_at", "edited_at"), later_than(_REVIEWS.c.updated_at)))
    .returning(_REVIEWS.c.edited_at)
)
DELETE = Statement(delete(ReviewEntity).where(*_ONE).returning(row_image(ReviewEntity)))
