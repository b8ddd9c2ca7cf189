"""Parses the search words of a person into the values of the statements that search the catalogue."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from watchkeeper.foundation.core.folding import fold, words_of
from watchkeeper.models.types.catalogue.search_terms import (
    ARTICLES,
    SPACELESS,
    neighbour_pairs,
    signs_of,
    title_key,
    without_arabic_article,
)
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.catalogue.typed_letters import arabic_spellings, finished_syllables, without_lone_jamo

_QUERIES_CACHED: Final = 1000
_NO_OTHER_WAYS: Final[Mapping[str, Collection[str]]] = {}
_BEHIND_ALL: Final = "\U0010ffff"

# Behind such a mark stands how a file was made, not what it is called.
_RELEASE: Final = re.compile(
    r"(?<=\S)[\s._\-\[(]+(?:s\d{1,2}\s?e\d{1,3}|\d{3,4}[pi]|blu-?ray|br-?rip|bd-?rip|dvd-?rip|web-?dl|web-?rip|hdtv|"
    r"[xh]\.?26[45]|hevc|xvid|mkv|mp4|avi)(?![^\W_]).*$",
    re.IGNORECASE | re.DOTALL,
)
_APOSTROPHE_INSIDE: Final = re.compile(r"(?<=[^\W_])'(?=[^\W_])")
_YEARS: Final = range(1880, 2100)
_YEAR_DIGITS: Final = 4
_BEGUN_LETTERS: Final = 3
FEW_WORDS: Final = 3
"""Of that many words each may be the beginning of one, of more only the last: for each an index reads all that begins
so, whatever the other words are."""
_FEW_YEARS: Final = 5
_NARROWED: Final = frozenset({"exact", "behind_article", "whole", "terms", "telling", "rest", "matches"})
_MAX_JOINED: Final = 4
_SEVERAL_WORDS: Final = range(3, 13)
_SHORT_FORMS: Final[Mapping[str, Collection[str]]] = {"n": ("and",), "and": ("n",)}  # Rock 'n' Roll


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query: its words without articles and year, its year if it has one, and the keys with and without the year."""

    words: tuple[str, ...]
    year: int | None
    key: str
    name_key: str

    @property
    def is_of_several(self) -> bool:
        """Whether what has all words but one is still told apart from the rest of a catalogue."""
        return len(self.words) in _SEVERAL_WORDS

    @property
    def of_any_year(self) -> "SearchQuery":
        return SearchQuery(self.words, None, self.name_key, self.name_key)


@lru_cache(_QUERIES_CACHED)
def parsed_query(text: str) -> SearchQuery:
    """Return what is asked for with `text`. No text is an error; one without any character finds nothing."""
    name = _RELEASE.sub("", text)
    if name != text:  # files have dots for spaces
        name = name.replace(".", " ").replace("_", " ")
    folded = without_lone_jamo(_APOSTROPHE_INSIDE.sub("", fold(name)))
    chunks = [words_of(chunk) for chunk in folded.split()]
    typed = [word for chunk in chunks for word in chunk] or [signs_of(folded)]
    # By chunks: the letter of `A.I.` is no article.
    words = [word for chunk in chunks if not _is_article(chunk) for word in chunk] or typed
    place = _place_of_year(words)
    year = None if place is None else int(words[place])
    named = [word for at, word in enumerate(words) if at != place]
    return SearchQuery(tuple(filter(None, named)), year, title_key(folded), _name_key(folded, year))


