"""Trakt: the zip of JSON, flat or in folders, with or without history.

Traps: members come in numbered parts, 10 after 2; where there is history, the aggregates repeat it; where there is
none, they are all there is: of n plays one has a date; plays are doubled within a minute; 1970 is an unknown date;
ids may be null; a comment is a review only where flagged so; dropped shows stand in hidden-*; _errors.json tells that
Trakt could not export everything; user-* is the person's account; tools that save the API leave `type` out, which what
an element is about tells. Our own export is one object of such members.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedReview
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    unsupported,
)
from watchkeeper.repositories.imports.adapters.readers.trakt_elements import each, ids_of, record_of
from watchkeeper.repositories.imports.adapters.readers.trakt_list_reader import listed, lists, planned
from watchkeeper.repositories.imports.adapters.reading.member_json import json_elements
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_DOUBLED: Final = timedelta(minutes=1)
_DROPPED: Final = re.compile(r"(?:hidden[-_])?(?:dropped|progress[-_]watched)(?:[-_]\d+)?")
_TITLES: Final = frozenset({None, "movie", "show"})
_OF_A_PART: Final = {"episode": "episode_rating", "season": "season_rating"}


def recognize(shape: Shape) -> PartReader | None:
    if not shape.is_array:
        return _own_export if {"exported_by", "history"} <= shape.keys else None
    if not shape.keys & _ABOUT:
        return None
    return next((reader_of(shape) for keys, reader_of in _FORMS if shape.has_keys(*keys)), None)


def arrange(parts: Sequence[Part]) -> Sequence[Part]:
    """Leave the aggregates out where there is history."""
    has_history = any("watched_at" in part.shape.keys for part in parts)
    return [part.left_out("aggregate") if has_history and part.read is _aggregate else part for part in parts]


def _type_of(element: Fields) -> str:
    """Return what an element is about: a part of a show names its show, too."""
    return next((part for part in _OF_A_PART if part in element.values), element.text("type") or "")


def _viewing(element: Fields) -> ImportRecord:
    when = element.when("watched_at")
    play = ImportedPlay(when=when, is_event=True, once_within=_DOUBLED, key=element.text("id"))
    if _type_of(element) != "episode":
        status = WatchStatus.COMPLETED
        return record_of(element, RecordKind.PLAY, plays=(play,), status=status, source_key=play.key)
    episode = element.within("episode")
    number = episode.whole("number", field="episode")
    of_episode = ImportedPlay(
        when=when,
        is_event=True,
        once_within=_DOUBLED,
        key=play.key,
        season=episode.whole("season"),
        number=number,
        external_ids=ids_of(episode),
        episode_title=episode.text("title"),
    )
    plays = (of_episode,) if number is not None or of_episode.external_ids else ()
    return record_of(element, RecordKind.PLAY, plays=plays, source_key=play.key)


def _rating(element: Fields) -> ImportRecord:
    """Return a rating; that of a season or an episode is no title's, and keeps what it says."""
    rating = element.rating("rating", scale=10, rated=element.when("rated_at", field="rated_on"))
    reason = _OF_A_PART.get(_type_of(element))
    if reason is None:
        status = WatchStatus.COMPLETED if rating is not None else None
        return record_of(element, RecordKind.RATING, rating=rating, status=status, is_status_implied=True)
    numbers = element.within("episode" if "episode" in element.values else "season")
    season = numbers.whole("season" if "episode" in element.values else "number")
    number = numbers.whole("number") if "episode" in element.values else None
    play = ImportedPlay(season=season, number=number, external_ids=ids_of(numbers), rating=rating)
    return unsupported(record_of(element, RecordKind.RATING, plays=(play,)), reason)


def _comment(element: Fields) -> ImportRecord:
    """Return a review: `comment` is a text beside its flags, or an object with both."""
    comment = element.within("comment") if isinstance(element.values.get("comment"), dict) else element
    text = comment.text("comment")
    of_row = element if "created_at" in element.values else comment
    written = of_row.when("created_at", field="written_on")
    review = ImportedReview(text=text or "", written=written, has_spoilers=comment.flag("spoiler"))
    is_review = comment.flag("review") is True and element.text("type") in _TITLES
    record = record_of(element, RecordKind.REVIEW, review=review if text is not None else None)
    return record if is_review else unsupported(record, "comment")


def _dropped(element: Fields) -> ImportRecord:
    """Return a dropped title; a hidden season is none."""
    record = record_of(element, RecordKind.ENTRY, status=WatchStatus.DROPPED)
    return record if element.text("type") in _TITLES else unsupported(record, "media_type")


def _own_export(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for key, element in json_elements(part.member, *_OWN_EXPORT):
        yield _OWN_EXPORT[key](element)


def _aggregate(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        if "movie" in element.values:
            plays = tuple(_last_of(element))
            status = WatchStatus.COMPLETED if plays else None
            yield record_of(element, RecordKind.ENTRY, plays=plays, status=status)
        else:
            plays = tuple(_episodes(element))
            status = WatchStatus.WATCHING if not plays and element.whole("plays") else None
            yield record_of(element, RecordKind.ENTRY, plays=plays, status=status)


def _episodes(element: Fields) -> Iterator[ImportedPlay]:
    for season in element.elements("seasons"):
        number = season.whole("number", field="season")
        for episode in season.elements("episodes"):
            yield from _last_of(episode, season=number, number=episode.whole("number", field="episode"))


def _last_of(element: Fields, *, season: int | None = None, number: int | None = None) -> Iterator[ImportedPlay]:
    """Yield the last of some viewings, with how many there were, nothing of none."""
    when = element.when("last_watched_at")
    times = element.whole("plays")
    if times == 0 and when is UNKNOWN:
        return
    yield ImportedPlay(when=when, is_event=when is not UNKNOWN, times=times or 1, season=season, number=number)


_OWN_EXPORT: Final[Mapping[str, Callable[[Fields], ImportRecord]]] = {
    "history": _viewing,
    "ratings": _rating,
    "watchlist": planned,
    "dropped": _dropped,
    "comments": _comment,
}
_ABOUT: Final = frozenset({"movie", "show", "episode", "ids", "list"})
_FORMS: Final[tuple[tuple[tuple[str, ...], Callable[[Shape], PartReader | None]], ...]] = (
    (("watched_at", "type"), lambda _: each(_viewing)),
    (("watched_at", "movie"), lambda _: each(_viewing)),
    (("watched_at", "episode", "show"), lambda _: each(_viewing)),
    (("rated_at", "rating", "type"), lambda _: each(_rating)),
    (("rated_at", "rating", "movie"), lambda _: each(_rating)),
    (("rated_at", "rating", "show"), lambda _: each(_rating)),
    (("listed_at",), listed),
    (("comment", "type"), lambda _: each(_comment)),
    (("hidden_at",), lambda shape: each(_dropped) if _DROPPED.fullmatch(shape.stem) else None),
    (("plays", "last_watched_at"), lambda _: _aggregate),
    (("name", "item_count", "ids"), lambda _: lists),
)
_ERRORS: Final = re.compile(r"(?:^|/)_errors\.json$")

SOURCE: Final = HistorySource(
    name=ImportSource.TRAKT,
    recognize=recognize,
    arrange=arrange,
    signs=((_ERRORS, "export_incomplete", "Trakt could not export everything: request the export again."),),
)
