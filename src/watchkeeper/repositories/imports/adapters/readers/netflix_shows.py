"""Netflix: shows that are told from films by how many titles of one name a history has.

Traps: a show of one season has none named; people watch several films of one name on a day, but hardly four.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.repositories.imports.adapters.readers.history_source import Upload
from watchkeeper.repositories.imports.adapters.readers.netflix_titles import pieces_of, viewed_title
from watchkeeper.repositories.imports.adapters.readers.netflix_words import CHAPTER, DATE_COLUMNS, TITLE_COLUMNS
from watchkeeper.repositories.imports.adapters.reading.member_csv import csv_rows

_FEWEST_OF_A_DAY: Final = 4
_FEWEST_CHAPTERS: Final = 3
_CHAPTERS: Final = "chapters"
_DAY: Final = len("2024-12-31")


def known_shows(upload: Upload) -> frozenset[str]:
    """Return the names, without a season, of which a history has four titles on one day or three numbered chapters."""
    return upload.once("netflix shows", lambda: _shows_of(viewings_of(upload)))


def viewings_of(upload: Upload) -> Iterator[tuple[str, str]]:
    """Yield the texts of the histories, of every profile, and their days as they are written."""
    histories = (part for part in upload.parts if part.shape.columns & set(TITLE_COLUMNS))
    for part in histories:
        for row in csv_rows(part.member):
            day = row.text("starttime", *DATE_COLUMNS) or ""
            yield row.text(*TITLE_COLUMNS) or "", day[:_DAY]


def _shows_of(viewings: Iterator[tuple[str, str]]) -> frozenset[str]:
    titles: Mapping[str, Mapping[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for text, day in viewings:
        viewed = viewed_title(text)
        pieces = pieces_of(text) if viewed.title is not None and viewed.media_type is MediaType.MOVIE else []
        for place, title in enumerate(pieces[1:], 1):
            name = ": ".join(pieces[:place])
            titles[name][_CHAPTERS if CHAPTER.fullmatch(title) else day].add(hash(title))
    return frozenset(name for name, by_day in titles.items() if any(_is_show(*day) for day in by_day.items()))


def _is_show(day: str, titles: set[int]) -> bool:
    return len(titles) >= (_FEWEST_CHAPTERS if day == _CHAPTERS else _FEWEST_OF_A_DAY)
