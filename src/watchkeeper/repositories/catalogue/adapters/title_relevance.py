"""A page of titles by relevance: what can be found for the first pages, never a ranking of all matches.

Each tier reads at most 40 or 60 titles, so that a common word costs no more than a rare one. A list by relevance ends
with what the tiers hold: about 200 titles.
"""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
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
    tuple_,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from watchkeeper.foundation.postgres.rows import SORT_KEY
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity

Narrow = Callable[[Select[Any]], Select[Any]]
"""Adds the filters of a list to a selection of titles."""

_FEW: Final = literal_column("40", Integer())
_MORE: Final = literal_column("60", Integer())
_ENDLESS: Final = literal_column("1000", Integer())
_limit = bindparam("limit", type_=Integer())
_ratings = TitleRatingStatisticsEntity.ratings_count

LENGTH: Final = func.char_length(TitleEntity.title)


def _tsquery(name: str) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=Text()), TSQUERY)


def _has(query: ColumnElement[Any]) -> ColumnElement[bool]:
    return TitleEntity.search_vector.bool_op("@@")(query)


def matches() -> ColumnElement[bool]:
    """Return the condition that a title is met by a query. Parameters: `matches`, `low`, `high`, `year`."""
    low, high = bindparam("low", type_=Text()), bindparam("high", type_=Text())
    in_year = or_(_tsquery("year").is_(None), _has(_tsquery("year")))
    return or_(_has(_tsquery("matches")), (TitleEntity.title_key >= low) & (TitleEntity.title_key < high) & in_year)


class _Values:
    """The parameters of a page, each as a scalar of one row that is made once: PostgreSQL then keeps one plan by
    itself, and reads a tsquery once instead of once a row."""

    def __init__(self) -> None:
        tsqueries = {name: _tsquery(name) for name in ("exact", "whole", "terms", "telling", "year")}
        keys = {name: cast(bindparam(name, type_=Text()), Text()) for name in ("low", "high")}
        labelled = [value.label(name) for name, value in (tsqueries | keys).items()]
        self._row = select(*labelled).cte("q").prefix_with("MATERIALIZED")

    def __getitem__(self, name: str) -> ColumnElement[Any]:
        return select(self._row.c[name]).scalar_subquery()

    def has(self, name: str) -> ColumnElement[bool]:
        return _has(self[name])

    def is_met(self) -> ColumnElement[bool]:
        # IS TRUE keeps the index from being asked for the broad words.
        return self.has("telling") & self.has("terms").is_(True)

    def begins(self) -> ColumnElement[bool]:
        return (TitleEntity.title_key >= self["low"]) & (TitleEntity.title_key < self["high"])


def relevant_page(
    narrow: Narrow, narrow_keys: Narrow, narrow_more: Narrow | None, *, is_descending: bool, is_continued: bool
) -> Select[Any]:
    """Return `id` and `sort_key` of a page, the least key first unless it `is_descending`.

    `narrow` adds the filters but the media type, which is a term of the tsqueries already; `narrow_keys` adds all of
    them, `narrow_more` all of them for further titles, which are few: those of one owner. Parameters: those of
    `query_values` and `limit`; where the page `is_continued`, also `after_key` and `after_id` of the last row read.
    """
    values = _Values()
    # The order begins with the tiers that are always read. So a first page that is full without the others is the same
    # as the beginning of the whole list.
    room = _ENDLESS if is_descending or is_continued else _limit
    more = None if narrow_more is None else _more(values, narrow_more)
    hits = _hits(values, narrow, narrow_keys, more, room)
    key = _key(values, hits).label(SORT_KEY)
    rows = select(hits.c.id, key).join_from(hits, TitleEntity, TitleEntity.id == hits.c.id).subquery("ranked")
    page = select(rows.c.id, rows.c.sort_key)
    place = tuple_(rows.c.sort_key, rows.c.id)
    if is_continued:
        last = tuple_(bindparam("after_key", type_=BigInteger()), bindparam("after_id", type_=Uuid()))
        page = page.where(place < last if is_descending else place > last)
    order = [rows.c.sort_key, rows.c.id]
    return page.order_by(*(one.desc() if is_descending else one for one in order)).limit(_limit)


