"""Parts of statements about rows that have the ids of a person's tags."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from watchkeeper.models.entities.watchlist.tag_entity import TagEntity

_TAGS: FromClause = TagEntity.__table__
OWNED = _TAGS.c.user_id == bindparam("user_id", type_=Uuid())


def is_tagged(tagged: FromClause) -> ColumnElement[bool]:
    """Return the condition of the index of what has tags."""
    return tagged.c.tag_ids != literal_column("'{}'::uuid[]", ARRAY(Uuid()))


def shown_tags(tagged: FromClause) -> ColumnElement[Any]:
    """Return the tags of a row as JSON text in the order of their ids, null without any."""
    member = func.json_build_object(literal_column("'id'"), _TAGS.c.id, literal_column("'name'"), _TAGS.c.name)
    place = func.array_position(tagged.c.tag_ids, _TAGS.c.id)
    return (
        select(cast(func.json_agg(aggregate_order_by(member, place)), Text()))
        .where(OWNED, _TAGS.c.id == func.any(tagged.c.tag_ids))
        .correlate(tagged)
        .scalar_subquery()
    )


_NO_TAG = literal_column("'00000000-0000-0000-0000-000000000000'::uuid", Uuid())


def _named_tags(parameter: str) -> ScalarSelect[Any]:
    """Select the ids of the tags that a parameter has by name or id; `_NO_TAG` for one that there is not."""
    named = func.unnest(bindparam(parameter, type_=ARRAY(Text()))).table_valued("name", name="named").render_derived()
    is_match = or_(_TAGS.c.name_key == named.c.name, cast(_TAGS.c.id, Text()) == named.c.name)
    return (
        select(func.coalesce(_TAGS.c.id, _NO_TAG))
        .select_from(named)
        .outerjoin(_TAGS, OWNED & is_match)
        .scalar_subquery()
    )


def has_tags(tagged: FromClause, operator: str, parameter: str) -> ColumnElement[bool]:
    """Return the condition that a row has any (`&&`) or all (`@>`) of the tags in a parameter: name keys or ids."""
    has = tagged.c.tag_ids.bool_op(operator)(func.array(_named_tags(parameter), type_=ARRAY(Uuid())))
    return and_(is_tagged(tagged), has)
