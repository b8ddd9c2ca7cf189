"""Numbers as figures, words and Roman numerals, but for those from one to thirteen: titles have all forms of these."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Final

_SMALL: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
_THOUSAND: Final = {1000: "thousand"}
_NUMBERS: Final = dict(enumerate(_SMALL)) | dict(zip(range(20, 101, 10), _TENS, strict=True)) | _THOUSAND
_VALUES: Final = {word: number for number, word in _NUMBERS.items()}
_ROMAN: Final = {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
_MAX_ROMAN: Final = 39
_TERMS: Final = range(1, 14)
_SPOKEN: Final = range(21, 1_000_000)
_SPOKEN_DIGITS: Final = 6
_CENTURIES: Final = range(11, 20)
_TWO_DIGITS: Final = range(10, 100)
_TWENTY: Final = 20
_HUNDRED: Final = 100
_JOINED_BY: Final = "and"


def number_forms(word: str) -> Sequence[str]:
    """Return how else the number is written that a folded word is, none for a word that is no number."""
    return [form for form in _forms().get(word, ()) if form != word]


def spoken_words(digits: str) -> Sequence[str]:
    """Return the words that a number is spoken with which takes several of them, none for any other text:
    `twenty`, `one` for 21. `one` before a hundred and `and` behind it may be missing, and are not among them."""
    if len(digits) > _SPOKEN_DIGITS or not digits.isdecimal() or int(digits) not in _SPOKEN:
        return []
    words = _spoken(int(digits))
    return words if len(words) > 1 else []


def spoken_numbers(words: Sequence[str]) -> Mapping[str, str]:
    """Return the digits of numbers that several of the words name, by each of these: 21 for `twenty` and `one`."""
    numbers: dict[str, str] = {}
    for is_number, run in groupby(words, lambda word: word in _VALUES or word == _JOINED_BY):
        spoken = [word for word in run if is_number and word != _JOINED_BY]
        value = _value(spoken) if len(spoken) > 1 else None
        if value:
            numbers |= dict.fromkeys([*spoken, _JOINED_BY], str(value))
    return numbers


@cache
def _forms() -> dict[str, Sequence[str]]:
    every = (_NUMBERS.keys() | set(range(_MAX_ROMAN + 1))) - set(_TERMS)
    groups = [[str(number), *filter(None, (_NUMBERS.get(number), _roman(number)))] for number in every]
    return {form: group for group in groups for form in group}


def _roman(number: int) -> str:
    roman = ""
    for value, letters in _ROMAN.items() if number <= _MAX_ROMAN else ():
        count, number = divmod(number, value)
        roman += letters * count
    return roman


def _spoken(number: int) -> list[str]:
    """Return the words of a number; of most from 1110 to 1999 as of a year: `nineteen`, `eighty`, `four`."""
    if number in _NUMBERS:
        return [_NUMBERS[number]] if number else []
    century, rest = divmod(number, 100)
    if century in _CENTURIES and rest in _TWO_DIGITS:
        return [*_spoken(century), *_spoken(rest)]
    for unit in (1000, 100):
        count, rest = divmod(number, unit)
        if count:
            return [*(_spoken(count) if count > 1 else []), _NUMBERS[unit], *_spoken(rest)]
    return [*_spoken(number - number % 10), *_spoken(number % 10)]


def _value(words: Iterable[str]) -> int | None:
    """Return the number that words name, also as a year, None if they name none."""
    whole = part = 0
    for value in map(_VALUES.__getitem__, words):
        if value >= _HUNDRED:
            part = max(part, 1) * value
            whole, part = (whole + part, 0) if value > _HUNDRED else (whole, part)
        elif part % 100 == 0 or (part % 10 == 0 and part % 100 >= _TWENTY and value < _TWO_DIGITS[0]):
            part += value
        elif part in _TWO_DIGITS and value in _TWO_DIGITS:
            part = part * 100 + value
        else:
            return None
    return whole + part
