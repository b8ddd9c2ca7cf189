"""Our own export: a zip of JSON lines.

docs/leaving.md has its layout.

Trap: a status that the plays would not lead to is what the person chose, so it stands as it is.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedList, ImportedPlay, ImportedReview
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    with_result,
)
from watchkeeper.repositories.imports.adapters.readers.watchkeeper_fields import (
    details_of,
    episode_ids_of,
    feedback_origin_of,
    origin_of,
    position_of,
    rating_of,
    texts_of,
    viewings_of,
    when_of_field,
)
from watchkeeper.repositories.imports.adapters.reading.member_json import json_lines
from watchkeeper.repositories.imports.adapters.reading.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_REF: Final = "title_ref"


def recognize(shape: Shape) -> PartReader | None:
    if shape.form is not Form.JSON or shape.is_array:
        return None
    if {"ref", "media_type"} <= shape.keys:
        return _titles
    if {"format", "version", "counts"} <= shape.keys:
        return _manifest
    if "list" in shape.keys:
        return _lists
    by_key = {"seconds": _positions, "is_personal": _personal_titles}
    by_key |= {"status": _watchlist, "watched_on": _plays, "score": _ratings, "body": _reviews}
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
        is_complete=any(part.read is _watchlist for part in upload.parts),
        details=details_of(title),
        **says,  # type: ignore[arg-type]
    )
    return with_result(record, row)


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
            tags=texts_of(row, "tags"),
            hidden_from=texts_of(row, "hidden_from"),
            include_specials=row.flag("include_specials") is True,
            viewings=tuple(viewings_of(row)),
            added=when_of_field(row, "added_on"),
            completed=when_of_field(row, "completed_at"),
        )


def _plays(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        play = ImportedPlay(
            when=when_of_field(row, "watched_on"),
            season=row.whole("season"),
            number=row.whole("episode"),
            is_event=True,
            note=row.text("note"),
            location=row.text("location"),
            tags=texts_of(row, "tags"),
            rating=rating_of(row),
            external_ids=episode_ids_of(row),
            key=row.text("id"),
            viewing=row.whole("viewing"),
            origin=origin_of(row),
        )
        yield _record(row, upload, RecordKind.PLAY, plays=(play,))


def _ratings(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        yield _record(row, upload, RecordKind.RATING, rating=rating_of(row))


def _reviews(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        body = row.text("body")
        written = when_of_field(row, "written_on")
        review = None
        if body:
            is_superseded = row.flag("is_superseded") is True
            review = ImportedReview(
                text=body,
                written=written,
                has_spoilers=row.flag("has_spoilers"),
                is_superseded=is_superseded,
                origin=feedback_origin_of(row),
            )
        yield _record(row, upload, RecordKind.REVIEW, review=review)


def _tags(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        tags = texts_of(row, "tags")
        if row.text(_REF) is None:
            yield ImportRecord(member=row.member, row=row.row, kind=RecordKind.TAG, tags=tags)
        else:
            yield _record(row, upload, RecordKind.ENTRY, tags=tags)


def _positions(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        yield _record(row, upload, RecordKind.POSITION, position=position_of(row))


def _personal_titles(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        yield _record(row, upload, RecordKind.TITLE)


def _marks(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        mark = row.text("mark")
        marks = (mark,) if mark is not None else ()
        yield _record(row, upload, RecordKind.MARK, marks=marks, notes=row.text("note"))


def _lists(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in json_lines(part.member):
        is_item = row.text(_REF) is not None
        described = ImportedList(
            key=row.text("list") or "",
            name=row.text("name"),
            description=row.text("note" if is_item else "description"),
            position=row.whole("position"),
            is_public=row.flag("is_public"),
            visibility=row.text("visibility"),
            is_ranked=row.flag("is_ranked"),
            default_sort=row.text("default_sort"),
            season=row.whole("season"),
            number=row.whole("episode"),
        )
        if is_item:
            yield _record(row, upload, RecordKind.LIST_ITEM, list=described)
        else:
            yield ImportRecord(member=row.member, row=row.row, kind=RecordKind.LIST, list=described)


SOURCE: Final = HistorySource(name=ImportSource.WATCHKEEPER, recognize=recognize, arrange=arrange)
