"""What else the words of a query may mean, for when nothing has them as they are typed."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from watchkeeper.models.types.catalogue.number_words import number_forms, spoken_numbers, spoken_words
from watchkeeper.models.types.catalogue.search_query import FEW_WORDS, SearchQuery, all_of, any_of, quoted
from watchkeeper.models.types.catalogue.search_terms import SPACELESS, initials_term, spelled_words, spellings_of

Ways = Mapping[str, Collection[str]]
"""By typed word tsqueries of what may be meant."""

_FILLERS: Final = re.compile(
    r"\b(?:(?:full\s+)?movie|film|tv\s+show|series|season(?:\s+\d+)?|episode(?:\s+\d+)?|trailer|online|subtitles|"
    r"s\d{1,2}|\d{1,2}x\d{2,3})\b",
    re.IGNORECASE,
)
_CORRECTED: Final = range(3, 22)
_LONGER_OF_BOTH: Final = 5
_CORRECTED_SHORT: Final = range(2, 5)
_MAX_SPLIT: Final = 4
_SPLIT: Final = range(5, 21)
_SHORTEST_PART: Final = 2
_NUMBERED: Final = re.compile(r"([^\W\d_]{2,})(\d{1,4})")
_SHORT_YEAR: Final = re.compile(r"\d\d", re.ASCII)
_LAST_OF_CENTURY: Final = "29"
_SWAPPED: Final = 2
_LIKE: Final = range(6, 22)
_LIKENESS: Final = 0.7
_LIKE_WORDS: Final = 3


def without_fillers(text: str) -> str:
    """Return a text without words that people add to a name: `heat full movie`, `the wire season 2`."""
    return _FILLERS.sub(" ", text)


def typed_spellings(query: SearchQuery) -> list[tuple[str, str]]:
    """Return the words that may have a typing error, each with its spellings."""
    words = [word for word in query.words if len(word) in _CORRECTED]
    return [(word, spelling) for word in words for spelling in sorted(spellings_of(word))]


def typed_beginnings(query: SearchQuery, pairs: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the longer words that no name has, of `pairs` of words that share a spelling, each with what the spellings
    of words begin with that differ from it once in their first half, and anyhow behind it."""
    words = [word for word in query.words if len(word) in _LIKE and (word, word) not in pairs]
    return [(word, beginning) for word in words for beginning in sorted(_beginnings_of(word))]


def other_ways(query: SearchQuery, pairs: Iterable[tuple[str, str]]) -> Ways:
    """Return the other forms of numbers, years, the two parts of words that a name may have apart (`startrek 2`), names
    whose initials a word alone may be, and the words of titles that may be meant, of `pairs` of both that share a
    spelling.

    A word alone means the nearest ones: for `seena` Serena rather than Seven. So does a short one beside a few others.
    """
    digits = spoken_numbers(query.words)
    ways = {word: [*_numbers(word, digits.get(word)), *_apart(query, word)] for word in query.words}
    pairs = set(pairs)
    for word in _unfinished(query, pairs):
        ways[word].append(f"{quoted(word)}:*")
    is_single = len(query.words) == 1
    for word in query.words:
        ways[word] += _as_initials(word) if is_single else _short_year(word)
    similar = sorted((typed, word) for typed, word in pairs if word != typed and _may_be(typed, word, query))
    nearest = [pair for pair in similar if _is_one_error(*pair)] if is_single else []
    for typed, word in nearest or similar:
        ways[typed].append(quoted(word))
    return {word: found for word, found in ways.items() if found}


