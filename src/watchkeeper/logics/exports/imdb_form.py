"""The form of IMDb's lists: a row a title that is rated or planned.

What is neither has no row: a row without a rating means a plan.
"""

from collections.abc import AsyncIterator
from itertools import count
from typing import Final
from uuid import UUID

from watchkeeper.logics.exports.csv_lines import csv_line
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.exports.export import ExportedScore, ExportedTitle
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.exports.export_repository import ExportRepository

_HEADER: Final = (
    *("Position", "Const", "Created", "Modified", "Description", "Title", "Original Title", "URL", "Title Type"),
    *("IMDb Rating", "Runtime (mins)", "Year", "Genres", "Num Votes", "Release Date", "Directors", "Your Rating"),
    "Date Rated",
)
_TYPES: Final = {MediaType.MOVIE: "Movie", MediaType.SHOW: "TV Series"}


async def imdb_form(exports: ExportRepository, user_id: UUID) -> AsyncIterator[bytes]:
    """Yield the lines of the file."""
    yield csv_line(_HEADER)
    positions = count(1)
    async for rated in exports.ratings(user_id):
        if _has_place(rated.title):
            yield _line(next(positions), rated.title, rated.rating, None, None)
    async for entry in exports.entries(user_id):
        if entry.status == WatchStatus.PLANNED and entry.rating is None and _has_place(entry.title):
            yield _line(next(positions), entry.title, None, entry.notes, f"{entry.added_at:%Y-%m-%d}")


def _has_place(title: ExportedTitle) -> bool:
    return title.media_type in _TYPES and "imdb" in title.external_ids


def _line(
    position: int, title: ExportedTitle, rating: ExportedScore | None, notes: str | None, added: str | None
) -> bytes:
    imdb = title.external_ids["imdb"]
    rated_at = None if rating is None else rating.rated_at
    return csv_line(
        (
            *(position, imdb, added, added, notes, title.title, None, f"https://www.imdb.com/title/{imdb}/"),
            *(_TYPES[MediaType(title.media_type)], None, None, title.year, None, None, None, None),
            None if rating is None else round(rating.score * 2),
            None if rated_at is None else f"{rated_at:%Y-%m-%d}",
        )
    )
