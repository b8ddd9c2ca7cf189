"""The conflicts of titles: what has an external id already, and what still refers to a title."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from watchkeeper.foundation.postgres.constraint_errors import Conflict, ConstraintErrors, existing
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import PersonalTitleIdEntity, TitleExternalIdEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.lists.list_entity import ListItemEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import ExternalIdTakenError, InUseError

_OTHER = TitleExternalIdEntity.__table__.alias("other")
_OWN = TitleExternalIdEntity.__table__.alias("own")
_OTHER_OWN = PersonalTitleIdEntity.__table__.alias("other")
_TITLE_ID = bindparam("title_id", type_=Uuid())


def _taken(ids: Any, other: Any = _OTHER, *conditions: ColumnElement[bool]) -> Conflict:  # noqa: ANN401 - SQLAlchemy's
    """Return the conflict of ids (sources and external ids) that another title has."""
    title = existing(
        "title",
        other.c.title_id,
        other.c.media_type == bindparam("media_type", type_=Text()),
        other.c.title_id != _TITLE_ID,
        tuple_(other.c.source, other.c.external_id).in_(ids),
        *conditions,
    )
    return Conflict(ExternalIdTakenError, Statement(title))


def _in_use() -> Conflict:
    """Return the conflict of a title that can't be deleted: what of it the caller may see."""
    title_id, caller_id = bindparam("id", type_=Uuid()), bindparam("caller_id", type_=Uuid())
    nothing = literal_column("NULL::uuid", Uuid()).label("within")
    kinds = (("watch_entry", WatchEntryEntity), ("rating", RatingEntity), ("play", PlayEntity))
    own = tuple((kind, entity, nothing) for kind, entity in kinds)
    rows = union_all(
        existing("review", ReviewEntity.id, ReviewEntity.title_id == title_id).add_columns(nothing),
        *(
            existing(kind, entity.id, entity.title_id == title_id, entity.user_id == caller_id).add_columns(within)
            for kind, entity, within in (*own, ("list_item", ListItemEntity, ListItemEntity.list_id.label("within")))
        ),
    )
    return Conflict(InUseError, Statement(select(*rows.subquery().columns).limit(1)))


_SENT = func.unnest(bindparam("sources", type_=ARRAY(Text())), bindparam("external_ids", type_=ARRAY(Text())))
SENT_IDS: Select[Any] = select(literal_column("*")).select_from(_SENT)
"""The ids of the parameters `sources` and `external_ids`."""

SET_ID_ERRORS: ConstraintErrors = {"pk_title_external_ids": _taken(SENT_IDS)}
SET_PERSONAL_ID_ERRORS: ConstraintErrors = {
    "pk_personal_title_ids": _taken(
        SENT_IDS,
        _OTHER_OWN,
        _OTHER_OWN.c.owner_id == bindparam("owner_id", type_=Uuid()),
    )
}
MOVE_ID_ERRORS: ConstraintErrors = {
    "pk_title_external_ids": _taken(select(_OWN.c.source, _OWN.c.external_id).where(_OWN.c.title_id == _TITLE_ID))
}
DELETE_ERRORS: ConstraintErrors = {
    f"fk_{table}_title_id_titles": _in_use()
    for table in ("watch_entries", "ratings", "reviews", "marks", "list_items", "plays")
}
