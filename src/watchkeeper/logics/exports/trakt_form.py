"""The elements of Trakt's export in one JSON object, which says whose it is before its arrays.

A day or a year stays as much as is known of it, an unknown time is 1970, as Trakt writes it; what is completed without
a play has one of unknown time.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from itertools import count
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.exports.export import (
    ExportedEntry,
    ExportedPlay,
    ExportedRating,
    ExportedReview,
    ExportedTitle,
)
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.exports.export_repository import ExportRepository

Element = Mapping[str, Any]
FactsT = TypeVar("FactsT", ExportedEntry, ExportedPlay, ExportedRating, ExportedReview)

_UNKNOWN: Final = "1970-01-01T00:00:00.000Z"
_TYPES: Final = {MediaType.MOVIE: "movie", MediaType.SHOW: "show"}
_IDS: Final = ("trakt", "imdb", "tmdb", "tvdb")


async def trakt_form(exports: ExportRepository, user_id: UUID) -> AsyncIterator[bytes]:
    """Yield the pieces of the file."""
    numbers = count(1)
    parts: tuple[tuple[str, AsyncIterator[Element]], ...] = (
        ("history", _history(exports, user_id, numbers)),
        ("ratings", _elements(exports.ratings(user_id), lambda _: True, _rating)),
        ("watchlist", _elements(exports.entries(user_id), _is_planned, lambda entry: _listed(entry, next(numbers)))),
        ("dropped", _elements(exports.entries(user_id), _is_dropped, _dropped)),
        ("comments", _elements(exports.reviews(user_id), lambda review: not review.is_superseded, _comment)),
    )
    yield b'{"exported_by": "watchkeeper"'
    for name, elements in parts:
        yield f',\n"{name}": ['.encode()
        separator = b"\n"
        async for element in elements:
            yield separator + msgspec.json.encode(element)
            separator = b",\n"
        yield b"\n]"
    yield b"\n}\n"


async def _elements(
    rows: AsyncIterator[FactsT], is_shown: Callable[[FactsT], bool], element: Callable[[FactsT], Element]
) -> AsyncIterator[Element]:
    async for row in rows:
        if row.title.media_type in _TYPES and is_shown(row):
            yield element(row)


async def _history(exports: ExportRepository, user_id: UUID, numbers: "count[int]") -> AsyncIterator[Element]:
    async for one in _elements(exports.plays(user_id), lambda _: True, _played):
        yield {"id": next(numbers), **one}
    async for one in _elements(exports.entries(user_id), _is_completed_unseen, _completed):
        yield {"id": next(numbers), **one}


def _is_completed_unseen(entry: ExportedEntry) -> bool:
    return entry.status == WatchStatus.COMPLETED and not entry.whole_plays


def _is_planned(entry: ExportedEntry) -> bool:
    return entry.status == WatchStatus.PLANNED


def _is_dropped(entry: ExportedEntry) -> bool:
    return entry.status == WatchStatus.DROPPED and entry.title.media_type == MediaType.SHOW


def _played(play: ExportedPlay) -> Element:
    element = {"watched_at": play.watched_on or _UNKNOWN, "action": "watch"}
    if play.number is None:
        return element | _about(play.title)
    numbers = {"season": play.season, "number": play.number, "title": play.episode_title}
    episode = numbers | {"ids": _ids(play.episode_ids)}
    return element | {"type": "episode", "episode": episode, "show": _about(play.title)["show"]}


def _completed(entry: ExportedEntry) -> Element:
    return {"watched_at": _UNKNOWN, "action": "watch"} | _about(entry.title)


def _rating(rated: ExportedRating) -> Element:
    return {"rated_at": rated.rating.rated_at, "rating": round(rated.rating.score * 2)} | _about(rated.title)


def _listed(entry: ExportedEntry, rank: int) -> Element:
    return {"rank": rank, "id": rank, "listed_at": entry.added_at, "notes": entry.notes} | _about(entry.title)


def _dropped(entry: ExportedEntry) -> Element:
    return {"hidden_at": entry.added_at} | _about(entry.title)


def _comment(review: ExportedReview) -> Element:
    comment = {"comment": review.body, "spoiler": review.contains_spoilers, "review": True}
    return {"created_at": review.written_at, "comment": comment} | _about(review.title)


def _about(title: ExportedTitle) -> dict[str, Any]:
    kind = _TYPES[MediaType(title.media_type)]
    return {"type": kind, kind: {"title": title.title, "year": title.year, "ids": _ids(title.external_ids)}}


def _ids(known: Mapping[str, str]) -> dict[str, str | int | None]:
    found = {service: known.get(service) for service in _IDS}
    return {service: int(text) if text is not None and text.isdecimal() else text for service, text in found.items()}
