"""TV Time: the archive of the privacy request, newer (tracking-prod-records) and older (seen_episode) members.

Traps: v2 has the episodes and v1 the films, besides repeating episodes; the columns are `s_no, ep_no`, which others repeat
or not; an account without history has a slim header, so `key` tells v2; rows without a name borrow that of their `s_id`;
`created_at` is when it was marked, `watch_date_range_key` when it was watched, in UTC; seasons may be years, episode and
season 0 are numbers; votes are keys, not stars; a followed show never watched is planned, and an archived one that was
watched is dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from watchkeeper.models.types.import_record import ImportedPlay, ImportedRating, ImportRecord, RecordKind
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.models.types.when import When
from watchkeeper.repositories.imports.adapters.history_source import Part, PartReader, Upload, settled, unsupported
from watchkeeper.repositories.imports.adapters.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.member_shape import Shape
from watchkeeper.repositories.imports.adapters.record_fields import Fields
from watchkeeper.repositories.imports.adapters.when_texts import when_of_seconds

_STARS: Final = {"1": "1", "27": "2", "28": "3", "29": "4", "3": "5"}
_SHOW_NAMES: Final = ("seriesname", "tvshowname")
_WATCHED_KEYS: Final = ("watch-episode", "rewatch-episode")
_SECONDS = re.compile(r"(\d{9,11})$", re.ASCII)
_SLUG = re.compile(r"^[a-z]+-alpha-")


@dataclass(slots=True)
class _Known:
    """What rows borrow from others: names of shows, films by uuid, and which shows were watched."""

    names: dict[str, str] = field(default_factory=dict)
    films: dict[str, tuple[str | None, int | None]] = field(default_factory=dict)
    watched: set[str] = field(default_factory=set)


def recognize(shape: Shape) -> PartReader | None:
    if shape.has("key", "sid"):
        return newer_episodes
    if shape.has("typeuuidn"):
        return _films
    if shape.has("votekey"):
        return _votes
    if shape.has("tvshowname", "episodeseasonnumber", "episodenumber"):
        return older_episodes
    return _followed if shape.has("tvshowid", "tvshowname") and shape.columns & _FOLLOWING else None


_FOLLOWING: Final = frozenset({"notificationoffset", "archived", "isfollowed"})


def _known(upload: Upload) -> _Known:
    return upload.once("tvtime", lambda: _learn(upload))


def _learn(upload: Upload) -> _Known:
    known = _Known()
    for part in upload.parts:
        if part.read in {newer_episodes, _films}:
            for row in csv_rows(part.member):
                _learn_row(known, row)
    return known


def _learn_row(known: _Known, row: Fields) -> None:
    show, name, uuid = row.text("sid", "seriesid"), row.text(*_SHOW_NAMES), row.text("uuid")
    if show is not None and name is not None:
        known.names.setdefault(show, name)
    if show is not None and (row.text("key") or row.text("typeuuidn") or "").startswith(("watch-", "rewatch-")):
        known.watched.add(show)
    if uuid is not None and _is_film(row):
        known.films.setdefault(uuid, (_film_name(row), row.year("releasedate")))


def _record(row: Fields, kind: RecordKind, known: _Known, **says: object) -> ImportRecord:
    """Return the record of a row about a show."""
    show = row.text("sid", "seriesid", "tvshowid")
    named = Fields({"name": row.text(*_SHOW_NAMES) or known.names.get(show or "", "")}, row.member, row.row)
    title, year = named.title_and_year("name")
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=kind,
        title=title,
        year=year,
        media_type=MediaType.SHOW,
        external_ids=Fields({"tvdb": show}, row.member, row.row).ids(tvdb="tvdb"),
        **says,  # type: ignore[arg-type]
    )
    return settled(record, row)


def _aggregate(row: Fields) -> ImportRecord:
    return unsupported(ImportRecord(member=row.member, row=row.row, kind=RecordKind.ENTRY), "aggregate")


def newer_episodes(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = _known(upload)
    for row in csv_rows(part.member):
        key = row.text("key") or ""
        if key.startswith(_WATCHED_KEYS):
            yield _record(row, RecordKind.PLAY, known, plays=_episode(row, row.when("createdat")), source_key=key)
        elif key.startswith("user-series"):
            yield _series(row, known)
        else:
            yield _aggregate(row)


def _episode(row: Fields, when: When, *, is_event: bool = True) -> tuple[ImportedPlay, ...]:
    season = row.whole("sno", "seasonnumber", "episodeseasonnumber", field="season")
    number = row.whole("epno", "episodenumber", field="episode")
    ids = row.ids(tvdb="epid") or row.ids(tvdb="episodeid")
    if number is None and not ids:
        return ()
    times = 1 + (row.whole("rewatchcount") or 0)
    return (ImportedPlay(when=when, season=season, number=number, external_ids=ids, times=times, is_event=is_event),)


def _series(row: Fields, known: _Known) -> ImportRecord:
    is_watched = row.text("sid") in known.watched
    if row.flag("isarchived") and is_watched:
        return _record(row, RecordKind.ENTRY, known, status=WatchStatus.DROPPED)
    if row.flag("isfollowed") or row.flag("isforlater") or row.flag("isarchived"):
        return _record(row, RecordKind.WATCHLIST, known, status=WatchStatus.PLANNED)
    return unsupported(_record(row, RecordKind.ENTRY, known), "not_followed")


def _films(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = _known(upload)
    has_newer = any(other.read is newer_episodes for other in upload.parts)
    for row in csv_rows(part.member):
        kind = row.text("type") or ""
        if _is_film(row):
            yield _film(row, kind)
        elif kind in {"watch", "rewatch"} and row.text("entitytype") in {None, "episode"}:
            plays = _episode(row, _watched(row), is_event=not has_newer)
            yield _record(row, RecordKind.PLAY, known, plays=plays)
        else:
            yield _aggregate(row)


def _is_film(row: Fields) -> bool:
    return row.text("entitytype") == "movie" or row.text("moviename") is not None


def _film_name(row: Fields) -> str | None:
    """Return the film's name, or what its slug says."""
    slug = row.text("alpharangekey")
    return row.text("moviename") or (_SLUG.sub("", slug).replace("-", " ") if slug is not None else None)


