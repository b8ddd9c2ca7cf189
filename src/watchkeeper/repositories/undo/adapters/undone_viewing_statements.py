"""What an undo makes of viewings, which follow their entries and plays."""

from typing import Final

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.undo.operation import RowKind
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.repositories.text_statements import text_statement

_CHANGED: Final = f"""
    changed.user_id = :user_id AND changed.operation_id = :operation_id AND changed.ordinal >= :first
    AND changed.kind = '{RowKind.VIEWING.value}'
"""
_TITLE: Final = "coalesce(merged.into_id, changed.row_id)"
_RESTORED: Final = (
    *("state", "is_started_on_said", "finished_on", "finished_sorted_at", "finished_until", "is_finished_on_said"),
    *("completed_at", "stated_count"),
)
_NONE: Final = """{
    "number": 1, "state": "current", "is_started_on_said": false, "is_finished_on_said": false, "plays_count": 0,
    "title_plays_count": 0
}"""
"""The viewing of a title that had none."""
_HAS_SAME_PLAYS: Final = """(
    (own.plays_count, own.title_plays_count) = (image.plays_count, image.title_plays_count)
    AND own.last_sorted_at IS NOT DISTINCT FROM image.last_sorted_at
    AND own.title_last_watched_on IS NOT DISTINCT FROM image.title_last_watched_on
)"""
"""Whether the figures that triggers count are those of before."""
RESTORE: Final[Statement] = text_statement(
    f"""
    WITH restored AS (
        UPDATE viewings AS own SET {", ".join(f"{name} = image.{name}" for name in _RESTORED)},
            started_on = CASE WHEN image.is_started_on_said THEN image.started_on ELSE (
                SELECT watched_on FROM plays
                WHERE plays.user_id = :user_id AND plays.title_id = own.title_id AND plays.viewing = own.number
                    AND watched_on IS NOT NULL
                ORDER BY sorted_at, plays.id LIMIT 1
            ) END
        FROM (
            SELECT DISTINCT ON ({_TITLE}, image.number) {_TITLE} AS survivor_id, operation.created_at, image.*
            FROM operation_rows AS changed
            JOIN operations AS operation ON operation.user_id = changed.user_id AND operation.id = changed.operation_id
            LEFT JOIN merged_titles AS merged ON merged.title_id = changed.row_id
            CROSS JOIN LATERAL jsonb_populate_record(
                CAST(NULL AS viewings), coalesce(changed.before, CAST('{_NONE}' AS jsonb))
            ) AS image
            WHERE {_CHANGED}
            ORDER BY {_TITLE}, image.number, changed.ordinal
        ) AS image
        WHERE own.user_id = :user_id AND own.title_id = image.survivor_id AND own.number = image.number
            AND coalesce(own.title_id = ANY(:title_ids), {_HAS_SAME_PLAYS})
            AND NOT EXISTS (
                SELECT FROM watch_entries AS entry
                WHERE entry.user_id = :user_id AND entry.title_id = own.title_id AND (
                    entry.edited_at > image.created_at
                    OR entry.completed_at IS NOT NULL AND coalesce(image.completed_at, image.finished_until) IS NULL
                )
            )
        RETURNING own.title_id, {_HAS_SAME_PLAYS} AS has_same_plays
    ), touched AS (
        UPDATE watch_entries AS entry SET updated_at = :at
        FROM restored
        WHERE entry.user_id = :user_id AND entry.title_id = restored.title_id AND entry.updated_at < :at
    )
    SELECT title_id, has_same_plays FROM restored
    """  # noqa: S608 - built from constants
)
"""Makes viewings of some titles, or of all that have the plays of before, what they were, unless a person has said
something of the entry since, or other plays complete it. Of several images of one, by an operation of several
transactions, the first is that of before. Their entries, which show them, have the version of now."""
REMOVE: Final[Statement] = text_statement(
    f"""
    WITH named AS MATERIALIZED (
        SELECT {_TITLE} AS title_id, max(coalesce(CAST(changed.before ->> 'number' AS integer), 0)) AS number
        FROM operation_rows AS changed
        LEFT JOIN merged_titles AS merged ON merged.title_id = changed.row_id
        WHERE {_CHANGED}
        GROUP BY 1
    ), made AS MATERIALIZED (
        SELECT run.title_id, run.number
        FROM viewings AS run
        JOIN operations AS operation ON operation.user_id = run.user_id AND operation.id = :operation_id
        LEFT JOIN named ON named.title_id = run.title_id
        LEFT JOIN watch_entries AS entry ON entry.user_id = run.user_id AND entry.title_id = run.title_id
        WHERE run.user_id = :user_id AND run.title_id = ANY(:title_ids)
            AND run.number > coalesce(named.number, CASE WHEN entry.id IS NOT NULL THEN run.number END, 0)
            AND (entry.id IS NULL OR entry.edited_at <= operation.created_at)
    )
    DELETE FROM viewings AS own USING made
    WHERE own.user_id = :user_id AND own.title_id = made.title_id AND own.number = made.number
        AND NOT EXISTS (
            SELECT FROM plays
            WHERE plays.user_id = :user_id AND plays.title_id = own.title_id AND plays.viewing = own.number
        )
    """  # noqa: S608
)
"""Removes viewings that the operation made, and of which nothing is left. Where it knows nothing of the viewings of a
title, those of an entry stay."""
RESTORE_STATED: Final[Statement] = text_statement(
    f"""
    UPDATE viewings AS own SET stated_count = image.stated_count
    FROM (
        SELECT DISTINCT ON (row_id, number) coalesce(merged.into_id, changed.row_id) AS title_id, changed.row_id,
            coalesce(CAST(changed.before ->> 'number' AS integer), 1) AS number,
            CAST(changed.before ->> 'stated_count' AS integer) AS stated_count, operation.created_at
        FROM operation_rows AS changed
        JOIN operations AS operation ON operation.user_id = changed.user_id AND operation.id = changed.operation_id
        LEFT JOIN merged_titles AS merged ON merged.title_id = changed.row_id
        WHERE {_CHANGED}
        ORDER BY row_id, number, changed.ordinal
    ) AS image
    WHERE own.user_id = :user_id AND own.title_id = image.title_id AND own.number = image.number
        AND own.stated_count > coalesce(image.stated_count, 0)
        AND NOT EXISTS (
            SELECT FROM operation_rows AS later
            JOIN operations AS operation ON operation.user_id = later.user_id AND operation.id = later.operation_id
            WHERE later.user_id = :user_id AND later.kind = '{RowKind.VIEWING.value}' AND later.row_id = image.row_id
                AND operation.created_at > image.created_at AND operation.undone_by IS NULL
                AND CAST(later.before ->> 'number' AS integer) = own.number
                AND CAST(later.before ->> 'stated_count' AS integer) IS DISTINCT FROM own.stated_count
        )
    """  # noqa: S608
)
"""Lowers the stated number of episodes of a viewing to that of before the operation, also where the viewing has plays
by now. A number that a later operation has changed stays."""
LED_BY_PLAYS: Final[Statement] = text_statement(
    f"""
    SELECT title_id FROM watch_entries
    WHERE user_id = :user_id AND title_id = ANY(:title_ids) AND status_by = '{StatusOrigin.PLAY.value}'
    """  # noqa: S608
)
