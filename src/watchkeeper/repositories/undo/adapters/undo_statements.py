"""The tables whose rows an undo brings back, and the statements over all of them."""

from collections.abc import Mapping
from typing import Final

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.rating_entity import RatingEntity
from watchkeeper.models.entities.review_entity import ReviewEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.change import ChangeArea
from watchkeeper.models.types.operation import RowKind
from watchkeeper.repositories.undo.adapters.undoable_table import (
    Rules,
    UndoableTable,
    later_than,
    undo_statement,
    undoable,
)

_ENTRIES: Final = Rules(
    room=f"""(
        SELECT greatest(0, :most_entries - head.area_counts[{ChangeArea.WATCHLIST.number}])
        FROM change_heads AS head WHERE head.user_id = :user_id
    )"""  # noqa: S608 - built from a constant
)
_REVIEWS: Final = Rules(
    fixed=frozenset({"is_superseded"}),
    is_in_the_way="other.title_id = title.id AND NOT other.is_superseded AND NOT image.is_superseded",
)
TABLES: Final[Mapping[RowKind, UndoableTable]] = {
    RowKind.WATCH_ENTRY: undoable(RowKind.WATCH_ENTRY, WatchEntryEntity, _ENTRIES),
    RowKind.RATING: undoable(RowKind.RATING, RatingEntity, Rules()),
    RowKind.REVIEW: undoable(RowKind.REVIEW, ReviewEntity, _REVIEWS),
}

KINDS: Final = undo_statement(
    "SELECT DISTINCT kind FROM operation_rows WHERE user_id = :user_id AND operation_id = :operation_id"
)
LOCK_TITLES: Final = undo_statement("SELECT id FROM titles WHERE id = ANY(:title_ids) ORDER BY id FOR KEY SHARE")
LOCK_RATING_STATISTICS: Final = undo_statement(
    "SELECT title_id FROM title_figures WHERE title_id = ANY(:title_ids) ORDER BY title_id FOR NO KEY UPDATE"
)
# A review shows the rating of its author.
_TOUCH_REVIEWS: Final = undo_statement(
    f"""
    UPDATE reviews SET updated_at = {later_than("updated_at")}
    WHERE user_id = :user_id AND title_id = ANY(:title_ids) AND NOT is_superseded
    """  # noqa: S608 - built from constants
)
FOLLOWING: Final[Mapping[RowKind, Statement]] = {RowKind.RATING: _TOUCH_REVIEWS}
"""What is changed behind the rows of a kind, by the `title_ids` of those that came back."""
