from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    String,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    exists,
    extract,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import PersonalTitleIdEntity, TitleEntity, TitleExternalIdEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_terms import names_query
from watchkeeper.models.types.discovery.discovery import HideReason, KnownTitle, ProviderWork
from watchkeeper.models.types.discovery.metadata import SOURCES
from watchkeeper.models.types.lists.mark import MarkKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

_BY_NAME = 2
_PERSON = bindparam("user_id", type_=Uuid())


_SOURCE, _MEDIA_TYPE = bindparam("source", type_=Text()), bindparam("media_type", type_=Text())
_works = func.unnest(
    bindparam("work_ids", type_=ARRAY(Text())),
    bindparam("work_names", type_=ARRAY(Text())),
    bindparam("work_years", type_=ARRAY(Integer())),
)


def _rank(place: int) -> ColumnElement[int]:
    return literal_column(str(place)).label("place")


def _titles_of(ids: type[TitleExternalIdEntity | PersonalTitleIdEntity], place: int) -> Select[Any]:
    columns: list[Any] = [ids.external_id, ids.title_id, _rank(place)]
    return select(*columns).where(
        ids.source == _SOURCE,
        ids.media_type == _MEDIA_TYPE,
        ids.external_id == func.any(bindparam("external_ids", type_=ARRAY(Text()))),
    )


def _titles_by_name() -> Select[Any]:
    """Select the titles that are entered without an id of the source, and are taken for a work as soon as it is."""
    works = _works.table_valued("external_id", "names", "year").render_derived()
    titles = TitleEntity.__table__.c
    named = (
        select(titles.id, titles.media_type, titles.release_date)
        .where(
            titles.search_vector.bool_op("@@")(cast(works.c.names, TSQUERY)),
            titles.owner_id.is_(None),
            titles.is_active,
        )
        .offset(literal_column("0"))  # one work after the other by the index, not all titles of the years
        .lateral("of_name")
    )
    has_other_id = exists().where(
        TitleExternalIdEntity.title_id == named.c.id,
        TitleExternalIdEntity.source == _SOURCE,
        ~TitleExternalIdEntity.is_alias,
    )
    columns: list[Any] = [works.c.external_id, func.any_value(named.c.id).label("title_id"), _rank(_BY_NAME)]
    return (
        select(*columns)
        .join_from(works, named, extract("year", named.c.release_date) == works.c.year)
        .where(named.c.media_type == _MEDIA_TYPE, ~has_other_id)
        .group_by(works.c.external_id)
        .having(func.count() == literal_column("1"))
    )


_public = _titles_of(TitleExternalIdEntity, 0)
_own = _titles_of(PersonalTitleIdEntity, 1).where(PersonalTitleIdEntity.owner_id == _PERSON)
_named = union_all(_public, _own, _titles_by_name()).subquery("named")
_is_not_interested = exists().where(
    MarkEntity.user_id == _PERSON,
    MarkEntity.mark == literal_column(f"'{MarkKind.NOT_INTERESTED}'", String()),
    MarkEntity.title_id == _named.c.title_id,
)
_is_played = exists().where(PlayEntity.user_id == _PERSON, PlayEntity.title_id == _named.c.title_id)
# The first of a work last, as it is read: the public title with the id, one of the person's own with it, one by name.
_FIND = Statement(
    select(
        _named.c.external_id,
        _named.c.title_id,
        WatchEntryEntity.status,
        _is_not_interested.label("is_not_interested"),
        _is_played.label("is_played"),
        _named.c.place,
    )
    .join(TitleEntity, TitleEntity.id == _named.c.title_id)
    .outerjoin(
        WatchEntryEntity,
        and_(WatchEntryEntity.user_id == _PERSON, WatchEntryEntity.title_id == _named.c.title_id),
    )
    .where(TitleEntity.is_active)
    .order_by(_named.c.place.desc())
)


class PostgresKnownTitleAdapter(DatabaseAdapter):
    """Titles of the catalogue and a person's own by their ids at a provider, else by names and year, with the watch
    status of that person, in one statement."""

    async def find_known(
        self, user_id: UUID | None, media_type: MediaType, works: Collection[ProviderWork]
    ) -> Mapping[int, KnownTitle]:
        by_name = [work for work in works if work.name_keys and work.year is not None]
        rows = await self._database.fetch(
            _FIND,
            user_id=user_id,
            source=SOURCES[media_type].value,
            media_type=media_type.value,
            external_ids=[str(work.provider_id) for work in works],
            work_ids=[str(work.provider_id) for work in by_name],
            work_names=[names_query(work.name_keys) for work in by_name],
            work_years=[work.year for work in by_name],
        )
        times = Counter(row["title_id"] for row in rows)
        return {
            int(row["external_id"]): KnownTitle(
                row["title_id"], WatchStatus(row["status"]) if row["status"] else None, frozenset(_hide_reasons(row))
            )
            for row in rows
            if row["place"] < _BY_NAME or times[row["title_id"]] == 1
        }


def _hide_reasons(row: Row) -> Iterator[HideReason]:
    if row["is_not_interested"]:
        yield HideReason.NOT_INTERESTED
    if row["status"] is not None:
        yield HideReason.LISTED
    if row["status"] == WatchStatus.COMPLETED or row["is_played"]:
        yield HideReason.WATCHED
