"""Whole rows as JSON, from which PostgreSQL makes rows again (`jsonb_populate_record`)."""

from sqlalchemy import ColumnElement, Text, cast, func, literal_column

from watchkeeper.foundation.postgres.entity import Entity


def row_image(entity: type[Entity]) -> ColumnElement[str]:
    """Return the expression for a whole row of the table of `entity` as JSON, as a text: `image`."""
    return cast(func.to_jsonb(literal_column(entity.__tablename__)), Text()).label("image")
