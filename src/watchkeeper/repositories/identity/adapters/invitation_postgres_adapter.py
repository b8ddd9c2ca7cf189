from collections.abc import Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, bindparam, exists, func, literal_column, or_, select, update

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import TableAdapter, later_than
from watchkeeper.models.entities.identity.invitation_entity import InvitationEntity
from watchkeeper.models.errors.identity_errors import InvitationNotFoundError
from watchkeeper.models.types.sorts import InvitationSort

_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(InvitationEntity.created_at, datetime)}
_USABLE = (
    InvitationEntity.code_hash == bindparam("code_hash", type_=LargeBinary()),
    InvitationEntity.used < InvitationEntity.uses,
    or_(
        InvitationEntity.expires_at.is_(None),
        InvitationEntity.expires_at > bindparam("at", type_=DateTime(timezone=True)),
    ),
)
_IS_USABLE = Statement(select(exists().where(*_USABLE)))
_USE = Statement(
    update(InvitationEntity)
    .where(*_USABLE)
    .values(used=InvitationEntity.used + 1, updated_at=later_than(InvitationEntity.updated_at, "at"))
    .returning(InvitationEntity.id)
)


@cache
def _search(sort: InvitationSort, *, is_continued: bool) -> Statement:
    invitations = select(*InvitationEntity.__table__.columns)
    column = column_for(_SORTS, sort)
    return Statement(keyset_page(invitations, column, InvitationEntity.id, sort, is_continued=is_continued))


@cache
def _count() -> Statement:
    return Statement(select(func.count(literal_column("1"))).select_from(InvitationEntity))


_INVITATIONS = row_reader(InvitationEntity, _search(InvitationSort.CREATED_AT_DESCENDING, is_continued=False))
_LIST = PagedQuery(InvitationSort, _SORTS, page=_search, count=_count, reader=_INVITATIONS)


class PostgresInvitationAdapter(TableAdapter[InvitationEntity]):
    """Invitations in PostgreSQL."""

    entity = InvitationEntity
    missing = InvitationNotFoundError

    async def search(self, sort: InvitationSort, request: PageRequest) -> Page[InvitationEntity]:
        return await _LIST.fetch(self._database, request, sort)

    async def is_usable(self, code_hash: bytes, at: datetime) -> bool:
        return bool(await self._database.fetch_value(_IS_USABLE, code_hash=code_hash, at=at))

    async def use(self, code_hash: bytes, at: datetime) -> UUID | None:
        used: UUID | None = await self._database.fetch_value(_USE, code_hash=code_hash, at=at)
        return used
