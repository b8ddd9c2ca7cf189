"""Normalized text for comparing and sorting: without case, accents and width."""

import unicodedata

SORT_KEY_LENGTH = 250
"""Maximum characters of a sort key: at most four bytes each, well below the 2,704 bytes of a B-tree entry."""

_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


def case_key(text: str) -> str:
    """Return the unique key of a name or an e-mail address: `text` with case and width folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def search_key(text: str) -> str:
    """Return `text` without case and accents, runs of white space as one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.casefold().translate(_LETTERS_WITHOUT_DECOMPOSITION).split())


def sort_key(text: str) -> str:
    """Return the key that sorts titles and names in code point order."""
    return search_key(text)[:SORT_KEY_LENGTH]
