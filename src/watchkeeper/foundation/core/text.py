"""Text as people compare it: without regard to case, accents and width."""

import re
import unicodedata

SORT_KEY_LENGTH = 250
"""Characters kept of a sort key: four bytes each at most, well below the 2,704 bytes of a B-tree entry."""

TOKEN_LENGTH = 100
"""Characters kept of one search word; PostgreSQL refuses lexemes of 2,046 bytes and more."""

_WORD = re.compile(r"[^\W_]+")
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


def case_key(text: str) -> str:
    """Return the form under which names, user names and e-mail addresses are unique: case and width folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def search_key(text: str) -> str:
    """Return `text` without case and accents, runs of white space as one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.casefold().translate(_LETTERS_WITHOUT_DECOMPOSITION).split())


def sort_key(text: str) -> str:
    """Return the key by which titles and names are sorted, in code point order."""
    return search_key(text)[:SORT_KEY_LENGTH]


def search_words(text: str) -> list[str]:
    """Return the distinct words of `text` in the order they appear, each as a search key.

    Apostrophes belong to the word ("don't" is one word, also when typed "dont"); every other sign separates.
    """
    joined = search_key(re.sub(r"(?<=\w)['\u2019\u02bc](?=\w)", "", text))
    return list(dict.fromkeys(word[:TOKEN_LENGTH] for word in _WORD.findall(joined)))
