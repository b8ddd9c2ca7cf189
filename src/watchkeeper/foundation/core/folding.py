"""Folded text for search: what people type and what they mean become the same characters, and words."""

import re
import unicodedata
from typing import Final

from watchkeeper.foundation.core.han_characters import SIMPLIFIED

WORD_LENGTH: Final = 100
"""Maximum characters of a word: PostgreSQL rejects lexemes of 2,046 bytes and more."""

_APOSTROPHES: Final = dict.fromkeys(map(ord, "\u2019\u2018\u02bc`\u00b4\u2032\uff07"), "'")
_AND: Final = re.compile(r"[&\uff06]|(?<!\S)\+(?!\S)")
_RAISED: Final = re.compile(r"(?<=\w)(?=[\u00b2\u00b3\u00b9\u2070-\u2089])")
_PLAIN: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_KATAKANA_TO_HIRAGANA: Final = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}
_ONE_FORM: Final = _PLAIN | SIMPLIFIED | _KATAKANA_TO_HIRAGANA
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_WORD: Final = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return `text` without case, marks and width, with one sign for all apostrophes, and `and` for its signs. Katakana
    becomes hiragana, and traditional Chinese characters become simplified.

    Raised digits are words of their own: Alien³ is Alien 3.
    """
    if text.isascii():  # most are, and have nothing else to be folded
        return _AND.sub(" and ", text.replace("`", "'")).lower()
    text = _RAISED.sub(" ", _AND.sub(" and ", text.translate(_APOSTROPHES))).casefold()
    # Casefolded twice: what decomposes may have case again (Ⅱ is II). Composed last: syllables of Hangul are letters.
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M"))
    return unicodedata.normalize("NFC", plain.translate(_ONE_FORM))


def spell_out_umlauts(text: str) -> str:
    """Return `text` in lower case with ä ö ü ø å as they are written where keyboards lack them."""
    return unicodedata.normalize("NFC", text.casefold()).translate(_UMLAUTS)


def words_of(folded: str) -> list[str]:
    """Return the words of folded text in order: runs of letters and digits, apostrophes separate."""
    return [word[:WORD_LENGTH] for word in _WORD.findall(folded)]