def query_values(
    query: SearchQuery,
    ways: Mapping[str, Collection[str]] = _NO_OTHER_WAYS,
    longer: Mapping[str, Collection[str]] = _NO_OTHER_WAYS,
) -> dict[str, str | None]:
    """Return the parameters of a search: tsqueries, and the range of keys that begin with the name. `ways` has other
    terms for words, `longer` all words that begin with one: an index finds these in a quarter of the time."""
    terms = [_begun(query, place, ways, longer) for place in range(len(query.words))]
    near = _in_year(query.year, near=True)
    # With other ways one pass over the index is enough: those are whole words already.
    words = _joined(query, [_term(word, ways) for word in query.words])
    whole = "" if ways else all_of([*words, *_in_year(query.year, near=False)])
    begun = all_of([*_joined(query, terms, ":*"), *near])
    selective = begun if len(terms) <= FEW_WORDS else all_of(_longest(query.words, terms))
    names = _other_names(query, ways)
    return _values(query, whole=whole, begun=begun, selective=selective, names=names)


def values_for_all_but_one(query: SearchQuery) -> dict[str, str | None]:
    """Return the parameters of a search for what has all words but any one."""
    terms = [_term(word, _NO_OTHER_WAYS) for word in query.words]
    others = any_of(f"({all_of([*terms[:place], *terms[place + 1 :]])})" for place in range(len(terms)))
    return _values(query, whole="", begun=others, selective=others)


def narrowed(values: Mapping[str, str | None], filters: TitleFilter) -> dict[str, str | None]:
    """Return parameters of a search whose tsqueries have terms for those filters that titles have terms of, the media
    type and a few years: conditions beside the words would be looked at in every title that has the words."""
    terms = [] if filters.media_type is None else [quoted(f"#{filters.media_type}")]
    first, last = filters.year_from, filters.year_to
    if first is not None and last is not None and last - first < _FEW_YEARS:
        terms.append(any_of(quoted(f"@{year}") for year in range(first, last + 1)))
    return {name: all_of([one, *terms]) if one and name in _NARROWED else one for name, one in values.items()}


def _values(
    query: SearchQuery, *, whole: str, begun: str, selective: str, names: Iterable[str] = ()
) -> dict[str, str | None]:
    exact = any_of([_exact(query), *names])
    tsqueries: dict[str, str | None] = {
        "exact": exact,
        "behind_article": _behind_article(query),
        "whole": whole,
        "terms": begun,
        "telling": selective,
        "rest": None if selective == begun else begun,
        "matches": any_of([exact, begun]),
    }
    near = None if query.year is None else any_of(_years(query.year, near=True))
    return {**tsqueries, "year": near, "low": query.name_key or None, "high": (query.name_key or "") + _BEHIND_ALL}


