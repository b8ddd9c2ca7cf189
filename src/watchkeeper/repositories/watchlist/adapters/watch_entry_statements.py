"""Statements of single watch entries. Every one is restricted to one person."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Double,
    FromClause,
    Select,
    Uuid,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from watchkeeper.foundation.postgres.constraint_errors import existing
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity, TitleReferencesEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.repositories.watchlist.adapters.entry_quota import may_have
from watchkeeper.repositories.watchlist.adapters.tag_conditions import is_tagged, shown_tags
from watchkeeper.repositories.watchlist.adapters.viewing_columns import last_viewing, shown_viewing

_ENTRIES: FromClause = WatchEntryEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_RATING_STATISTICS: FromClause = TitleRatingStatisticsEntity.__table__
_REFERENCES: FromClause = TitleReferencesEntity.__table__
_RATINGS: FromClause = RatingEntity.__table__
_COLUMNS = list(_ENTRIES.columns)
PERSON = bindparam("user_id", type_=Uuid())
_SHOWN_OF_TITLES = (
    *("id", "media_type", "title", "release_date", "release_date_precision"),
    *("runtime_minutes", "poster_url"),
)
_NOT_CHANGED = ("user_id", "id", "title_id", "created_at", "updated_at", "edited_at")


def shown_entries(entries: FromClause, titles: FromClause = _TITLES) -> Select[Any]:
    """Select the columns of `WatchEntry`."""
    # Not a join: PostgreSQL would read all ratings of the person for it, whatever the page needs of them.
    own_rating = (
        select(cast(_RATINGS.c.half_steps, Double()) * literal_column("0.5"))
        .where(_RATINGS.c.user_id == PERSON, _RATINGS.c.title_id == entries.c.title_id)
        .scalar_subquery()
    )
    viewing = last_viewing(entries)
    return (
        select(
            entries.c.id,
            entries.c.created_at,
            entries.c.updated_at,
            entries.c.user_id,
            entries.c.status,
            entries.c.notes,
            entries.c.completed_at,
            entries.c.status_set_at,
            entries.c.status_by,
            entries.c.hidden_from,
            entries.c.include_specials,
            case((is_tagged(entries), shown_tags(entries))).label("tags"),
            *shown_viewing(entries, viewing, titles),
            entries.c.title_id.label("title__id"),
            titles.c.media_type.label("title__media_type"),
            titles.c.title.label("title__title"),
            titles.c.release_date.label("title__release_date"),
            titles.c.release_date_precision.label("title__release_date_precision"),
            titles.c.runtime_minutes.label("title__runtime_minutes"),
            titles.c.poster_url.label("title__poster_url"),
            _REFERENCES.c.genres.label("title__genres"),
            _REFERENCES.c.external_ids.label("title__external_ids"),
            cast(_RATING_STATISTICS.c.average, Double()).label("title__average_rating"),
            func.coalesce(_RATING_STATISTICS.c.ratings_count, literal_column("0")).label("title__ratings_count"),
            own_rating.label("rating"),
        )
        .select_from(entries)
        .join(titles, titles.c.id == entries.c.title_id)
        .outerjoin(_RATING_STATISTICS, _RATING_STATISTICS.c.title_id == entries.c.title_id)
        .outerjoin(viewing, true())
        .outerjoin(_REFERENCES, _REFERENCES.c.title_id == entries.c.title_id)
    )


def owned() -> ColumnElement[bool]:
    return _ENTRIES.c.user_id == PERSON


def _one() -> tuple[ColumnElement[bool], ...]:
    return owned(), _ENTRIES.c.id == bindparam("id", type_=Uuid())


def _title(*names: str) -> Select[Any]:
    """Select columns of the title `title_id` if the person may put it into a watchlist."""
    return select(*(_TITLES.c[name] for name in names)).where(
        _TITLES.c.id == bindparam("title_id", type_=Uuid()),
        _TITLES.c.is_active,
        or_(_TITLES.c.owner_id.is_(None), _TITLES.c.owner_id == PERSON),
    )


def _insert() -> Statement:
    """Lock the title until the transaction ends, so that it can't be deleted under the new entry."""
    title = _title(*_SHOWN_OF_TITLES).with_for_update(read=True, key_share=True).cte("title")
    bound: dict[str, Any] = parameters_of(_COLUMNS)
    values = bound | {"title_id": title.c.id, "edited_at": bound["updated_at"]}
    row = select(*values.values()).select_from(title).where(may_have(title))
    added = insert(WatchEntryEntity).from_select([*values], row).returning(*_COLUMNS)
    return Statement(shown_entries(added.cte("added"), title))


def _update() -> Statement:
    changes = {
        column.name: bindparam(column.name, type_=column.type) for column in _COLUMNS if column.name not in _NOT_CHANGED
    }
    changed = (
        update(WatchEntryEntity)
        .where(*_one())
        .values(changes | dict.fromkeys(("updated_at", "edited_at"), later_than(_ENTRIES.c.updated_at)))
        .returning(*_COLUMNS)
    )
    return Statement(shown_entries(changed.cte("changed")))


BY_ID = Statement(shown_entries(_ENTRIES).where(*_one()))
BY_IDS = Statement(
    shown_entries(_ENTRIES).where(owned(), _ENTRIES.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid()))))
)
BY_ID_LOCKED = Statement(select(*_COLUMNS).where(*_one()).with_for_update())
FIND_TITLE = Statement(_title("id"))
INSERT = _insert()
UPDATE = _update()
DELETE = Statement(delete(WatchEntryEntity).where(*_one()).returning(row_image(WatchEntryEntity)))
EXISTING = Statement(
    existing("watch_entry", _ENTRIES.c.id, owned(), _ENTRIES.c.title_id == bindparam("title_id", type_=Uuid()))
)
