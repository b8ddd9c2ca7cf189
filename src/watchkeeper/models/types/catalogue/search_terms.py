"""The terms that a title is found by. They are made in Python alone, so that PostgreSQL and queries can't disagree."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from watchkeeper.foundation.core.folding import WORD_LENGTH, fold, spell_out_umlauts, words_of
from watchkeeper.foundation.core.text import sort_key

KEY_LENGTH: Final = 250
"""Maximum characters of a key: at most four bytes each, well below the 2,704 bytes of a B-tree entry."""

ARTICLES: Final = frozenset({"the", "a", "an"})

# Scripts that are written without spaces (after folding): Han, hiragana, Hangul, Thai, Lao, Khmer, Burmese.
SPACELESS: Final = re.compile(
    r"[\u3005\u3041-\u309f\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
    r"\u0e01-\u0e7f\u0e81-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)
_EQUAL: Final = (
    "1 i one first 1st", "2 ii two second 2nd", "3 iii three third 3rd", "4 iv four fourth 4th", "5 v five fifth 5th",
    "6 vi six sixth 6th", "7 vii seven seventh 7th", "8 viii eight eighth 8th", "9 ix nine ninth 9th",
    "10 x ten tenth 10th", "11 xi eleven eleventh 11th", "12 xii twelve twelfth 12th",
    "13 xiii thirteen thirteenth 13th", "vol volume", "dr doctor", "mr mister", "st saint", "inc incorporated",
    "vs versus",
)  # fmt: skip
_FORMS: Final = {form: group.split() for group in _EQUAL for form in group.split()}
# Only with a space behind: the letter of `A.I.` is no article.
_ARTICLE_BEFORE: Final = re.compile(r"^\W*(?:the|an?)\s+(?=.*[^\W_])", re.DOTALL)
_ARTICLE_BEHIND: Final = re.compile(r"(?<=[^\W_]),\s*(?:the|an?)\s*$")
# Of German, French, Spanish, Portuguese, Italian, Dutch, Danish, Norwegian and Swedish. Some are words of other
# languages, too (Die Hard): so these names are found without them as well, and never named without them.
_OTHER_ARTICLE: Final = re.compile(
    r"^\W*(?:(?:der|die|das|le|las?|les|el|il|lo|gli|los|os?|as|een|het|den?|det|en|une?|uma?)\s+|l'\s*)(?=.*[^\W_])",
    re.DOTALL,
)
_ARABIC_ARTICLE: Final = "\u0627\u0644"
_HEBREW_PREFIXES: Final = frozenset("\u05d4\u05d5\u05d1\u05dc\u05de\u05e9\u05db")
_HEBREW_LETTERS: Final = 4
_SPELLED: Final = range(3, 21)
_PART_OF_NAME: Final = re.compile(r":\s|\s[-\u2013\u2014]\s")
_INITIALS: Final = range(3, 7)


def search_terms(names: Iterable[str | None], media_type: str, year: int | None) -> list[str]:
    """Return the terms of a title, sorted: words of its names, `=` and each key, `^` and one behind an article of other
    languages, `~` and initials, `@` and the year, `#` and the type."""
    terms = {f"#{media_type}"}
    if year is not None:
        terms.add(f"@{year}")
    for name in filter(None, names):
        for folded in _foldings(name):
            terms.update(_terms_of(folded))
            terms.update(_initials_of(folded))
            terms.add(f"={_key_of(folded)}")
            terms.update(_behind_article(folded))
    return sorted(terms)


def name_keys(names: Iterable[str | None]) -> list[str]:
    """Return the keys of names, sorted: two works of a medium and a year with one key in common are the same."""
    return sorted({_key_of(folded) for name in names if name for folded in _foldings(name)} - {""})


def names_query(keys: Iterable[str]) -> str:
    """Return the `tsquery` that finds titles with a name of one of these keys."""
    quoted = (key.replace("\\", "\\\\").replace("'", "''") for key in keys)
    return " | ".join(f"'={key}'" for key in quoted)


def title_key(name: str) -> str:
    """Return a name folded, without a leading article, with nothing between its words: `bladerunner`."""
    return _key_of(fold(name))


def title_sort(name: str) -> str:
    """Return the key that sorts titles: that of the name without a leading English article."""
    return sort_key(_ARTICLE_BEFORE.sub("", unicodedata.normalize("NFC", name).casefold()))


def spelled_words(terms: Iterable[str]) -> list[str]:
    """Return those of the terms that typing errors are forgiven for: words of 3 to 20 letters, sorted."""
    return sorted({term for term in terms if _is_spelled(term)})


def spellings_of(word: str) -> set[str]:
    """Return a word and what it is with each one letter left out. Two words share one if a letter differs, is missing,
    or is swapped with its neighbour: no distance needs to be computed."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def initials_term(word: str) -> str | None:
    """Return the term of names whose initials a word may be, None for one that is too short or too long. With `=` in
    front it is that of the names of series."""
    return f"~{word}" if len(word) in _INITIALS and word.isalpha() else None


