"""Statements of marks. Every one is restricted to one person."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    String,
    Uuid,
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

from watchkeeper.foundation.core.ranks import RANK_STEP
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.types.sorts import MarkSort
from watchkeeper.repositories.identity.adapters.account_lock_postgres_adapter import locked_account

_MARKS: FromClause = MarkEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_COLUMNS = list(_MARKS.columns)
_PERSON = bindparam("user_id", type_=Uuid())
_TITLE = bindparam("title_id", type_=Uuid())
_ID = bindparam("id", type_=Uuid())
_KIND = bindparam("mark", type_=String())
_OWNED = _MARKS.c.user_id == _PERSON
_ONE = (_OWNED, _MARKS.c.id == _ID)
_OF_KIND = (_OWNED, _MARKS.c.mark == _KIND)

SORTS: Mapping[str, SortColumn] = {
    "rank": SortColumn(_MARKS.c.rank, int),
    "created_at": SortColumn(_MARKS.c.created_at, datetime),
}


def _shown() -> Select[Any]:
    """Select the columns of `Mark`."""
    return (
        select(
            _MARKS.c.id,
            _MARKS.c.created_at,
            _MARKS.c.updated_at,
            _MARKS.c.title_id.label("title__id"),
            _TITLES.c.media_type.label("title__media_type"),
            _TITLES.c.title.label("title__title"),
            _TITLES.c.release_date.label("title__release_date"),
            _TITLES.c.poster_url.label("title__poster_url"),
            _MARKS.c.mark,
            _MARKS.c.rank,
            _MARKS.c.note,
        )
        .select_from(_MARKS)
        .join(_TITLES, _TITLES.c.id == _MARKS.c.title_id)
    )


def _of_kinds(*, is_any: bool) -> tuple[ColumnElement[bool], ...]:
    kinds = bindparam("kinds", type_=ARRAY(String()))
    return (_OWNED,) if is_any else (_OWNED, _MARKS.c.mark == func.any(kinds))


@cache
def search(sort: MarkSort, is_any: bool, *, is_continued: bool) -> Statement:
    """Return one page of a person's marks, of some kinds unless `is_any`."""
    marks = _shown().where(*_of_kinds(is_any=is_any))
    return Statement(keyset_page(marks, column_for(SORTS, sort), _MARKS.c.id, sort, is_continued=is_continued))


@cache
def count(is_any: bool) -> Statement:
    """Return how many marks a person has, of some kinds unless `is_any`."""
    return Statement(select(func.count()).select_from(_MARKS).where(*_of_kinds(is_any=is_any)))


def _lock() -> Statement:
    """Lock the account, then the title: marks of a person change one after another, and ranks never tie."""
    person = locked_account()
    person_id = select(person.c.id).scalar_subquery()
    is_marked = exists().where(_OWNED, _MARKS.c.title_id == _TITLE)
    title = (
        select(TitleEntity.id)
        .where(
            TitleEntity.id == _TITLE,
            or_(TitleEntity.is_active, is_marked),
            or_(TitleEntity.owner_id.is_(None), TitleEntity.owner_id == _PERSON),
            person_id.is_not(None),
        )
        .with_for_update(read=True, key_share=True)
        .cte("title")
    )
    return Statement(select(person_id.label("person"), select(title.c.id).scalar_subquery().label("title")))


def _beside(*, is_before: bool) -> Statement:
    """Return the ranks of a mark and of its neighbour, among the marks of a kind without the one with `id`."""
    anchor = _MARKS.alias("anchor")
    beyond = _MARKS.c.rank < anchor.c.rank if is_before else _MARKS.c.rank > anchor.c.rank
    furthest = func.max(_MARKS.c.rank) if is_before else func.min(_MARKS.c.rank)
    neighbour = select(furthest).where(*_OF_KIND, beyond, _MARKS.c.id != _ID).correlate(anchor).scalar_subquery()
    low, high = (neighbour, anchor.c.rank) if is_before else (anchor.c.rank, neighbour)
    return Statement(
        select(low.label("low"), high.label("high")).where(
            anchor.c.user_id == _PERSON,
            anchor.c.mark == _KIND,
            anchor.c.id == bindparam("anchor_id", type_=Uuid()),
            anchor.c.id != _ID,
        )
    )


def _number_anew() -> Statement:
    place = func.row_number().over(order_by=(_MARKS.c.rank, _MARKS.c.id))
    step = literal_column(str(RANK_STEP), BigInteger())
    numbered = select(_MARKS.c.id, (cast(place, BigInteger()) * step).label("rank")).where(*_OF_KIND).cte("numbered")
    return Statement(
        update(MarkEntity)
        .where(_OWNED, _MARKS.c.id == numbered.c.id, _MARKS.c.rank != numbered.c.rank)
        .values(rank=numbered.c.rank, updated_at=later_than(_MARKS.c.updated_at))
    )


BY_ID = Statement(_shown().where(*_ONE))
BY_IDS = Statement(_shown().where(_OWNED, _MARKS.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid())))))
LOCK = _lock()
BY_TITLE = Statement(select(*_COLUMNS).where(*_OF_KIND, _MARKS.c.title_id == _TITLE).with_for_update(key_share=True))
LAST = Statement(select(func.max(_MARKS.c.rank)).where(*_OF_KIND, _MARKS.c.id != _ID))
BEFORE = _beside(is_before=True)
AFTER = _beside(is_before=False)
NUMBER_ANEW = _number_anew()
INSERT = Statement(insert(MarkEntity).values(parameters_of(_COLUMNS)))
UPDATE = Statement(
    update(MarkEntity)
    .where(*_ONE)
    .values(
        rank=bindparam("rank", type_=BigInteger()),
        note=bindparam("note", type_=String()),
        updated_at=later_than(_MARKS.c.updated_at),
    )
)
DELETE = Statement(delete(MarkEntity).where(*_ONE).returning(row_image(MarkEntity)))
