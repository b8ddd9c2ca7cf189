"""Statements of plays as they move the status of a title, and of viewings."""

from typing import Final

from watchkeeper.repositories.watchlist.adapters.named_parameters import CURRENT_VIEWING, named

_SAME_EPISODE = """
(episode_id = :episode_id OR (
    episode_id IS NULL AND CAST(:episode_id AS uuid) IS NULL AND season IS NOT DISTINCT FROM :season
    AND number IS NOT DISTINCT FROM :number
))
"""
IS_SEEN: Final = named(
    f"""
    SELECT EXISTS (
        SELECT FROM plays WHERE user_id = :user_id AND title_id = :title_id AND viewing = :viewing AND {_SAME_EPISODE}
    )
    """  # noqa: S608 - built from constants
)
BY_SOURCE_KEY: Final = named(
    "SELECT id, title_id FROM plays WHERE user_id = :user_id AND source = :source AND source_key = :source_key"
)
NEAR: Final = named(
    f"""
    SELECT id FROM plays
    WHERE user_id = :user_id AND title_id = :title_id AND precision = 'instant' AND {_SAME_EPISODE}
      AND sorted_at BETWEEN :instant - :minutes * interval '1 minute' AND :instant + :minutes * interval '1 minute'
    ORDER BY id LIMIT 1
    """  # noqa: S608
)
LOG: Final = named(
    """
    SELECT plays.created_at, plays.watched_on, plays.first_day, plays.moves_status, plays.episode_id,
        coalesce(episode.season, plays.season) AS season, coalesce(episode.number, plays.number) AS number,
        episode.airs_at, episode.air_date
    FROM plays LEFT JOIN episodes AS episode ON episode.id = plays.episode_id
    WHERE plays.user_id = :user_id AND plays.title_id = :title_id AND plays.viewing = :viewing
    ORDER BY plays.created_at, plays.id
    """
)
BEGIN_AGAIN: Final = (
    named(
        """
        UPDATE viewings SET state = 'abandoned'
        WHERE user_id = :user_id AND title_id = :title_id AND number = :viewing AND state = 'current'
        """
    ),
    named(
        """
        INSERT INTO viewings (user_id, title_id, number, state, started_on, is_started_on_said, title_plays_count,
            title_last_watched_on)
        SELECT user_id, title_id, number + 1, 'current', :started_on, CAST(:started_on AS text) IS NOT NULL,
            title_plays_count, title_last_watched_on
        FROM viewings WHERE user_id = :user_id AND title_id = :title_id AND number = :viewing
        """
    ),
    named(
        """
        UPDATE watch_entries SET status = 'watching', status_set_at = :at, status_by = 'person', completed_at = NULL,
            updated_at = greatest(:at, updated_at + interval '1 microsecond'),
            edited_at = greatest(:at, updated_at + interval '1 microsecond')
        WHERE user_id = :user_id AND title_id = :title_id
        """
    ),
)
SET_DATES: Final = named(
    f"""
    INSERT INTO viewings AS viewing (user_id, title_id, number, state, started_on, is_started_on_said, finished_on,
        finished_sorted_at, finished_until, is_finished_on_said)
    SELECT :user_id, title.id, coalesce(viewing.number, 1), 'current', :started_on,
        CAST(:started_on AS text) IS NOT NULL, :finished_on, :finished_sorted_at, :finished_until,
        CAST(:finished_on AS text) IS NOT NULL
    FROM (SELECT CAST(:title_id AS uuid) AS id) AS title {CURRENT_VIEWING.format(title="title")}
    ON CONFLICT (user_id, title_id, number) DO UPDATE SET
        started_on = CASE WHEN :sets_started_on THEN excluded.started_on ELSE viewing.started_on END,
        is_started_on_said = CASE
            WHEN :sets_started_on THEN excluded.is_started_on_said ELSE viewing.is_started_on_said
        END,
        finished_on = CASE WHEN :sets_finished_on THEN excluded.finished_on ELSE viewing.finished_on END,
        finished_sorted_at = CASE
            WHEN :sets_finished_on THEN excluded.finished_sorted_at ELSE viewing.finished_sorted_at
        END,
        finished_until = CASE WHEN :sets_finished_on THEN excluded.finished_until ELSE viewing.finished_until END,
        is_finished_on_said = CASE
            WHEN :sets_finished_on THEN excluded.is_finished_on_said ELSE viewing.is_finished_on_said
        END
    """  # noqa: S608
)
RECOUNT: Final = named("SELECT recount_viewings(:user_ids, :title_ids)")
REMOVE_VIEWINGS: Final = named(
    """
    DELETE FROM viewings WHERE user_id = :user_id AND title_id = :title_id
    RETURNING CAST(to_jsonb(viewings) AS text) AS image
    """
)