def _hits(values: _Values, narrow: Narrow, narrow_keys: Narrow, more: CTE | None, room: ColumnElement[int]) -> CTE:
    """Return the ids of all tiers, each with the first stage that it was found in: 0, 1 or 2."""
    ids = select(TitleEntity.id)
    exact = _tier("exact", narrow(ids.where(values.has("exact"))).limit(_FEW))
    known = narrow(ids.where(TitleEntity.is_known, values.is_met())).order_by(
        TitleEntity.known_ratings.desc(), TitleEntity.id
    )
    always = [exact, _tier("known", known.limit(_FEW)), _begins(values, narrow_keys)]
    if more is not None:
        always.append(more)
    firsts = _tier("firsts", union(*(select(one.c.id) for one in always)))
    whole = _tier("whole", narrow(ids.where(_number(firsts) < room, values.has("whole"))).limit(_MORE))
    seconds = _tier("seconds", union(select(firsts.c.id), select(whole.c.id)))
    part = _tier("part", narrow(ids.where(_number(seconds) < room, values.is_met())).limit(_MORE))
    stages = enumerate((firsts, whole, part))
    found = union_all(
        *(select(one.c.id, literal_column(str(stage), Integer()).label("stage")) for stage, one in stages)
    )
    together = found.subquery("found")
    return select(together.c.id, func.min(together.c.stage).label("stage")).group_by(together.c.id).cte("hits")


def _begins(values: _Values, narrow_keys: Narrow) -> CTE:
    """Return titles whose names begin with the query, joined or not.

    The condition on the year stands outside of the limit: inside, the planner believes in few rows and sorts the range.
    """
    begun: Any = select(TitleEntity.id, TitleEntity.search_vector).where(values.begins())
    rows = narrow_keys(begun).order_by(TitleEntity.title_key).limit(_FEW).subquery("begun")
    in_year = or_(values["year"].is_(None), rows.c.search_vector.bool_op("@@")(values["year"]))
    return _tier("begins", select(rows.c.id).where(in_year))


def _more(values: _Values, narrow: Narrow) -> CTE:
    """Return further titles, found without an index of words."""
    in_year = or_(values["year"].is_(None), values.has("year"))
    ids = narrow(select(TitleEntity.id).where(or_(values.is_met(), values.begins() & in_year)))
    return _tier("more", ids.limit(_MORE))


def _tier(name: str, rows: Any) -> CTE:  # noqa: ANN401 - a selection or a union
    tier: CTE = rows.cte(name).prefix_with("MATERIALIZED")
    return tier


def _number(tier: CTE) -> ColumnElement[int]:
    return select(func.count()).select_from(tier).scalar_subquery()


def _key(values: _Values, hits: CTE) -> ColumnElement[int]:
    """Return the place of a title in one number: its tier, the fewer ratings the later, the longer the later."""
    tier = case(
        (hits.c.stage > literal_column("0"), hits.c.stage + literal_column("3")),
        (values.has("exact"), literal_column("0")),
        (TitleEntity.is_known & values.has("whole"), literal_column("1")),
        (values.begins(), literal_column("2")),
        else_=literal_column("3"),
    )
    most = literal_column("99999999", BigInteger())
    # Not a join: PostgreSQL would read the figures of all titles of a catalogue of some ten thousand.
    ratings = (
        select(cast(_ratings, BigInteger())).where(TitleRatingStatisticsEntity.title_id == hits.c.id).scalar_subquery()
    )
    unrated = most - func.least(ratings, most)
    return cast(tier, BigInteger()) * literal_column("1000000000000") + unrated * literal_column("1000") + LENGTH
