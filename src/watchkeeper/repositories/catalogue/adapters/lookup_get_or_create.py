"""Get-or-create of genres and platforms by name."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity

LookupT = TypeVar("LookupT", GenreEntity, PlatformEntity)


@cache
def _add(entity: type[GenreEntity | PlatformEntity]) -> Statement:
    values = parameters_of(entity.__table__.columns)
    return Statement(insert(entity).values(values).on_conflict_do_nothing(index_elements=[entity.name_key]))


@cache
def _find(entity: type[GenreEntity | PlatformEntity]) -> Statement:
    keys = bindparam("keys", type_=ARRAY(Text()))
    found = select(entity.id, entity.name_key).where(entity.name_key == func.any(keys)).order_by(entity.name_key)
    return Statement(found.with_for_update(read=True))


async def get_or_create(database: Database, entity: type[LookupT], entities: Sequence[LookupT]) -> list[UUID]:
    """Return the ids of the rows with these names, creating those that are missing, locked in one global order."""
    return list((await add_missing(database, entity, entities)).values())


async def add_missing(database: Database, entity: type[LookupT], entities: Sequence[LookupT]) -> Mapping[str, UUID]:
    """Do the same, and return the ids by the keys of the names."""
    rows = {one.name_key: one for one in sorted(entities, key=lambda one: one.name_key)}
    values = [{column.name: getattr(one, column.name) for column in entity.__table__.columns} for one in rows.values()]
    await database.execute_many(_add(entity), values)
    return {row["name_key"]: row["id"] for row in await database.fetch(_find(entity), keys=list(rows))}
