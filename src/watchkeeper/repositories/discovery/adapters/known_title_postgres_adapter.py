from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Select,
    String,
    Text,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
)

from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.mark_entity import MarkEntity
from watchkeeper.models.entities.title_entity import PersonalTitleIdEntity, TitleEntity, TitleExternalIdEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.discovery import HideReason, KnownTitle
from watchkeeper.models.types.mark import MarkKind
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.metadata import SOURCES
from watchkeeper.models.types.watch_status import WatchStatus

_PERSON = bindparam("user_id", type_=Uuid())


def _titles_of(ids: type[TitleExternalIdEntity | PersonalTitleIdEntity], *, is_own: bool) -> Select[Any]:
    columns: list[Any] = [ids.external_id, ids.title_id, literal_column(str(is_own).lower()).label("is_own")]
    return select(*columns).where(
        ids.source == bindparam("source", type_=Text()),
        ids.media_type == bindparam("media_type", type_=Text()),
        ids.external_id == func.any(bindparam("external_ids", type_=ARRAY(Text()))),
    )


_public = _titles_of(TitleExternalIdEntity, is_own=False)
_own = _titles_of(PersonalTitleIdEntity, is_own=True).where(PersonalTitleIdEntity.owner_id == _PERSON)
_named = union_all(_public, _own).subquery("named")
_is_not_interested = exists().where(
    MarkEntity.user_id == _PERSON,
    MarkEntity.mark == literal_column(f"'{MarkKind.NOT_INTERESTED}'", String()),
    MarkEntity.title_id == _named.c.title_id,
)
# The public title last: where somebody has one of their own with the same id, it is the one that counts.
_FIND = Statement(
    select(
        _named.c.external_id,
        _named.c.title_id,
        WatchEntryEntity.status,
        _is_not_interested.label("is_not_interested"),
    )
    .join(TitleEntity, TitleEntity.id == _named.c.title_id)
    .outerjoin(
        WatchEntryEntity,
        and_(WatchEntryEntity.user_id == _PERSON, WatchEntryEntity.title_id == _named.c.title_id),
    )
    .where(TitleEntity.is_active)
    .order_by(_named.c.is_own.desc())
)


class PostgresKnownTitleAdapter:
    """Titles of the catalogue and a person's own by their ids at a provider, with the watch status of that person, in
    one statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_known(
        self, user_id: UUID | None, media_type: MediaType, provider_ids: Collection[int]
    ) -> Mapping[int, KnownTitle]:
        rows = await self._database.fetch(
            _FIND,
            user_id=user_id,
            source=SOURCES[media_type].value,
            media_type=media_type.value,
            external_ids=[str(provider_id) for provider_id in provider_ids],
        )
        return {
            int(row["external_id"]): KnownTitle(
                row["title_id"], WatchStatus(row["status"]) if row["status"] else None, frozenset(_hide_reasons(row))
            )
            for row in rows
        }


def _hide_reasons(row: Row) -> Iterator[HideReason]:
    if row["is_not_interested"]:
        yield HideReason.NOT_INTERESTED
    if row["status"] is not None:
        yield HideReason.LISTED
    if row["status"] == WatchStatus.COMPLETED:
        yield HideReason.WATCHED
