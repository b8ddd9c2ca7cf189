"""The form of Letterboxd's own import: a row a viewing of a film.

A film without a day of watching has a row without one. The rating and the review stand beside the last viewing.
"""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from watchkeeper.logics.exports.csv_lines import csv_line
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.exports.export import ExportedEntry, ExportedPlay
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.exports.export_repository import ExportRepository

_HEADER: Final = ("Title", "Year", "imdbID", "tmdbID", "WatchedDate", "Rating10", "Rewatch", "Tags", "Review")


async def letterboxd_form(exports: ExportRepository, user_id: UUID) -> AsyncIterator[bytes]:
    """Yield the lines of the file."""
    yield csv_line(_HEADER)
    async for play in exports.plays(user_id):
        if play.title.media_type == MediaType.MOVIE:
            yield _line(play, play.day, "Yes" if play.is_rewatch else "", play.tags)
    async for entry in exports.entries(user_id):
        if is_film_without_play(entry):
            yield _line(entry, None, "", entry.tags)


def is_film_without_play(entry: ExportedEntry) -> bool:
    """Return whether a film was watched, as far as is known, although no play says when."""
    is_watched = entry.status == WatchStatus.COMPLETED or entry.rating is not None or entry.review is not None
    return entry.title.media_type == MediaType.MOVIE and not entry.plays_count and is_watched


def _line(of_film: ExportedPlay | ExportedEntry, day: str | None, rewatch: str, tags: list[str]) -> bytes:
    title, rating = of_film.title, of_film.rating
    ids = title.external_ids
    return csv_line(
        (
            *(title.title, title.year, ids.get("imdb"), ids.get("tmdb"), day),
            *(None if rating is None else round(rating.score * 2), rewatch),
            *(", ".join(tag.replace(",", " ") for tag in tags), of_film.review),
        )
    )
