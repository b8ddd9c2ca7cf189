"""The tiers of a search by relevance: their conditions, and how PostgreSQL is made to plan them.

Where other filters than words are set, PostgreSQL makes a custom plan for the values of each call. Where words are the
only filter, `TermFrequency` chooses the plan, the values are hidden from the planner, and one generic plan serves all
calls: planning would take as long as the page.
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
    """How many titles have the words of a query, which decides how the tiers below the first are read.

    RARE_WORD(S): all matches are taken from the index of words and sorted; titles that begin with a single word have an
    index in order. COMMON: titles are read in the order until the page is full. BEGUN_WORD(S): the words are rare, but
    common as beginnings of others. UNKNOWN: PostgreSQL decides, and must see the values for that.
    """

    UNKNOWN = "unknown"
    COMMON = "common"
    BEGUN_WORD = "begun word"
    BEGUN_WORDS = "begun words"
    RARE_WORD = "rare word"
    RARE_WORDS = "rare words"


@dataclass(frozen=True, slots=True)
class Tier:
    """The condition of a tier, and the length it is ordered by: an expression without an index where the order must not
    be read from one."""

    condition: ColumnElement[bool]
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


def _hide_from_planner(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a value hidden from the planner: PostgreSQL estimates without it, and can use the generic plan."""
    return select(value).scalar_subquery()


def _opaque(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return an opaque predicate: no index is used for it, and PostgreSQL estimates that half of the rows meet it."""
    return func.coalesce(condition, false())


MATCHES: Final[Mapping[str, ColumnElement[bool]]] = {
    "terms": _has(_query("terms")),
    "beginning": TitleEntity.title_sort.like(bindparam("beginning", type_=Text())),
}
"""The condition of a match, by the names of `title_query`."""

_has_whole_words = _has(_query("whole_words"))

_PLANNED: Final[Mapping[str, Mapping[int, ColumnElement[bool]]]] = {
    "terms": {
        3: and_(TitleEntity.title_sort == _exact, MATCHES["terms"].is_(True)),
        # Titles that begin with the words. The first word has a condition of its own: an index has it with the order.
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
"""The conditions of each tier, the highest the most relevant: each match is in exactly one.

IS TRUE hides a condition from the index of words, which would read all titles with a common word. The lower tiers have
the condition on the words twice, once hidden: PostgreSQL multiplies the estimates, expects fewer matches, and so reads
in the order for very common words only. Otherwise it would do so for words of half a percent of all titles, assuming an
even distribution. But the first titles are the short ones, where 'from' behind another word is ten times rarer; and in
the reverse direction there may be no longer word than the one in the query.
"""

_is_other_hide_from_planner = TitleEntity.title_sort != _hide_from_planner(_exact)
_begins = TitleEntity.search_words[_one] == _hide_from_planner(_first_word)
_begins_whole = _first_words == _words
_has_whole = _has(_hide_from_planner(_query("whole_words")))
_has_terms = _has(_hide_from_planner(_query("terms")))
_only_begun = and_(_opaque(_has_terms), ~_opaque(_has_whole), _is_other_hide_from_planner)

_EXACT: Final = Tier(and_(TitleEntity.title_sort == _hide_from_planner(_exact), _opaque(_has_terms)), LENGTH)
# By whether titles are read in the order of an index.
_BEGINNING: Final[Mapping[bool, Tier]] = {
    False: Tier(and_(_has_whole, _opaque(_begins_whole), _is_other_hide_from_planner), _LENGTH_TO_SORT),
    True: Tier(and_(_begins, _opaque(_begins_whole), _is_other_hide_from_planner), LENGTH),
}
_WHOLE: Final[Mapping[bool, Tier]] = {
    False: Tier(and_(_has_whole, ~_opaque(_begins_whole), _is_other_hide_from_planner), _LENGTH_TO_SORT),
    True: Tier(and_(_opaque(_has_whole), ~_opaque(_begins_whole), _is_other_hide_from_planner), LENGTH),
}
_BEGUN: Final[Mapping[bool, Tier]] = {
    False: Tier(and_(_has(_hide_from_planner(_query("index_terms"))), _only_begun), _LENGTH_TO_SORT),
    True: Tier(_only_begun, LENGTH),
}


def tiers_of(match: str, frequency: TermFrequency) -> Mapping[int, Tier]:
    """Return the tiers by number, the highest the most relevant. `match` is a name of MATCHES; a known frequency is
    always that of `terms`."""
    if frequency is TermFrequency.UNKNOWN:
        return {number: Tier(condition, LENGTH) for number, condition in _PLANNED[match].items()}
    is_common = frequency is TermFrequency.COMMON
    is_one = frequency in (TermFrequency.BEGUN_WORD, TermFrequency.RARE_WORD)
    is_begun = frequency in (TermFrequency.BEGUN_WORD, TermFrequency.BEGUN_WORDS)
    return {
        3: _EXACT,
        2: _BEGINNING[is_common or is_one],
        1: _WHOLE[is_common],
        0: _BEGUN[is_common or is_begun],
    }
