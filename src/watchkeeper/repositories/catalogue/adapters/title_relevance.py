"""A page of titles by relevance: the first rows of each tier, reading a lower tier only where the higher ones leave
room.

Ranking every match takes time in proportion to the matches, and a common word has very many. So each tier is queried
for its own first rows in order of length and id, which PostgreSQL reads from an index of that order where matches are
dense, and sorts where they are few. No tier needs more than a page.
"""

from collections.abc import Iterable
from functools import reduce
from operator import add
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Uuid,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)

from watchkeeper.foundation.postgres.keyset import bounded
from watchkeeper.models.entities.title_entity import TitleEntity
from watchkeeper.repositories.catalogue.adapters.title_tiers import TermFrequency, Tier, tiers_of

_DISTANCE: Final = 1000
"""The distance between tiers in the sort key."""

_LONGEST: Final = 500
"""Characters of the longest title."""

_limit = bindparam("limit", type_=Integer())
_after_key = bindparam("after_key", type_=Integer())
_after_id = bindparam("after_id", type_=Uuid())
_one: ColumnElement[int] = literal_column("1")


def relevant_page(
    titles: Select[Any], match: str, frequency: TermFrequency, *, is_descending: bool, is_continued: bool
) -> Select[Any]:
    """Return `id` and `sort_key` of those of `titles` that match, the least key first unless it `is_descending`.

    The key is the length of the title, less 1,000 for each tier. Parameters: those of the match, `exact`, `words`,
    `first_word`, `whole_words`, `index_terms` and `limit`; where the page `is_continued`, also `after_key` and
    `after_id` of the last row read.
    """
    found: list[CTE] = []
    tiers = tiers_of(match, frequency)
    for number in sorted(tiers, reverse=not is_descending):
        tier = tiers[number]
        rows = titles.add_columns(tier.length.label("length")).where(tier.condition, *_room(found))
        if is_continued:
            rows = rows.where(*_rest(tier, number, is_descending=is_descending))
        rows = rows.order_by(*_ordered((tier.length, TitleEntity.id), is_descending=is_descending))
        found.append(_first_of(rows, number, frequency, is_descending=is_descending).cte(f"tier_{number}"))
    tops: list[Select[Any]] = [select(rows.c.id, rows.c.sort_key) for rows in found]
    if frequency is TermFrequency.UNKNOWN:
        tops.append(_generic_plan_guard())
    together = union_all(*tops).subquery("found")
    order = _ordered((together.c.sort_key, together.c.id), is_descending=is_descending)
    return select(together.c.id, together.c.sort_key).order_by(*order).limit(_limit)


def _first_of(rows: Select[Any], number: int, frequency: TermFrequency, *, is_descending: bool) -> Select[Any]:
    """Return the first rows of a tier, up to the limit, with their sort key.

    The limit is a constant, the longest page: a generic plan does not know the parameter, and would estimate a tenth of
    all rows.
    """
    page = rows.limit(_limit).subquery("rows") if frequency is TermFrequency.UNKNOWN else bounded(rows, "rows")
    first = select(page.c.id, (page.c.length - literal_column(str(_DISTANCE * number))).label("sort_key"))
    if frequency is TermFrequency.UNKNOWN:
        return first
    return first.order_by(*_ordered((page.c.length, page.c.id), is_descending=is_descending)).limit(_limit)


def _room(found: list[CTE]) -> Iterable[ColumnElement[bool]]:
    """Yield the condition that the tiers `found` so far leave room. It refers to no row of the tier, so PostgreSQL
    evaluates it before reading any."""
    if found:
        counts: list[ColumnElement[int]] = [select(func.count()).select_from(rows).scalar_subquery() for rows in found]
        yield reduce(add, counts) < _limit


def _generic_plan_guard() -> Select[Any]:
    """Return a query of no rows (generic-plan guard), which PostgreSQL knows only when planning with values; without
    them it estimates very many rows.

    So it never chooses the generic plan, which it would for words of some hundred titles; that plan can't tell common
    words from rare ones: 20 ms against 2 for 'th' at 100,000 titles.
    """
    many = func.generate_series(_one, literal_column("2000000000")).column_valued("many")
    return select(cast(null(), Uuid()), many).where(_limit < literal_column("0"))


def _rest(tier: Tier, number: int, *, is_descending: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions that a row of a tier comes after the last one read, and that the tier may have such rows.

    The second is evaluated before any row is read, so that a tier read to its end takes no time.
    """
    length = _after_key + literal_column(str(_DISTANCE * number))
    place, last = tuple_(tier.length, TitleEntity.id), tuple_(length, _after_id)
    if is_descending:
        return place < last, length > literal_column("0")
    return place > last, length <= literal_column(str(_LONGEST))


def _ordered(columns: Iterable[Any], *, is_descending: bool) -> list[ColumnElement[Any]]:
    return [column.desc() if is_descending else column.asc() for column in columns]
