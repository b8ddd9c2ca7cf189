"""Numbers as figures, words and Roman numerals, but for those from one to thirteen: titles have all forms of these."""

from collections.abc import Sequence
from functools import cache
from typing import Final

_SMALL: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
_THOUSAND: Final = {1000: "thousand"}
_ROMAN: Final = {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
_MAX_ROMAN: Final = 39
_TERMS: Final = range(1, 14)


def number_forms(word: str) -> Sequence[str]:
    """Return how else the number is written that a folded word is, none for a word that is no number."""
    return [form for form in _forms().get(word, ()) if form != word]


@cache
def _forms() -> dict[str, Sequence[str]]:
    numbers = dict(enumerate(_SMALL)) | dict(zip(range(20, 101, 10), _TENS, strict=True)) | _THOUSAND
    every = (numbers.keys() | set(range(_MAX_ROMAN + 1))) - set(_TERMS)
    groups = [[str(number), *filter(None, (numbers.get(number), _roman(number)))] for number in every]
    return {form: group for group in groups for form in group}


def _roman(number: int) -> str:
    roman = ""
    for value, letters in _ROMAN.items() if number <= _MAX_ROMAN else ():
        count, number = divmod(number, value)
        roman += letters * count
    return roman
