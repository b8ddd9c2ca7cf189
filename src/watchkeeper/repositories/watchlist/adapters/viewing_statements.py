"""Statements of plays as they move the status of a title, and of viewings."""

from typing import Final

from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.current_viewing import CURRENT_VIEWING

REGULAR: Final = text_statement(
    """
    SELECT id AS episode_id, season, number, airs_at, air_date, id IN (
        SELECT episode_id FROM plays
        WHERE user_id = :user_id AND title_id = :title_id AND viewing = :viewing AND episode_id IS NOT NULL
    ) AS is_seen
    FROM episodes
    WHERE title_id = :title_id AND season > 0 AND state = 'current'
    """
)
BEGIN_AGAIN: Final = (
    text_statement(
        """
        UPDATE viewings SET state = CASE WHEN status = 'completed' THEN 'finished' ELSE 'abandoned' END
        FROM watch_entries AS entry
        WHERE viewings.user_id = :user_id AND viewings.title_id = :title_id AND number = :viewing
            AND entry.user_id = :user_id AND entry.title_id = :title_id
        """
    ),
    text_statement(
        """
        INSERT INTO viewings (user_id, title_id, number, state, started_on, is_started_on_said, title_plays_count,
            title_last_watched_on)
        SELECT user_id, title_id, number + 1, 'current', :started_on, CAST(:started_on AS text) IS NOT NULL,
            title_plays_count, title_last_watched_on
        FROM viewings WHERE user_id = :user_id AND title_id = :title_id AND number = :viewing
        """
    ),
    text_statement(
        """
        UPDATE watch_entries SET status = 'watching', status_set_at = :at, status_by = 'person', completed_at = NULL,
            updated_at = greatest(:at, updated_at + interval '1 microsecond'),
            edited_at = greatest(:at, updated_at + interval '1 microsecond')
        WHERE user_id = :user_id AND title_id = :title_id
        """
    ),
)
SET_DATES: Final = text_statement(
    f"""
    INSERT INTO viewings AS viewing (user_id, title_id, number, state, started_on, is_started_on_said, finished_on,
        finished_sorted_at, finished_until, is_finished_on_said)
    SELECT :user_id, title.id, coalesce(viewing.number, 1), 'current',
        CASE WHEN sets_start THEN title.started_on ELSE viewing.started_on END,
        CASE WHEN sets_start THEN title.started_on IS NOT NULL ELSE coalesce(is_started_on_said, false) END,
        CASE WHEN sets_end THEN title.finished_on ELSE viewing.finished_on END,
        CASE WHEN sets_end THEN title.finished_sorted_at ELSE viewing.finished_sorted_at END,
        CASE WHEN sets_end THEN title.finished_until ELSE viewing.finished_until END,
        CASE WHEN sets_end THEN title.finished_on IS NOT NULL ELSE coalesce(is_finished_on_said, false) END
    FROM unnest(:title_ids, :starts, :ends, :ends_sorted_at, :ends_until, :set_starts, :set_ends)
        AS title (id, started_on, finished_on, finished_sorted_at, finished_until, sets_start, sets_end)
    {CURRENT_VIEWING.format(title="title")}
    ON CONFLICT (user_id, title_id, number) DO UPDATE SET
        started_on = excluded.started_on,
        is_started_on_said = excluded.is_started_on_said,
        finished_on = excluded.finished_on,
        finished_sorted_at = excluded.finished_sorted_at,
        finished_until = excluded.finished_until,
        is_finished_on_said = excluded.is_finished_on_said
    """  # noqa: S608
)
RECOUNT: Final = text_statement("SELECT recount_viewings(:user_ids, :title_ids)")
REMOVE_VIEWINGS: Final = text_statement(
    """
    DELETE FROM viewings WHERE user_id = :user_id AND title_id = :title_id
    RETURNING CAST(to_jsonb(viewings) AS text) AS image
    """
)
