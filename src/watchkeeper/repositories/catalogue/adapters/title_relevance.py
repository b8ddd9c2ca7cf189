"""A page of titles by relevance: the best of each tier, and of a lower tier only where the higher ones leave room.

Ranking every match would take as long as there are matches, and a common word has very many. So each tier is asked for
its own first rows in order of length and id, which PostgreSQL reads from an index of that order where matches are
dense, and sorts where they are few. Of no tier more than a page is needed.
"""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import add
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from watchkeeper.models.entities.title_entity import TitleEntity

_DISTANCE: Final = 1000
"""How far apart tiers are in the sort key."""

_LONGEST: Final = 500
"""Characters of the longest title."""


def _has(terms: str) -> ColumnElement[bool]:
    return TitleEntity.search_vector.bool_op("@@")(cast(bindparam(terms, type_=Text()), TSQUERY))


_limit = bindparam("limit", type_=Integer())
_exact = bindparam("exact", type_=Text())
_words = bindparam("words", type_=ARRAY(Text))
_after_key = bindparam("after_key", type_=Integer())
_after_id = bindparam("after_id", type_=Uuid())
_one: ColumnElement[int] = literal_column("1")

_length = func.char_length(TitleEntity.title)
_is_other = TitleEntity.title_sort != _exact
_first_words = TitleEntity.search_words[slice(_one, func.cardinality(_words))]
_has_whole_words = _has("whole_words")

MATCHES: Final[Mapping[str, ColumnElement[bool]]] = {
    "terms": _has("terms"),
    "beginning": TitleEntity.title_sort.like(bindparam("beginning", type_=Text())),
}
"""What a query matches, by the names of `title_query`."""

_TIERS: Final[Mapping[str, Mapping[int, ColumnElement[bool]]]] = {
    "terms": {
        3: and_(TitleEntity.title_sort == _exact, MATCHES["terms"].is_(True)),
        # What begins with the words matches. The first is looked for by itself: an index has it with the order.
        2: and_(
            TitleEntity.search_words[_one] == bindparam("first_word", type_=Text()),
            or_(func.cardinality(_words) == _one, and_(_first_words == _words, _has_whole_words)),
            _is_other,
        ),
        1: and_(_has_whole_words, _has_whole_words.is_(True), _first_words != _words, _is_other),
        0: and_(_has("index_terms"), MATCHES["terms"].is_(True), ~_has_whole_words, _is_other),
    },
    "beginning": {3: TitleEntity.title_sort == _exact, 2: and_(MATCHES["beginning"], _is_other)},
}
"""Which matches are in which tier, the highest the most relevant: each match in exactly one.

IS TRUE hides a condition from the index of words, which would be read for all that have a common word. In the lower
tiers the words are asked for twice, once hidden: PostgreSQL multiplies, believes in fewer matches, and so reads along
the order for very common words alone. Else it would for words of half a percent of all titles, as if these were spread
evenly. But the first titles are the short ones, where 'from' behind another word is ten times rarer; and in the reverse
direction there may be no longer word than the one asked for.
"""


def relevant_page(titles: Select[Any], match: str, *, is_descending: bool, is_continued: bool) -> Select[Any]:
    """Return `id` and `sort_key` of those of `titles` that match, the least key first unless it `is_descending`.

    The key is the length of the title, less 1,000 for each tier. Parameters: those of the match, `exact`, `words`,
    `first_word`, `whole_words`, `index_terms` and `limit`; where the page `is_continued`, also `after_key` and
    `after_id` of the last row read.
    """
    found: list[CTE] = []
    tiers = _TIERS[match]
    for tier in sorted(tiers, reverse=not is_descending):
        key = _length - literal_column(str(_DISTANCE * tier))
        rows = titles.add_columns(key.label("sort_key")).where(tiers[tier], *_room(found))
        if is_continued:
            rows = rows.where(*_rest(tier, is_descending=is_descending))
        rows = rows.order_by(*_ordered((_length, TitleEntity.id), is_descending=is_descending)).limit(_limit)
        found.append(rows.cte(f"tier_{tier}"))
    tops = (select(rows.c.id, rows.c.sort_key) for rows in found)
    together = union_all(*tops, _dear_without_values()).subquery("found")
    order = _ordered((together.c.sort_key, together.c.id), is_descending=is_descending)
    return select(together.c.id, together.c.sort_key).order_by(*order).limit(_limit)


def _room(found: list[CTE]) -> Iterable[ColumnElement[bool]]:
    """Give the condition that the tiers `found` so far leave room. It is of no row: PostgreSQL asks it before any."""
    if found:
        counts: list[ColumnElement[int]] = [select(func.count()).select_from(rows).scalar_subquery() for rows in found]
        yield reduce(add, counts) < _limit


def _dear_without_values() -> Select[Any]:
    """Return no row, which PostgreSQL knows while it plans with values; without, it reckons with very many.

    So it never keeps a plan made without values, which it would for words of some hundred titles, and that one can't
    tell common words from others: 20 ms against 2 for 'th' at 100,000 titles.
    """
    many = func.generate_series(_one, literal_column("2000000000")).column_valued("many")
    return select(cast(null(), Uuid()), many).where(_limit < literal_column("0"))


def _rest(tier: int, *, is_descending: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the condition that a row of a tier comes after the last one read, and that the tier has any such row.

    The second is known before planning, and a tier that was read to its end is not planned at all.
    """
    length = _after_key + literal_column(str(_DISTANCE * tier))
    place, last = tuple_(_length, TitleEntity.id), tuple_(length, _after_id)
    if is_descending:
        return place < last, length > literal_column("0")
    return place > last, length <= literal_column(str(_LONGEST))


def _ordered(columns: Iterable[Any], *, is_descending: bool) -> list[ColumnElement[Any]]:
    return [column.desc() if is_descending else column.asc() for column in columns]
