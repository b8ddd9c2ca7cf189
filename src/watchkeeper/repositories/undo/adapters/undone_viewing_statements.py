"""What an undo makes of viewings, which follow their entries and plays."""

from typing import Final

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.undo.operation import RowKind
from watchkeeper.repositories.undo.adapters.undo_templates import TITLE
from watchkeeper.repositories.undo.adapters.undoable_table import undo_statement

# A viewing as it was before the operation, beside what it is now. Imports have theirs with `edited_at`
# (`undo_follower_statements.py`).
_IMAGES: Final = f"""
    FROM operation_rows AS changed
    CROSS JOIN LATERAL jsonb_populate_record(CAST(NULL AS viewings), changed.before) AS image {TITLE}
    WHERE changed.user_id = :user_id AND changed.operation_id = :operation_id
        AND changed.kind = '{RowKind.VIEWING.value}' AND changed.before IS NOT NULL AND changed.edited_at IS NULL
        AND own.user_id = :user_id AND own.title_id = title.id AND own.number = image.number
        AND own.title_id = ANY(:title_ids)
"""
REVERT: Final[Statement] = undo_statement(
    f"""
    UPDATE viewings AS own SET
        started_on = CASE WHEN image.is_started_on_said THEN image.started_on ELSE (
            SELECT watched_on FROM plays
            WHERE plays.user_id = :user_id AND plays.title_id = own.title_id AND plays.viewing = own.number
                AND watched_on IS NOT NULL
            ORDER BY sorted_at, plays.id LIMIT 1
        ) END,
        is_started_on_said = image.is_started_on_said,
        finished_on = image.finished_on,
        finished_sorted_at = image.finished_sorted_at,
        finished_until = image.finished_until,
        is_finished_on_said = image.is_finished_on_said,
        completed_at = image.completed_at,
        stated_count = image.stated_count
    {_IMAGES}
    """  # noqa: S608
)
"""Brings back what was said of viewings whose entries came back."""
REVERT_ENDS: Final[Statement] = undo_statement(
    f"""
    UPDATE viewings AS own SET
        finished_on = CASE WHEN own.is_finished_on_said THEN own.finished_on ELSE image.finished_on END,
        finished_sorted_at = CASE
            WHEN own.is_finished_on_said THEN own.finished_sorted_at ELSE image.finished_sorted_at
        END,
        finished_until = CASE WHEN own.is_finished_on_said THEN own.finished_until ELSE image.finished_until END,
        completed_at = image.completed_at
    {_IMAGES}
        AND own.is_finished_on_said = image.is_finished_on_said
        AND (own.state, own.plays_count) = (image.state, image.plays_count)
        AND own.last_sorted_at IS NOT DISTINCT FROM image.last_sorted_at
    """  # noqa: S608
)
"""Brings back when plays completed viewings that have the plays of before."""
REMOVE: Final[Statement] = undo_statement(
    f"""
    DELETE FROM viewings AS own
    WHERE own.user_id = :user_id AND own.title_id = ANY(:title_ids)
        AND NOT EXISTS (SELECT FROM plays WHERE plays.user_id = :user_id AND plays.title_id = own.title_id)
        AND NOT EXISTS (
            SELECT FROM watch_entries AS entry WHERE entry.user_id = :user_id AND entry.title_id = own.title_id
        )
        AND NOT EXISTS (
            SELECT FROM operation_rows AS changed
            LEFT JOIN merged_titles AS merged ON merged.title_id = changed.row_id
            WHERE changed.user_id = :user_id AND changed.operation_id = :operation_id
                AND changed.kind = '{RowKind.VIEWING.value}'
                AND coalesce(merged.into_id, changed.row_id) = own.title_id
        )
    """  # noqa: S608
)
"""Removes viewings that the operation made, and of which nothing is left."""
