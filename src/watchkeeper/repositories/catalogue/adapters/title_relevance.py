"""A page of titles by relevance: what can be found for the first pages, never a ranking of all matches.

Each tier reads at most 40 or 60 titles, so that a common word costs no more than a rare one. A list by relevance ends
with what the tiers hold: about 200 titles.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

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
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import FromClause

from watchkeeper.foundation.postgres.rows import SORT_KEY
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity

Narrow = Callable[[Select[Any]], Select[Any]]
"""Adds the filters of a list to a selection of titles."""

_FEWEST: Final = literal_column("10", Integer())
_FEW: Final = literal_column("40", Integer())
_MORE: Final = literal_column("60", Integer())
_limit = bindparam("limit", type_=Integer())

_COLUMNS: Final[tuple[Any, ...]] = (
    *(TitleEntity.id, TitleEntity.title, TitleEntity.title_key, TitleEntity.search_vector),
    *(TitleEntity.is_known, TitleEntity.known_ratings),
)

LENGTH: Final = func.char_length(TitleEntity.title)


def _tsquery(name: str) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=Text()), TSQUERY)


def _has(query: ColumnElement[Any], titles: type[TitleEntity] = TitleEntity) -> ColumnElement[bool]:
    return titles.search_vector.bool_op("@@")(query)


def matches() -> ColumnElement[bool]:
    """Return the condition that a title is met by a query. Parameters: `matches`, `low`, `high`, `year`."""
    low, high = bindparam("low", type_=Text()), bindparam("high", type_=Text())
    in_year = or_(_tsquery("year").is_(None), _has(_tsquery("year")))
    return or_(_has(_tsquery("matches")), (TitleEntity.title_key >= low) & (TitleEntity.title_key < high) & in_year)


class _Values:
    """The parameters of a page, each as a scalar of one row that is made once: PostgreSQL then keeps one plan by
    itself, and reads a tsquery once instead of once a row."""

    def __init__(self) -> None:
        tsqueries = {name: _tsquery(name) for name in ("exact", "behind_article", "whole", "telling", "rest", "year")}
        keys = {name: cast(bindparam(name, type_=Text()), Text()) for name in ("low", "high")}
        labelled = [value.label(name) for name, value in (tsqueries | keys).items()]
        self._row = select(*labelled).cte("q").prefix_with("MATERIALIZED")

    def __getitem__(self, name: str) -> ColumnElement[Any]:
        return select(self._row.c[name]).scalar_subquery()

    def has(self, name: str, titles: type[TitleEntity] = TitleEntity) -> ColumnElement[bool]:
        return _has(self[name], titles)

    def is_met(self) -> ColumnElement[bool]:
        # IS NOT FALSE keeps the index from being asked for the broad words. Few words leave no rest.
        return self.has("telling") & self.has("rest").is_not(False)

    def begins(self, titles: type[TitleEntity] = TitleEntity) -> ColumnElement[bool]:
        return (titles.title_key >= self["low"]) & (titles.title_key < self["high"])

    def is_begun(self, titles: type[TitleEntity] = TitleEntity) -> ColumnElement[bool]:
        return or_(self.begins(titles), self.has("behind_article", titles))


def relevant_page(
    narrow: Narrow,
    narrow_keys: Narrow,
    narrow_more: Narrow | None,
    *,
    with_articles: bool,
    is_descending: bool,
    is_continued: bool,
) -> Select[Any]:
    """Return `id` and `sort_key` of a page, the least key first unless it `is_descending`.

    `narrow` adds the filters but the media type, which is a term of the tsqueries already; `narrow_keys` adds all of
    them, `narrow_more` all of them for further titles, which are few: those of one owner. `with_articles` also reads
    names that begin behind an article: with filters that few titles meet, PostgreSQL would look through all titles.
    Parameters: those of `query_values` and `limit`; where the page `is_continued`, also `after_key` and `after_id` of
    the last row read.
    """
    values = _Values()
    tiers = [_firsts(values, narrow, narrow_keys, narrow_more, with_articles=with_articles)]
    for number, (name, is_met) in enumerate((("whole", values.has("whole")), ("part", values.is_met())), start=4):
        found = narrow(_found(literal_column(str(number), Integer())))
        found = found.where(is_met, TitleEntity.id.not_in(_ids(tiers)))
        if not is_descending:
            found = found.where(_has_room(tiers, is_continued=is_continued))
        tiers.append(_tier(name, found.limit(_MORE)))
    hits = union_all(*map(select, tiers)).subquery("hits")
    rows = select(hits.c.id, _key(hits).label(SORT_KEY)).subquery("ranked")
    page = select(rows.c.id, rows.c.sort_key)
    if is_continued:
        page = page.where(_is_left(rows.c.sort_key, rows.c.id, is_descending=is_descending))
    order = [rows.c.sort_key, rows.c.id]
    return page.order_by(*(one.desc() if is_descending else one for one in order)).limit(_limit)


def _firsts(
    values: _Values, narrow: Narrow, narrow_keys: Narrow, narrow_more: Narrow | None, *, with_articles: bool
) -> CTE:
    """Return what the tiers found that are always read.

    The order begins with them. So a page that is full without the others is the same as that of the whole list.
    """
    known = narrow(select(*_COLUMNS).where(TitleEntity.is_known, values.is_met()))
    known = known.order_by(TitleEntity.known_ratings.desc(), TitleEntity.id)
    begun = narrow_keys(select(*_COLUMNS).where(values.begins())).order_by(TitleEntity.title_key)
    behind = narrow(select(*_COLUMNS).where(values.has("behind_article")))
    of_known, of_begun, of_behind = (_titles_of(rows.limit(_FEW)) for rows in (known, begun, behind))
    # Outside of the limit: inside, the planner believes in few rows and sorts the range.
    begun_in_year, behind_in_year = (
        or_(values["year"].is_(None), values.has("year", titles)) for titles in (of_begun, of_behind)
    )
    shortest = _placed(values, of_behind).where(behind_in_year).order_by(func.char_length(of_behind.title))
    tiers = [
        _tier("exact", narrow(_placed(values).where(values.has("exact"))).limit(_FEW)),
        *([_tier("behind", shortest.limit(_FEWEST))] if with_articles else []),
        _tier("known", _placed(values, of_known)),
        _tier("begins", _placed(values, of_begun).where(begun_in_year)),
    ]
    if narrow_more is not None:  # without an index of words
        in_year = or_(values["year"].is_(None), values.has("year"))
        more = _placed(values).where(or_(values.is_met(), values.begins() & in_year))
        tiers.append(_tier("more", narrow_more(more).limit(_MORE)))
    return _tier("firsts", union(*map(select, tiers)))


def _titles_of(rows: Select[Any]) -> type[TitleEntity]:
    """Return titles that a limit has left: places are worked out for these, not for all that match."""
    return aliased(TitleEntity, rows.subquery())


def _placed(values: _Values, titles: type[TitleEntity] = TitleEntity) -> Select[Any]:
    """Select titles of the first tiers, each with the place of the best one that it belongs to."""
    tier = case(
        (values.has("exact", titles), literal_column("0")),
        (titles.is_known & values.has("whole", titles), literal_column("1")),
        (values.is_begun(titles), literal_column("2")),
        else_=literal_column("3"),
    )
    return _found(tier, titles)


def _found(tier: ColumnElement[int], titles: type[TitleEntity] = TitleEntity) -> Select[Any]:
    """Select titles with what their key is made of, so that nothing needs to read them again: `place` is the tier and,
    within it, the length; `rated` is null for titles that are not known."""
    place = cast(tier, BigInteger()) * literal_column("1000000000000") + func.char_length(titles.title)
    rated = case((titles.is_known, titles.known_ratings))
    return select(titles.id, place.label("place"), rated.label("rated"))


def _tier(name: str, rows: Any) -> CTE:  # noqa: ANN401 - a selection or a union
    tier: CTE = rows.cte(name).prefix_with("MATERIALIZED")
    return tier


def _ids(tiers: Sequence[CTE]) -> Any:  # noqa: ANN401 - a selection or a union
    first, *others = [select(tier.c.id) for tier in tiers]
    return first.union_all(*others) if others else first


def _has_room(tiers: Sequence[CTE], *, is_continued: bool) -> ColumnElement[bool]:
    """Return whether the tiers, which the order begins with, leave room on the page."""
    numbers = []
    for tier in tiers:
        rows = select(func.count()).select_from(tier)
        left = _is_left(_key(tier), tier.c.id, is_descending=False)
        numbers.append((rows.where(left) if is_continued else rows).scalar_subquery())
    return sum(numbers[1:], numbers[0]) < _limit


def _is_left(key: ColumnElement[int], title_id: ColumnElement[UUID], *, is_descending: bool) -> ColumnElement[bool]:
    """Return whether a title comes behind the last one that was read."""
    place = tuple_(key, title_id)
    last = tuple_(bindparam("after_key", type_=BigInteger()), bindparam("after_id", type_=Uuid()))
    return place < last if is_descending else place > last


def _key(tier: FromClause) -> ColumnElement[int]:
    """Return the place of a title in one number: its tier, the fewer ratings the later, the longer the later."""
    most = literal_column("99999999", BigInteger())
    # Not a join: PostgreSQL would read the figures of all titles of a catalogue of some ten thousand.
    statistics = TitleRatingStatisticsEntity
    stored = select(statistics.ratings_count).where(statistics.title_id == tier.c.id).correlate(tier).scalar_subquery()
    unrated = most - func.least(cast(func.coalesce(tier.c.rated, stored), BigInteger()), most)
    key: ColumnElement[int] = tier.c.place + unrated * literal_column("1000")
    return key
