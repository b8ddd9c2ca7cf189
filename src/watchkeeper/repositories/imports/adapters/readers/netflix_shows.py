"""Netflix: shows that are told from films by how many titles of one name a history has.

Traps: a show of one season has none named; people watch several films of one name on a day, but hardly four.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.repositories.imports.adapters.readers.netflix_titles import pieces_of, viewed_title
from watchkeeper.repositories.imports.adapters.readers.netflix_words import CHAPTER

_FEWEST_OF_A_DAY: Final = 4
_FEWEST_CHAPTERS: Final = 3
_LONGEST: Final = 1000


def shows_of(viewings: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the names that have four titles on one day or three numbered chapters, of texts and their days."""
    days: Mapping[str, Mapping[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for text, day in viewings:
        if len(text) > _LONGEST or viewed_title(text).media_type is not MediaType.MOVIE:
            continue
        pieces = pieces_of(text)
        for place in range(1, len(pieces)):
            title = pieces[place]
            days[": ".join(pieces[:place])]["" if CHAPTER.fullmatch(title) else day].add(hash(title))
    return frozenset(
        name
        for name, titles in days.items()
        if any(len(some) >= (_FEWEST_OF_A_DAY if day else _FEWEST_CHAPTERS) for day, some in titles.items())
    )
