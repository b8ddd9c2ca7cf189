"""The tiers of a search by relevance: what is in each, and how PostgreSQL is made to find it.

Where titles are narrowed by more than words, PostgreSQL plans for the values of each call, and weighs what it does.
Where words are all there is, `TermFrequency` says it, the values are hidden from the planner, and one generic plan serves
all calls: planning takes as long as the page otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from watchkeeper.models.entities.title_entity import TitleEntity


class TermFrequency(StrEnum):
    """How many titles have the words of a query, and so how the tiers below the first are found.

    Where few have them, all matches are taken from the index of words and sorted; what begins with a single word has an
    index in order. Where many have them, titles are read along the order until the page is full. Words that are `BEGUN`
    are rare, and common as beginnings of others. `UNKNOWN` leaves it to PostgreSQL, which must see the values for it.
    """

    UNKNOWN = "unknown"
    COMMON = "common"
    BEGUN_WORD = "begun word"
    BEGUN_WORDS = "begun words"
    RARE_WORD = "rare word"
    RARE_WORDS = "rare words"


@dataclass(frozen=True, slots=True)
class Tier:
    """The titles in a tier, and the length that they are in order of: one that no index has, where the order is not to
    be read along."""

    holds: ColumnElement[bool]
    length: ColumnElement[int]


LENGTH: Final = func.char_length(TitleEntity.title)
_LENGTH_TO_SORT: Final = LENGTH + literal_column("0", Integer())
_one: ColumnElement[int] = literal_column("1")

_exact = bindparam("exact", type_=Text())
_words = bindparam("words", type_=ARRAY(Text))
_first_word = bindparam("first_word", type_=Text())
_is_other = TitleEntity.title_sort != _exact
_first_words = TitleEntity.search_words[slice(_one, func.cardinality(_words))]


def _query(terms: str) -> ColumnElement[Any]:
    return cast(bindparam(terms, type_=Text()), TSQUERY)


def _has(query: ColumnElement[Any]) -> ColumnElement[bool]:
    return TitleEntity.search_vector.bool_op("@@")(query)


def _unseen(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a value that PostgreSQL does not know while it plans: it reckons as for any, and keeps the plan."""
    return select(value).scalar_subquery()


def _assumed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition that no index is read for, and that PostgreSQL believes of every second row."""
    return func.coalesce(condition, false())


MATCHES: Final[Mapping[str, ColumnElement[bool]]] = {
    "terms": _has(_query("terms")),
    "beginning": TitleEntity.title_sort.like(bindparam("beginning", type_=Text())),
}
"""What a query matches, by the names of `title_query`."""

_has_whole_words = _has(_query("whole_words"))

_PLANNED: Final[Mapping[str, Mapping[int, ColumnElement[bool]]]] = {
    "terms": {
        3: and_(TitleEntity.title_sort == _exact, MATCHES["terms"].is_(True)),
        # What begins with the words matches. The first is looked for by itself: an index has it with the order.
        2: and_(
            TitleEntity.search_words[_one] == _first_word,
            or_(func.cardinality(_words) == _one, and_(_first_words == _words, _has_whole_words)),
            _is_other,
        ),
        1: and_(_has_whole_words, _has_whole_words.is_(True), _first_words != _words, _is_other),
        0: and_(_has(_query("index_terms")), MATCHES["terms"].is_(True), ~_has_whole_words, _is_other),
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

_is_other_unseen = TitleEntity.title_sort != _unseen(_exact)
_begins = TitleEntity.search_words[_one] == _unseen(_first_word)
_begins_whole = _first_words == _words
_has_whole = _has(_unseen(_query("whole_words")))
_has_terms = _has(_unseen(_query("terms")))
_only_begun = and_(_assumed(_has_terms), ~_assumed(_has_whole), _is_other_unseen)

_EXACT: Final = Tier(and_(TitleEntity.title_sort == _unseen(_exact), _assumed(_has_terms)), LENGTH)
# By whether titles are read along an order.
_BEGINNING: Final[Mapping[bool, Tier]] = {
    False: Tier(and_(_has_whole, _assumed(_begins_whole), _is_other_unseen), _LENGTH_TO_SORT),
    True: Tier(and_(_begins, _assumed(_begins_whole), _is_other_unseen), LENGTH),
}
_WHOLE: Final[Mapping[bool, Tier]] = {
    False: Tier(and_(_has_whole, ~_assumed(_begins_whole), _is_other_unseen), _LENGTH_TO_SORT),
    True: Tier(and_(_assumed(_has_whole), ~_assumed(_begins_whole), _is_other_unseen), LENGTH),
}
_BEGUN: Final[Mapping[bool, Tier]] = {
    False: Tier(and_(_has(_unseen(_query("index_terms"))), _only_begun), _LENGTH_TO_SORT),
    True: Tier(_only_begun, LENGTH),
}


def tiers_of(match: str, frequency: TermFrequency) -> Mapping[int, Tier]:
    """Return the tiers by number, the highest the most relevant. `match` is a name of MATCHES; that of which a spread
    is known is the terms."""
    if frequency is TermFrequency.UNKNOWN:
        return {number: Tier(holds, LENGTH) for number, holds in _PLANNED[match].items()}
    is_common = frequency is TermFrequency.COMMON
    is_one = frequency in (TermFrequency.BEGUN_WORD, TermFrequency.RARE_WORD)
    is_begun = frequency in (TermFrequency.BEGUN_WORD, TermFrequency.BEGUN_WORDS)
    return {
        3: _EXACT,
        2: _BEGINNING[is_common or is_one],
        1: _WHOLE[is_common],
        0: _BEGUN[is_common or is_begun],
    }
