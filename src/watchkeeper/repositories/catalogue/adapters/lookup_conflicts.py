"""The conflicts of genres and platforms, which have the same constraints."""

from typing import Any

from sqlalchemy import Text, Uuid, bindparam

from watchkeeper.foundation.postgres.constraint_errors import Conflict, ConstraintErrors, existing
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.errors.catalogue_errors import InUseError, NameTakenError


def lookup_conflicts(entity: type[GenreEntity | PlatformEntity], link: Any, reference: Any) -> ConstraintErrors:  # noqa: ANN401
    """Return the errors of the constraints of `entity`, whose rows titles refer to by the column `reference`."""
    table, kind = entity.__tablename__, entity.__name__.removesuffix("Entity").lower()
    same_name = existing(kind, entity.id, entity.name_key == bindparam("name_key", type_=Text()))
    title = existing("title", link.title_id, reference == bindparam("id", type_=Uuid()))
    return {
        f"uq_{table}_name_key": Conflict(NameTakenError, Statement(same_name)),
        f"fk_{link.__tablename__}_{reference.key}_{table}": Conflict(InUseError, Statement(title)),
    }
