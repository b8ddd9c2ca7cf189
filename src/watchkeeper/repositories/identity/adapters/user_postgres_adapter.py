from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Text,
    Uuid,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.text import case_key
from watchkeeper.foundation.postgres.constraint_errors import Conflict, existing
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import TableAdapter
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.entities.lists.list_entity import ListItemEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.identity_errors import EmailTakenError, UsernameTakenError, UserNotFoundError
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.user_filter import UserFilter
from watchkeeper.models.types.identity.username import username_key
from watchkeeper.models.types.sorts import UserSort

_SORTS: Mapping[str, SortColumn] = {
    "created_at": SortColumn(UserEntity.created_at, datetime),
    "updated_at": SortColumn(UserEntity.updated_at, datetime),
    "username": SortColumn(UserEntity.username_key, str),
    "email": SortColumn(UserEntity.email_key, str),
}
_FULL_NAME = func.coalesce(UserEntity.first_name, "") + " " + func.coalesce(UserEntity.last_name, "")
_PATTERN = bindparam("text", type_=Text())
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "text": or_(
        UserEntity.username_key.like(bindparam("text_of_username", type_=Text())),
        UserEntity.email_key.like(_PATTERN),
        _FULL_NAME.ilike(_PATTERN),
    ),
    "role": UserEntity.role == bindparam("role", type_=Text()),
    "is_active": UserEntity.is_active == bindparam("is_active", type_=UserEntity.is_active.type),
}
# Not a parameter: with one, the planner can't use the partial index of admins in a generic plan.
_IS_ACTIVE_ADMIN = (UserEntity.role == literal_column(f"'{Role.ADMIN}'"), UserEntity.is_active)

_BY_LOGIN = Statement(
    select(*UserEntity.__table__.columns).where(
        or_(
            UserEntity.username_key == bindparam("username_key", type_=Text()),
            UserEntity.email_key == bindparam("email_key", type_=Text()),
        )
    )
)
_LOCK = Statement(
    select(UserEntity.id)
    .where(UserEntity.id == bindparam("id", type_=UserEntity.id.type))
    .with_for_update(read=True, key_share=True)
)
_LOCK_ADMINS = Statement(select(UserEntity.id).where(*_IS_ACTIVE_ADMIN).order_by(UserEntity.id).with_for_update())
# Deleting ratings updates the statistics of their titles, row by row: two accounts with ratings of the same titles must
# lock these in one order, or they deadlock.
_RATED = select(RatingEntity.title_id).where(RatingEntity.user_id == bindparam("id", type_=Uuid()))
_REVIEWED = select(ReviewEntity.title_id).where(ReviewEntity.user_id == bindparam("id", type_=Uuid()))
_LOCK_RATING_STATISTICS = Statement(
    select(TitleRatingStatisticsEntity.title_id)
    .where(TitleRatingStatisticsEntity.title_id.in_(union(_RATED, _REVIEWED)))
    .order_by(TitleRatingStatisticsEntity.title_id)
    .with_for_update(key_share=True)
)
# What people wrote about their own titles goes first: its triggers count it in the statistics of these titles.
_PERSONAL = select(TitleEntity.id).where(TitleEntity.owner_id == bindparam("id", type_=Uuid()))
_DELETE_OF_PERSONAL_TITLES = (
    *(
        Statement(delete(entity).where(entity.user_id == bindparam("id", type_=Uuid()), entity.title_id.in_(_PERSONAL)))
        for entity in (ReviewEntity, RatingEntity, MarkEntity, ListItemEntity, PlayEntity, WatchEntryEntity)
    ),
    Statement(delete(TitleEntity).where(TitleEntity.owner_id == bindparam("id", type_=Uuid()))),
)
_RENEW_PASSWORD_HASH = Statement(
    update(UserEntity)
    .where(
        UserEntity.id == bindparam("user_id", type_=Uuid()), UserEntity.password_hash == bindparam("old", type_=Text())
    )
    .values(password_hash=bindparam("new", type_=Text()))
)


def _same(column: InstrumentedAttribute[str]) -> Statement:
    return Statement(existing("user", UserEntity.id, column == bindparam(column.key, type_=Text())))


_HAS_ADMIN = Statement(select(exists().where(*_IS_ACTIVE_ADMIN)))


@cache
def _search(sort: UserSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    users = select(*UserEntity.__table__.columns).where(*(_CONDITIONS[name] for name in sorted(conditions)))
    return Statement(keyset_page(users, column_for(_SORTS, sort), UserEntity.id, sort, is_continued=is_continued))


@cache
def _count(conditions: frozenset[str]) -> Statement:
    users = select(func.count()).select_from(UserEntity)
    return Statement(users.where(*(_CONDITIONS[name] for name in sorted(conditions))))


_USERS = row_reader(UserEntity, _BY_LOGIN)
_LIST = PagedQuery(UserSort, _SORTS, page=_search, count=_count, reader=_USERS)


class PostgresUserAdapter(TableAdapter[UserEntity]):
    """Accounts in PostgreSQL."""

    entity = UserEntity
    missing = UserNotFoundError
    constraint_errors: ClassVar = {
        "uq_users_email_key": Conflict(EmailTakenError, _same(UserEntity.email_key)),
        "uq_users_username_key": Conflict(UsernameTakenError, _same(UserEntity.username_key)),
    }

    async def lock(self, id: UUID) -> bool:  # noqa: A002 - the name in the API
        return await self._database.fetch_value(_LOCK, id=id) is not None

    async def find_by_login(self, name: str) -> UserEntity | None:
        row = await self._database.fetch_one(_BY_LOGIN, username_key=username_key(name), email_key=case_key(name))
        return _USERS.read(row) if row is not None else None

    async def search(self, filters: UserFilter, sort: UserSort, request: PageRequest) -> Page[UserEntity]:
        bound = _filters(filters)
        of_username = _contains(username_key(filters.text or ""))
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), text_of_username=of_username, **bound)

    async def renew_password_hash(self, id: UUID, old: str, new: str) -> bool:  # noqa: A002 - the name in the port
        return bool(await self._database.execute(_RENEW_PASSWORD_HASH, user_id=id, old=old, new=new))

    async def delete(self, id: UUID) -> None:  # noqa: A002 - the name in the port
        await self._database.execute(_LOCK_RATING_STATISTICS, id=id)
        for statement in _DELETE_OF_PERSONAL_TITLES:
            await self._database.execute(statement, id=id)
        await super().delete(id)

    async def lock_active_admins(self) -> set[UUID]:
        return {row["id"] for row in await self._database.fetch(_LOCK_ADMINS)}

    async def has_active_admin(self) -> bool:
        return bool(await self._database.fetch_value(_HAS_ADMIN))


def _filters(filters: UserFilter) -> dict[str, Any]:
    values = {
        "text": _contains(case_key(filters.text)) if filters.text is not None else None,
        "role": filters.role.value if filters.role is not None else None,
        "is_active": filters.is_active,
    }
    return {name: value for name, value in values.items() if value is not None}


def _contains(key: str) -> str:
    escaped = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
