"""The columns of a watch entry's current viewing: the last one of the title."""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.selectable import LateralFromClause

from watchkeeper.models.entities.watchlist.play_entity import ViewingEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.watchlist.when import WhenPrecision

DONE_UNTIL: Final = "coalesce(least(finished_until, CASE WHEN finished_until > now() THEN now() END), completed_at)"
"""Until when what aired counts as seen in a viewing: the end of a month or year that is not over has not aired yet."""

_VIEWINGS: FromClause = ViewingEntity.__table__
_PERSON = bindparam("user_id", type_=Uuid())
_NOTHING, _FIRST = (literal_column(number, Integer()) for number in ("0", "1"))


def _text(value: str) -> ColumnElement[str]:
    return literal_column(f"'{value}'", Text())


def _last_of(entries: FromClause, *columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns)
        .where(_VIEWINGS.c.user_id == _PERSON, _VIEWINGS.c.title_id == entries.c.title_id)
        .order_by(_VIEWINGS.c.number.desc())
        .limit(_FIRST)
        .correlate(entries)
    )


def _has_end(entries: FromClause) -> ColumnElement[bool]:
    return or_(entries.c.completed_at.is_not(None), _VIEWINGS.c.is_finished_on_said)


def finished_sorted_at(entries: FromClause) -> ScalarSelect[Any]:
    """Return when the current viewing was finished, as far as it is known from the person or a play."""
    return _last_of(entries, case((_has_end(entries), _VIEWINGS.c.finished_sorted_at))).scalar_subquery()


def last_viewing(entries: FromClause) -> LateralFromClause:
    """Return what is shown of the current viewing, if there is one."""
    columns = [
        _VIEWINGS.c[name]
        for name in ("number", "started_on", "stated_count", "title_plays_count", "title_last_watched_on")
    ]
    done_until = literal_column(DONE_UNTIL, _VIEWINGS.c.finished_until.type).label("done_until")
    finished_on = case((_has_end(entries), _VIEWINGS.c.finished_on)).label("finished_on")
    return _last_of(entries, *columns, done_until, finished_on).lateral("viewing")


def _progress(entries: FromClause, viewing: FromClause, titles: FromClause) -> ColumnElement[Any]:
    """Return how far the person has come; a function that stands in FROM becomes part of the statement."""
    values = (viewing.c.done_until, viewing.c.stated_count, entries.c.include_specials, entries.c.status)
    number = func.coalesce(viewing.c.number, _FIRST)
    row = func.viewing_progress(_PERSON, entries.c.title_id, number, *values).table_valued("progress")
    progress = select(row.c.progress).scalar_subquery()
    return case((titles.c.media_type != _text(MediaType.MOVIE), progress))


def shown_viewing(entries: FromClause, viewing: FromClause, titles: FromClause) -> list[ColumnElement[Any]]:
    """Return the columns of a watch entry that are those of `last_viewing`, unless `entries` have their progress."""
    number = func.coalesce(viewing.c.number, _FIRST)
    progress = entries.c.progress if "progress" in entries.c else _progress(entries, viewing, titles)
    return [
        number.label("viewing"),
        viewing.c.started_on,
        _precision(viewing.c.started_on).label("started_on_precision"),
        viewing.c.finished_on,
        _precision(viewing.c.finished_on).label("finished_on_precision"),
        func.coalesce(viewing.c.title_plays_count, _NOTHING).label("plays_count"),
        viewing.c.title_last_watched_on.label("last_watched_on"),
        _precision(viewing.c.title_last_watched_on).label("last_watched_precision"),
        cast(progress, Text()).label("progress"),
    ]


def _precision(when: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return how much of a moment is known, which its length tells."""
    lengths = {"10": WhenPrecision.DAY, "7": WhenPrecision.MONTH, "4": WhenPrecision.YEAR}
    known = {literal_column(length, Integer()): _text(precision) for length, precision in lengths.items()}
    return case(
        (when.is_(None), _text(WhenPrecision.UNKNOWN)),
        else_=case(known, value=func.length(when), else_=_text(WhenPrecision.INSTANT)),
    )
