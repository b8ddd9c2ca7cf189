"""Merges the ratings and reviews of a file."""

from typing import Final

from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.merging.library_edits import LibraryEdits
from watchkeeper.logics.imports.merging.play_merging import LONGEST_VALUE, half_steps
from watchkeeper.logics.imports.merging.title_history import TitleHistory
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.types.imports.import_fact import ImportedRating, ImportedReview
from watchkeeper.models.types.imports.import_library import LibraryTitle
from watchkeeper.models.types.watchlist.when import NEVER

_LONGEST: Final = 10_000
_LONGEST_NOTES: Final = 5000


def merge_rating(edits: LibraryEdits, title: LibraryTitle, history: TitleHistory) -> None:
    """Merge the rating that a file has of a title.

    One that an import of the same service made gives way to a present one, to that of a later day, and where no day
    tells to the greater one: the order of two files makes no difference. Any other gives way to an overwriting import
    alone. A rating without stars stands at a play.
    """
    rating = history.rating
    steps = half_steps(rating)
    if rating is None:
        return
    if steps is None:
        _rate_play(edits, title, rating)
    elif title.rating is None:
        title.rating = _new_rating(edits, title, rating, steps)
        edits.writes.ratings.added.append(title.rating)
        _set_rating(edits, title.rating, rating, steps)
    else:
        _change_rating(edits, title, title.rating, rating, steps)


def _change_rating(
    edits: LibraryEdits, title: LibraryTitle, row: RatingEntity, rating: ImportedRating, steps: int
) -> None:
    origin = title.origin_of(row)
    is_same_service = origin is not None and origin.source == edits.source
    precedence = not rating.is_of_that_day, rating.rated.sorted_at or NEVER
    known = (False, NEVER) if origin is None else (origin.is_present, origin.told_at)
    is_further = is_same_service and (precedence > known or (precedence == known and steps > row.half_steps))
    if row.half_steps == steps and row.original_value in (None, rating.value[:LONGEST_VALUE]):
        if is_further:
            _date_rating(edits, title, row, rating)
            edits.note_origin(row, precedence[1], is_present=precedence[0])
    elif is_further or edits.overwrites:
        edits.edit(title, row, edits.writes.ratings)
        if is_further:
            _date_rating(edits, title, row, rating)
        _set_rating(edits, row, rating, steps)
    elif not is_same_service or precedence == known:
        edits.differing.add(("rating", rating.value, rating.scale))  # nothing tells which of two is the later


def _date_rating(edits: LibraryEdits, title: LibraryTitle, row: RatingEntity, rating: ImportedRating) -> None:
    """Let a rating be of the day of the one that it gives way to, which may be equal."""
    rated = edits.time_of(rating.rated)
    if rated != row.created_at:
        edits.edit(title, row, edits.writes.ratings)
        row.created_at = rated


def _new_rating(edits: LibraryEdits, title: LibraryTitle, rating: ImportedRating, steps: int) -> RatingEntity:
    return RatingEntity(
        id=uuid7(),
        user_id=edits.user_id,
        title_id=title.title_id,
        half_steps=steps,
        created_at=edits.time_of(rating.rated),
        updated_at=edits.at,
        edited_at=edits.at,
    )


def _set_rating(edits: LibraryEdits, row: RatingEntity, rating: ImportedRating, steps: int) -> None:
    row.half_steps = steps
    row.original_value, row.original_scale = (
        (rating.value[:LONGEST_VALUE], rating.scale[:LONGEST_VALUE]) if rating.has_original else (None, None)
    )
    if rating.origin is None:
        edits.note_origin(row, rating.rated.sorted_at or NEVER, is_present=not rating.is_of_that_day)
    else:
        edits.restore_origin(row, rating.origin)
    edits.changed["rating", rating.value, rating.scale] += 1


def _rate_play(edits: LibraryEdits, title: LibraryTitle, rating: ImportedRating) -> None:
    """Keep a rating without a score with a play that has none."""
    original = rating.value[:LONGEST_VALUE], rating.scale[:LONGEST_VALUE]
    if any((play.original_value, play.original_scale) == original for play in title.plays):
        return
    play = next((one for one in title.plays if one.original_value is None and one.half_steps is None), None)
    if play is not None:
        edits.edit(title, play, edits.writes.plays)
        play.original_value, play.original_scale = original
        edits.changed["rating", rating.value, rating.scale] += 1


def merge_review(edits: LibraryEdits, title: LibraryTitle, history: TitleHistory) -> None:
    """Merge the reviews that a file has of a title: the latest is the review, the others are notes of their plays."""
    review = history.review
    if review is not None and title.review is None:
        title.review = _new_review(edits, title, review)
        _write_review(edits, title.review, review)
    elif review is not None and title.review is not None and title.review.body != review.text[:_LONGEST]:
        _compare_review(edits, title, title.review, review)
    for older in history.older_reviews:
        _note(edits, title, older.text, older.key)


def _compare_review(edits: LibraryEdits, title: LibraryTitle, row: ReviewEntity, review: ImportedReview) -> None:
    origin = title.origin_of(row)
    is_same_service = origin is not None and origin.source == edits.source
    written = review.written.sorted_at or NEVER
    if origin is not None and is_same_service and written > origin.told_at:
        _note(edits, title, row.body, origin.play_key)
        edits.edit(title, row, edits.writes.reviews)
        row.created_at = edits.time_of(review.written)
    elif not edits.overwrites or is_same_service:
        _note(edits, title, review.text, review.key)
        return
    edits.edit(title, row, edits.writes.reviews)
    _write_review(edits, row, review)


def _new_review(edits: LibraryEdits, title: LibraryTitle, review: ImportedReview) -> ReviewEntity:
    row = ReviewEntity(
        id=uuid7(),
        user_id=edits.user_id,
        title_id=title.title_id,
        created_at=edits.time_of(review.written),
        updated_at=edits.at,
        edited_at=edits.at,
        is_superseded=False,
    )
    edits.writes.reviews.added.append(row)
    return row


def _write_review(edits: LibraryEdits, row: ReviewEntity, review: ImportedReview) -> None:
    row.body, row.contains_spoilers = review.text[:_LONGEST], bool(review.has_spoilers)
    if review.origin is None:
        edits.note_origin(row, review.written.sorted_at or NEVER, key=review.key)
    else:
        edits.restore_origin(row, review.origin)
    edits.changed["review", review.text] += 1


def _note(edits: LibraryEdits, title: LibraryTitle, text: str, key: str | None) -> None:
    """Keep a text as a note of its play, else of one without a note, else of the entry."""
    known = [play.note for play in title.plays] + [title.entry.notes if title.entry is not None else None]
    if any(text in note for note in known if note):
        return
    play = next((one for one in title.plays if key is not None and one.source_key == key), None)
    play = play or next((one for one in title.plays if not one.note), None)
    edits.changed["review", text] += 1
    if play is not None:
        _add_note(edits, title, play, text)
    elif title.entry is not None:
        edits.edit(title, title.entry, edits.writes.entries)
        title.entry.notes = "\n\n".join(filter(None, (title.entry.notes, text)))[:_LONGEST_NOTES]


def _add_note(edits: LibraryEdits, title: LibraryTitle, play: PlayEntity, text: str) -> None:
    edits.edit(title, play, edits.writes.plays)
    play.note = "\n\n".join(filter(None, (play.note, text)))[:_LONGEST]
