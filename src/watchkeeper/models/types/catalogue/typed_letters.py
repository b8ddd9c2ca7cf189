"""What is typed otherwise than it is stored: letters that keyboards tell apart, and syllables that are half typed."""

import re
from collections.abc import Sequence
from typing import Final

_ARABIC: Final = str.maketrans("\u06cc\u0649\u06a9", "\u064a\u064a\u0643")
_PERSIAN: Final = str.maketrans("\u064a\u0649\u0643", "\u06cc\u06cc\u06a9")
_LAST_LETTERS: Final = {"\u064a": "\u0649", "\u0647": "\u0629"}
"""Yeh and heh at the end of a word are often written for alef maksura and teh marbuta."""

_FIRST_SYLLABLE, _LAST_SYLLABLE = "\uac00", "\ud7a3"
_FINALS: Final = 28
"""Syllables of Hangul stand in order, each with its 27 final consonants behind the one that has none."""

_LONE_JAMO: Final = re.compile(r"(?<=[\uac00-\ud7a3])[\u1100-\u11ff\u3131-\u318e]$")


def arabic_spellings(word: str) -> Sequence[str]:
    """Return how else keyboards of Arabic and Persian write a word: yeh, kaf, alef maksura and teh marbuta."""
    plain = word.translate(_ARABIC).replace("\u0629", "\u0647")
    spellings = {plain, word.translate(_ARABIC), word.translate(_PERSIAN)}
    if last := _LAST_LETTERS.get(plain[-1:]):
        spellings.add(plain[:-1] + last)
    return sorted(spellings - {word})


def without_lone_jamo(text: str) -> str:
    """Return a text without the consonant that begins a syllable of Hangul which is not typed yet."""
    return _LONE_JAMO.sub("", text)


def finished_syllables(text: str) -> Sequence[str]:
    """Return what a text may become when its last syllable of Hangul, which has no final consonant yet, gets one."""
    syllable = text[-1:]
    if not _FIRST_SYLLABLE <= syllable <= _LAST_SYLLABLE or (ord(syllable) - ord(_FIRST_SYLLABLE)) % _FINALS:
        return []
    return [text[:-1] + chr(ord(syllable) + final) for final in range(1, _FINALS)]