def _other_names(query: SearchQuery, ways: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Give the very names that may be meant: with another word in place of one, those of series by their initials."""
    words = query.words
    others = [(place, one) for place, word in enumerate(words) for one in ways.get(word, ())]
    yield from (one for _, one in others if one.startswith("'="))
    plain = [(place, one[1:-1]) for place, one in others if one[1:-1].isalnum()]
    yield from (quoted("=" + "".join((*words[:place], one, *words[place + 1 :]))) for place, one in plain)


def _is_article(chunk: Sequence[str]) -> bool:
    return len(chunk) == 1 and chunk[0] in ARTICLES


def _place_of_year(words: Sequence[str]) -> int | None:
    """Return where the last year stands, among other words."""
    places = [at for at, word in enumerate(words) if len(word) == _YEAR_DIGITS and _is_year(word)]
    return places[-1] if places and len(words) > 1 else None


def _is_year(word: str) -> bool:
    return word.isascii() and word.isdecimal() and int(word) in _YEARS


def _name_key(folded: str, year: int | None) -> str:
    if year is None:
        return title_key(folded)
    before, _, behind = folded.rpartition(str(year))
    return title_key(f"{before} {behind}")


def _exact(query: SearchQuery) -> str:
    exact = [quoted(f"={query.key}")] if query.key else []
    if query.year is not None and query.name_key:
        exact.append(all_of([quoted(f"={query.name_key}"), quoted(f"@{query.year}")]))
    return any_of(exact)


def _behind_article(query: SearchQuery) -> str | None:
    """Return what names begin with the query behind an article of another language: `boot` for Das Boot."""
    if len(query.name_key) < _BEGUN_LETTERS:
        return None
    return f"{quoted(f'^{query.name_key}')}:*"


def _in_year(year: int | None, *, near: bool) -> list[str]:
    """Return the year as a word or as that of the release, of which sources differ by one."""
    return [] if year is None else [any_of([quoted(str(year)), *_years(year, near=near)])]


def _years(year: int, *, near: bool) -> list[str]:
    return [quoted(f"@{one}") for one in ((year - 1, year, year + 1) if near else (year,))]


def _joined(query: SearchQuery, terms: Sequence[str], suffix: str = "") -> Sequence[str]:
    """Return what all must hold: the terms, of which with few words any two neighbours may be written together."""
    words, last = query.words, len(query.words) - 1
    if not 1 < len(words) <= _MAX_JOINED:
        return terms
    pairs = [quoted(words[place] + words[place + 1]) for place in range(last)]
    pairs[-1] += suffix
    if last == 1:
        return [any_of([all_of(terms), *pairs])]
    # A clause a word: an index reads all that begins so as often as it stands in a query.
    return [any_of([term, *pairs[max(place - 1, 0) : place + 1]]) for place, term in enumerate(terms)]


def _begun(
    query: SearchQuery, place: int, ways: Mapping[str, Collection[str]], longer: Mapping[str, Collection[str]]
) -> str:
    """Return a word as the beginning of one: the last, which may be unfinished, and among few words the longer ones."""
    word, number = query.words[place], len(query.words)
    if not word[0].isalnum():  # signs: terms that no word is begin with one
        return _term(word, ways)
    is_last = place == number - 1
    if not is_last and (number > FEW_WORDS or len(word) < _BEGUN_LETTERS):
        return _term(word, ways)
    if word in longer:
        return _term(word, {word: [*ways.get(word, ()), *map(quoted, longer[word])]})
    return _term(word, ways, ":*", is_last=is_last)


def _term(word: str, ways: Mapping[str, Collection[str]], suffix: str = "", *, is_last: bool = False) -> str:
    """Return the tsquery of a word, with the other ways to meet it beside it."""
    if SPACELESS.search(word):
        return all_of(_pieces(word, is_last=is_last))
    equal = [one for typed in (word, *arabic_spellings(word)) for one in (typed, *without_arabic_article(typed))]
    forms = map(quoted, _SHORT_FORMS.get(word, ()))
    return any_of([*(quoted(one) + suffix for one in equal), *forms, *ways.get(word, ())])


def _pieces(word: str, *, is_last: bool) -> list[str]:
    """Return the pairs of a run of a script without spaces: any part of a name is found, not its beginning alone."""
    pieces = [f"{quoted(other)}:*" for other in SPACELESS.split(word) if other]
    for run in SPACELESS.findall(word):
        pieces += map(quoted, neighbour_pairs(run)) if len(run) > 1 else [f"{quoted(run)}:*"]
        if is_last and len(run) > 1:
            pieces[-1] = any_of([pieces[-1], *map(quoted, finished_syllables(run[-2:]))])
    return pieces


def _longest(words: Sequence[str], terms: Sequence[str]) -> list[str]:
    """Return the terms of the three longest words. The index is asked for those, the rest of the titles it gives."""
    places = sorted(range(len(words)), key=lambda place: len(words[place]), reverse=True)
    return [terms[place] for place in places[:FEW_WORDS]]


def quoted(word: str) -> str:
    """Return a word as a lexeme of a tsquery: nothing that a person types is an operator."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def all_of(parts: Iterable[str]) -> str:
    return " & ".join(filter(None, parts))


def any_of(parts: Iterable[str]) -> str:
    ways = list(dict.fromkeys(filter(None, parts)))
    return f"({' | '.join(ways)})" if len(ways) > 1 else "".join(ways)