def wider_ways(ways: Ways, pairs: Iterable[tuple[str, str]]) -> Ways:
    """Return the ways with the words that are most like the typed ones, of `pairs` of both. A longer word is another
    one: who types `heater` doesn't mean Heat."""
    words: dict[str, set[str]] = {}
    for typed, word in pairs:
        words.setdefault(typed, set()).add(word)
    wider = {word: list(found) for word, found in ways.items()}
    for typed, found in words.items():
        other = [word for word in sorted(found) if not typed.startswith(word) and not word.startswith(typed)]
        alike = get_close_matches(typed, other, _LIKE_WORDS, _LIKENESS)
        known = wider.setdefault(typed, [])
        known += [one for one in map(quoted, alike) if one not in known]
    return {word: found for word, found in wider.items() if found}


def longer_words(query: SearchQuery, pairs: Iterable[tuple[str, str]], limit: int) -> Mapping[str, Collection[str]]:
    """Return the words of names that begin with a typed one, of `pairs` of both, for those of which fewer than `limit`
    are known: these are all. Not for words with digits, or of scripts with further spellings."""
    words: dict[str, list[str]] = {word: [] for word in query.words if word.isascii() and word in spelled_words([word])}
    for typed, word in pairs:
        if typed in words:
            words[typed].append(word)
    return {typed: found for typed, found in words.items() if len(found) < limit}


def _may_be(typed: str, word: str, query: SearchQuery) -> bool:
    if max(len(word), len(typed)) >= _LONGER_OF_BOTH:
        return True
    return len(query.words) in _CORRECTED_SHORT and _is_one_error(typed, word)


def _is_one_error(typed: str, word: str) -> bool:
    """Return whether a letter differs, is missing or too many, or two neighbours are swapped. Words that share a
    spelling may also differ in a letter here and another one there."""
    if len(typed) != len(word):
        return typed in spellings_of(word) or word in spellings_of(typed)
    places = [place for place in range(len(word)) if typed[place] != word[place]]
    is_swap = len(places) == _SWAPPED and typed[places[0] : places[1] + 1] == word[places[1]] + word[places[0]]
    return len(places) == 1 or is_swap


def _numbers(word: str, digits: str | None) -> Iterator[str]:
    """Give how else the number is written that a word is, or that it is part of: `21` for `twenty` beside `one`."""
    forms = number_forms(word)
    yield from map(quoted, forms)
    yield from (f"({all_of(map(quoted, spoken))})" for one in (word, *forms) if (spoken := spoken_words(one)))
    if digits is not None:
        yield quoted(digits)


def _apart(query: SearchQuery, word: str) -> Sequence[str]:
    """Return a word of a short query as any two words, one that ends with a number as a name and the number or year."""
    if len(query.words) > _MAX_SPLIT or SPACELESS.search(word):
        return []
    if numbered := _NUMBERED.fullmatch(word):
        name, number = numbered.groups()
        return [f"({all_of([quoted(name), any_of(map(quoted, (number, f'@{number}')))])})"]
    if len(word) not in _SPLIT or not word.isalpha():
        return []
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return [f"({all_of(map(quoted, (word[:place], word[place:])))})" for place in places]


def _unfinished(query: SearchQuery, pairs: Collection[tuple[str, str]]) -> list[str]:
    """Return words that no name has and that are only asked for as a whole otherwise: `lord ring kin return`."""
    if len(query.words) <= FEW_WORDS:
        return []
    return [word for word in spelled_words(query.words[:-1]) if (word, word) not in pairs]


def _as_initials(word: str) -> Sequence[str]:
    """Return the names and series whose initials a word may be."""
    initials = initials_term(word)
    return [] if initials is None else [quoted(initials), quoted(f"={initials}")]


def _short_year(word: str) -> Sequence[str]:
    """Return the year of release that two digits may be: `scarface 83`."""
    if not _SHORT_YEAR.fullmatch(word):
        return []
    return [quoted(f"@{'19' if word > _LAST_OF_CENTURY else '20'}{word}")]


def _beginnings_of(word: str) -> set[str]:
    half = (len(word) + 1) // 2
    longer = word[: half + 1]
    return {longer[:place] + longer[place + 1 :] for place in range(len(longer))}
