"""Merges what a file says of a title into a library."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from watchkeeper.foundation.core.ranks import RANK_STEP
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.merging.entry_merging import merge_entry
from watchkeeper.logics.imports.merging.feedback_merging import merge_rating, merge_review
from watchkeeper.logics.imports.merging.library_edits import LibraryEdits
from watchkeeper.logics.imports.merging.play_merging import merge_plays, play_stated
from watchkeeper.logics.imports.merging.stated_viewings import end_with_plays
from watchkeeper.logics.imports.merging.title_history import title_history
from watchkeeper.models.entities.integrations.position_entity import PositionEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.types.imports.import_fact import ImportedPosition
from watchkeeper.models.types.imports.import_library import LibraryTitle
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.lists.mark import MarkKind

_LONGEST_NOTE: Final = 5000
_OF_ENTRY: Final = ("play", "rating", "progress")
"""What an entry shows of other rows."""


def merge_title(edits: LibraryEdits, title: LibraryTitle, records: Sequence[ImportRecord]) -> None:
    """Merge the combined ready records of one title. `edits` has what is changed by that."""
    edits.changed, edits.differing = Counter(), set()
    origins_before = len(edits.writes.origins)
    history_records = [_with_score(record) for record in records if record.kind.is_row]
    if history_records:
        history, stated_before = title_history(history_records), title.stated_count
        is_stated = any(one.status is history.status and one.status is not None for one in history_records)
        tags = edits.tag_ids(tag for record in history_records for tag in record.tags)
        merge_entry(edits, title, history, tags, is_stated=is_stated)
        merge_plays(edits, title, history)
        play_stated(edits, title, history, stated_before)
        if edits.changed and not history.is_complete:
            end_with_plays(edits, title)
        merge_rating(edits, title, history)
        merge_review(edits, title, history)
    for kind in dict.fromkeys(one for record in records for one in record.marks):
        notes = (one.notes for one in records if one.kind is RecordKind.MARK and kind in one.marks)
        _mark(edits, title, kind, next(notes, None))
    for record in records:
        if record.position is not None:
            _stop(edits, title, record.position)
    if edits.changed and title.entry is not None and any(key[0] in _OF_ENTRY for key in _parts(edits)):
        edits.touch(title, title.entry, edits.writes.entries)
    if edits.changed or len(edits.writes.origins) > origins_before:
        edits.remember(title)


def _parts(edits: LibraryEdits) -> list[tuple[object, ...]]:
    return [fact for fact in edits.changed if isinstance(fact, tuple)]


def _with_score(record: ImportRecord) -> ImportRecord:
    """Return a record of a viewing with the rating of that day as the viewing's, too."""
    rating = record.rating
    if rating is None or not rating.is_of_that_day or len(record.plays) != 1 or record.plays[0].rating is not None:
        return record
    return replace(record, plays=(replace(record.plays[0], rating=rating),))


def _stop(edits: LibraryEdits, title: LibraryTitle, position: ImportedPosition) -> None:
    """Take over where the person stopped, unless that is in an episode that the catalogue does not know."""
    is_whole = position.season is None and position.number is None
    episode = None if is_whole else title.episodes.get((position.season, position.number))
    about = title.title_id if is_whole else episode and episode.id
    if about is None:
        return
    edits.writes.positions.append(
        PositionEntity(
            user_id=edits.user_id,
            id=about,
            title_id=title.title_id,
            episode_id=episode and episode.id,
            seconds=position.seconds,
            of_seconds=position.of_seconds,
            played_at=edits.time_of(position.played),
            created_at=edits.at,
            updated_at=edits.at,
        )
    )


def _mark(edits: LibraryEdits, title: LibraryTitle, kind: str, note: str | None) -> None:
    if kind in title.marks or kind not in set(MarkKind):
        return
    rank = edits.last_ranks.get(kind, 0) + RANK_STEP
    edits.last_ranks[kind] = rank
    mark = MarkEntity(
        user_id=edits.user_id,
        id=uuid7(),
        title_id=title.title_id,
        mark=kind,
        rank=rank,
        note=note and note[:_LONGEST_NOTE],
        created_at=edits.at,
        updated_at=edits.at,
    )
    title.marks[kind] = mark
    edits.writes.marks.append(mark)
    edits.changed["mark", kind] += 1
