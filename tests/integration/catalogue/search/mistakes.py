"""Names as people get them wrong, by kind: each function returns None for a name that can't be wrong in its way."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

Mistake = Callable[[Random, str, int], str | None]

_NEIGHBOURS: Final = {letter: keys for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for letter, keys in (
    (one, row[max(place - 1, 0) : place] + row[place + 1 : place + 2]) for place, one in enumerate(row)
)}  # fmt: skip
_SMALL: Final = ("of", "in", "on", "for", "from", "with", "at", "to", "by")
_NUMBERS: Final = {
    "Fifty": "50",
    "Forty": "40",
    "Thirty": "30",
    "Twenty": "20",
    "Hundred": "100",
    "Seven": "7",
    "7": "VII",
}
_AS_HEARD: Final = (("ph", "f"), ("ck", "k"), ("ght", "te"), ("ou", "u"), ("ie", "ei"), ("ea", "ee"), ("y", "i"))


def _wrong(choice: Random, word: str) -> str:
    """Return a word with one letter that differs, is missing, is too many, or is swapped with the next."""
    at = choice.randrange(len(word) - 1)
    near = choice.choice(_NEIGHBOURS.get(word[at].lower(), "e"))
    return choice.choice(
        [
            word[:at] + near + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + near + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def _of_words(
    least: int, wrong: Callable[[Random, str], str], *, most: int = 99, number: int = 1, beside: int = 0
) -> Mistake:
    """Return a mistake in some words of `least` to `most` letters that stand `beside` that many others."""

    def made(choice: Random, name: str, year: int) -> str | None:
        words = name.split()
        places = [at for at, word in enumerate(words) if least <= len(word) <= most and re.fullmatch("[A-Za-z]+", word)]
        if len(places) < number or len(words) - number < beside:
            return None
        for at in choice.sample(places, number):
            words[at] = wrong(choice, words[at])
        return " ".join(words)

    return made


def _twice(choice: Random, word: str) -> str:
    half = len(word) // 2
    return _wrong(choice, word[:half]) + _wrong(choice, word[half:])


def _apart(choice: Random, word: str) -> str:
    at = choice.randrange(3, len(word) - 2)
    return f"{word[:at]} {word[at:]}"


def _replaced(pattern: str, other: str | Callable[[re.Match[str]], str]) -> Mistake:
    def made(choice: Random, name: str, year: int) -> str | None:
        changed = re.sub(pattern, other, name, count=1)
        return None if changed == name else changed

    return made


def _as_heard(choice: Random, name: str, year: int) -> str | None:
    made = [re.sub(rf"(?<=\w\w){written}(?=\w|\b)", heard, name, count=1) for written, heard in _AS_HEARD]
    changed = [one for one in made if one != name]
    return choice.choice(changed) if changed else None


def _beside(text: str, least: int) -> Mistake:
    return lambda choice, name, year: f"{name} {text}" if len(name.split()) >= least else None


def _in_other_order(choice: Random, name: str, year: int) -> str | None:
    words = name.split()
    return " ".join(choice.sample(words, len(words))) if len(words) > 1 else None


KINDS: Final[Mapping[str, tuple[Mistake, float]]] = {
    "a letter": (_of_words(5, _wrong), 0.95),
    "a letter in each of two words": (_of_words(5, _wrong, number=2), 0.95),
    "two letters in a word": (_of_words(7, _twice), 0.75),
    "a letter of a short word": (_of_words(3, _wrong, most=4, beside=1), 0.85),
    "a word": (_of_words(4, lambda choice, _: choice.choice(["moon", "garden", "summer"]), beside=3), 0.75),
    "a word too many": (_beside("movie", 1), 0.95),
    "a season": (_beside("season 2", 1), 0.95),
    "a word too many that names have": (_beside("garden", 3), 0.95),
    "a small word": (_replaced(r" (?:of|in|on|for|from|with|at|to|by) ", " upon "), 0.95),
    "no small word": (_replaced(rf" (?:{'|'.join(_SMALL)}) ", " "), 0.95),
    "a plural": (_of_words(4, lambda _, word: word.removesuffix("s") if word.endswith("s") else f"{word}s"), 0.95),
    "a genitive": (_of_words(4, lambda _, word: f"{word}'s"), 0.9),
    "no double letter": (_replaced(r"([a-z])\1", r"\1"), 0.95),
    "as it is heard": (_as_heard, 0.85),
    "another form of a number": (_replaced(rf"\b({'|'.join(_NUMBERS)})\b", lambda one: _NUMBERS[one[1]]), 0.85),
    "a word in two": (_of_words(6, _apart), 0.95),
    "two words in one": (_replaced(r"(?<=\w) (?=\w)", ""), 0.95),
    "another order": (_in_other_order, 0.95),
    "another year": (lambda choice, name, year: f"{name} {year - 3}", 0.9),
    "no signs": (_replaced(r"[-':,.&!?]", " "), 0.9),
}
"""Each kind, and the share of names that are found among the first five for all that."""
