"""Converts the text of a search to queries of PostgreSQL."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from watchkeeper.foundation.core.text import search_words, sort_key

QUERIES_CACHED = 1024
"""Entries of the cache of parsed texts: clients page through results, and repeat searches."""


@lru_cache(QUERIES_CACHED)
def title_query(text: str) -> Mapping[str, str]:
    """Return `terms`, a tsquery for titles that have all words of `text` as words or word beginnings.

    Text without a letter or digit gives `beginning` instead, a LIKE pattern for the sort keys of titles.
    """
    words = search_words(text)
    if words:
        return {"terms": prefix_terms(words)}
    beginning = sort_key(text)
    escaped = beginning.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return {"beginning": f"{escaped}%" if beginning else ""}


def prefix_terms(words: Sequence[str]) -> str:
    """Return a tsquery for all of the words as words or word beginnings. Words consist of letters and digits only."""
    return " & ".join(f"'{word}':*" for word in words)


def whole_terms(words: Sequence[str]) -> str:
    """Return a tsquery for all of the words as they are."""
    return " & ".join(f"'{word}'" for word in words)