def neighbour_pairs(run: str) -> list[str]:
    """Return each two neighbouring characters of a run of a script without spaces."""
    return [run[place : place + 2] for place in range(len(run) - 1)]


def without_arabic_article(word: str) -> list[str]:
    """Return an Arabic word that has the article without it."""
    has_article = word.startswith(_ARABIC_ARTICLE) and len(word) > len(_ARABIC_ARTICLE) + 1
    return [word.removeprefix(_ARABIC_ARTICLE)] if has_article else []


def _foldings(name: str) -> set[str]:
    return {fold(name)} if name.isascii() else {fold(name), fold(spell_out_umlauts(name))}


def _key_of(folded: str) -> str:
    named = _ARTICLE_BEHIND.sub("", _ARTICLE_BEFORE.sub("", folded))
    return ("".join(words_of(named)) or signs_of(folded))[:KEY_LENGTH]


def _initials_of(folded: str) -> Iterator[str]:
    """Give the initials of a name and of its parts, with and without an article: `~himym`. Those of what stands before
    a colon, where the name of a series does, are as a name: `=~lotr`."""
    first, *others = _PART_OF_NAME.split(folded)
    yield from _initials([folded, *others])
    if others:
        yield from (f"={term}" for term in _initials([first]))


def _initials(parts: Iterable[str]) -> Iterator[str]:
    named = {name for part in parts for name in (part, _ARTICLE_BEFORE.sub("", part))}
    initials = ("".join(word[0] for word in words_of(name.replace("'", ""))) for name in named)
    return filter(None, map(initials_term, initials))


def _behind_article(folded: str) -> list[str]:
    behind = _OTHER_ARTICLE.sub("", folded)
    return [] if behind == folded else [f"^{_key_of(behind)}"]


def signs_of(folded: str) -> str:
    """Return a name of signs alone as one word."""
    return "".join(folded.split())[:WORD_LENGTH]


def _plain_words(folded: str) -> set[str]:
    """Return the words, and what has signs but no space in it joined: `spiderman`, `911`, `laile`."""
    words = set(words_of(folded))
    for chunk in folded.split():
        words.add("".join(words_of(chunk))[:WORD_LENGTH])
    return words - {""}


def _terms_of(folded: str) -> Iterator[str]:
    words = _plain_words(folded)
    if not words and (signs := signs_of(folded)):
        yield signs
    for word in words:
        yield word
        yield from _FORMS.get(word, ())
        yield from _without_article(word)
        yield from _parts(word)


def _parts(word: str) -> Iterator[str]:
    """Give the pairs and the last character of each run of a script without spaces, and what stands between runs."""
    runs = SPACELESS.findall(word)
    for run in runs:
        yield from neighbour_pairs(run)
        yield run[-1]
    if runs:
        yield from filter(None, SPACELESS.split(word))


def _without_article(word: str) -> Iterator[str]:
    """Give an Arabic or Hebrew word without the article or prefix that is written together with it."""
    yield from without_arabic_article(word)
    if word[0] in _HEBREW_PREFIXES and len(word) >= _HEBREW_LETTERS:
        yield word[1:]


def _is_spelled(word: str) -> bool:
    return len(word) in _SPELLED and word.isalpha() and SPACELESS.search(word) is None
