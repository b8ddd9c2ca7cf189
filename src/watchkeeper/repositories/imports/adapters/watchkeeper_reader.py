"""Our own export: a zip of JSON lines.

docs/import-files.md has its layout.

Trap: a status that the plays would not lead to is what the person chose, so it stands as it is.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from watchkeeper.models.types.import_fact import ImportedList, ImportedPlay, ImportedRating, ImportedReview
from watchkeeper.models.types.import_record import ImportRecord
from watchkeeper.models.types.import_source import ImportSource, RecordKind
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.repositories.imports.adapters.history_source import HistorySource, Part, PartReader, Upload, settled
from watchkeeper.repositories.imports.adapters.member_json import json_lines
from watchkeeper.repositories.imports.adapters.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.record_fields import Fields

_REF: Final = "title_ref"
_SCALES: Final = range(2, 1001)


def recognize(shape: Shape) -> PartReader | None:
    if shape.form is not Form.JSON or shape.is_array:
        return None
    if {"ref", "media_type"} <= shape.keys:
        return _titles
    if {"format", "version", "counts"} <= shape.keys:
        return _manifest
    if "list" in shape.keys:
        return _lists
    by_key = {"status": _watchlist, "watched_on": _plays, "score": _ratings, "body": _reviews}
    by_key |= {"tags": _tags, "mark": _marks}
    return next((read for key, read in by_key.items() if {_REF, key} <= shape.keys), None)


def arrange(parts: Sequence[Part]) -> Sequence[Part]:
    """Leave out what only describes the others."""
    described = {_titles: "titles", _manifest: "manifest"}
    return [part.left_out(described[part.read]) if part.read in described else part for part in parts]


def _titles(part: Part, _: Upload) -> Iterator[ImportRecord]:
    yield from ()


def _manifest(part: Part, _: Upload) -> Iterator[ImportRecord]:
    yield from ()


def _title_of(row: Fields, upload: Upload) -> Fields:
    """Return the title that a line names, an empty one if there is none."""
    known = upload.once("watchkeeper", lambda: _titles_by_ref(upload))
    return known.get(row.text(_REF) or "", Fields({}, row.member, row.row))


def _titles_by_ref(upload: Upload) -> dict[str, Fields]:
    lines = (line for part in upload.parts if part.read is _titles for line in json_lines(part.member))
    return {line.text("ref") or "": line for line in lines}


def _record(row: Fields, upload: Upload, kind: RecordKind, **says: object) -> ImportRecord:
    title = _title_of(row, upload)
    media_type = title.text("media_type") or ""
    ids = title.within("external_ids")
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=kind,
        title=title.text("title"),
        year=title.year("year"),
        media_type=MediaType(media_type) if media_type in set(MediaType) else None,
        external_ids=ids.ids(**{service: service for service in ids.values}),
        **says,  # type: ignore[arg-type]
    )
    return settled(record, row)


def _texts(row: Fields, name: str) -> tuple[str, ...]:
    value = row.values.get(name)
    return tuple(dict.fromkeys(one for one in value if isinstance(one, str))) if isinstance(value, list) else ()


def _watchlist(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        text = row.text("status") or ""
        status = WatchStatus(text) if text in set(WatchStatus) else None
        if status is None:
            row.warn("status")
        yield _record(
            *(row, upload, RecordKind.ENTRY),
            status=status,
            notes=row.text("notes"),
            tags=_texts(row, "tags"),
            is_private=row.flag("is_private") is True,
        )


def _plays(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        play = ImportedPlay(
            when=row.when("watched_on"),
            season=row.whole("season"),
            number=row.whole("episode"),
            is_event=True,
            note=row.text("note"),
            location=row.text("location"),
            tags=_texts(row, "tags"),
            rating=_rating(row),
        )
        yield _record(row, upload, RecordKind.PLAY, plays=(play,))


def _ratings(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        yield _record(row, upload, RecordKind.RATING, rating=_rating(row))


def _rating(row: Fields) -> ImportedRating | None:
    """Return the rating as it was imported once, or else the score of five."""
    rated = row.when("rated_on", field="rated_on")
    scale = row.text("original_scale") or ""
    if row.text("original_value") is None or not scale:
        return row.rating("score", scale=5, rated=rated)
    if scale.isascii() and scale.isdecimal() and int(scale[:6]) in _SCALES:
        return row.rating("original_value", scale=int(scale), rated=rated)
    value = row.text("original_value") or ""
    return ImportedRating(value=value, scale=scale, rated=rated)


def _reviews(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        body = row.text("body")
        written = row.when("written_on", field="written_on")
        review = ImportedReview(text=body, written=written, has_spoilers=row.flag("has_spoilers")) if body else None
        yield _record(row, upload, RecordKind.REVIEW, review=review)


def _tags(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        yield _record(row, upload, RecordKind.ENTRY, tags=_texts(row, "tags"))


def _marks(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        mark = row.text("mark")
        yield _record(row, upload, RecordKind.MARK, marks=(mark,) if mark is not None else ())


def _lists(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        is_item = row.text(_REF) is not None
        described = ImportedList(
            key=row.text("list") or "",
            name=row.text("name"),
            description=row.text("note" if is_item else "description"),
            position=row.whole("position"),
            is_public=row.flag("is_public"),
        )
        yield _record(row, upload, RecordKind.LIST_ITEM if is_item else RecordKind.LIST, list=described)


SOURCE: Final = HistorySource(name=ImportSource.WATCHKEEPER, recognize=recognize, arrange=arrange)