def _film(row: Fields, kind: str) -> ImportRecord:
    if kind not in {"watch", "rewatch", "towatch", "follow"}:
        return _aggregate(row)
    is_watched = kind in {"watch", "rewatch"}
    times = 1 + (row.whole("rewatchcount") or 0)
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.PLAY if is_watched else RecordKind.WATCHLIST,
        title=_film_name(row),
        year=row.year("releasedate"),
        media_type=MediaType.MOVIE,
        status=WatchStatus.COMPLETED if is_watched else WatchStatus.PLANNED,
        plays=(ImportedPlay(when=_watched(row), is_event=True, times=times),) if is_watched else (),
        source_key=row.text("uuid"),
    )
    return settled(record, row)


def _watched(row: Fields) -> When:
    """Return the moment of watching, or else that of marking."""
    seconds = _SECONDS.search(row.text("watchdaterangekey") or "")
    return when_of_seconds(int(seconds[1])) if seconds is not None else row.when("watchdate", "createdat")


def _followed(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = _known(upload)
    for row in csv_rows(part.member):
        is_dropped = row.flag("archived") and row.text("tvshowid") in known.watched
        has_seen = (row.whole("nbepisodesseen") or 0) > 0
        status = WatchStatus.DROPPED if is_dropped else WatchStatus.WATCHING if has_seen else WatchStatus.PLANNED
        marks = ("favorite",) if row.flag("isfavorited") else ()
        record = _record(row, RecordKind.WATCHLIST, known, status=status, marks=marks)
        is_gone = row.flag("isfollowed") is False and not has_seen and not marks
        yield unsupported(record, "not_followed") if is_gone else record


def _votes(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = _known(upload)
    for row in csv_rows(part.member):
        uuid = row.text("uuid") or ""
        title, year = known.films.get(uuid, (None, None))
        title = row.text("moviename") or title
        yield _vote(row, title, year) if title is not None else _episode_vote(row, known)


def _rating(row: Fields) -> ImportedRating | None:
    stars = _STARS.get((row.text("votekey") or "").rpartition("-")[2])
    if stars is None:
        row.warn("rating")
        return None
    return ImportedRating(value=stars, scale="5")


def _vote(row: Fields, title: str, year: int | None) -> ImportRecord:
    rating = _rating(row)
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.RATING,
        title=title,
        year=year,
        media_type=MediaType.MOVIE,
        rating=rating,
        status=WatchStatus.COMPLETED if rating is not None else None,
        is_status_implied=True,
    )
    return settled(record, row)


def _episode_vote(row: Fields, known: _Known) -> ImportRecord:
    """Return the rating of an episode, which is no title's, with what it is about."""
    ids = row.ids(tvdb="episodeid")
    play = ImportedPlay(
        season=row.whole("seasonnumber", field="season"),
        number=row.whole("episodenumber", field="episode"),
        external_ids=ids,
        rating=_rating(row),
    )
    return unsupported(_record(row, RecordKind.RATING, known, plays=(play,)), "episode_rating")


def older_episodes(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = _known(upload)
    for row in csv_rows(part.member):
        when = row.when("createdat", "updatedat")
        times = row.whole("cpt") or 1
        plays = tuple(replace(play, times=times) for play in _episode(row, when))
        yield _record(row, RecordKind.PLAY, known, plays=plays)
