"""SQL that moves plays and viewings from a merged title to the other, in this order, behind its episodes.

Viewings of one number become one, with what the person said of either. Plays of an episode are of the episode at the
same place, known or not.
"""

from typing import Final

from watchkeeper.repositories.watchlist.adapters.stated_plays import insert_stated_plays

_PLAYS_OF_EPISODES: Final = """
    SELECT FROM plays WHERE plays.user_id = viewing.user_id AND plays.title_id = viewing.title_id
        AND plays.viewing = viewing.number AND plays.episode_id IS NOT NULL
"""
MOVE_PLAYS: Final = (
    # An entry shows the dates and the number of its viewing: its version changes with them.
    """
    UPDATE watch_entries AS entry SET updated_at = greatest(:at, entry.updated_at + interval '1 microsecond')
    FROM viewings AS other
    WHERE other.title_id = :title_id AND entry.title_id = :into_id AND entry.user_id = other.user_id
    """,
    """
    UPDATE viewings AS kept SET
        is_started_on_said = kept.is_started_on_said OR other.is_started_on_said,
        started_on = CASE
            WHEN other.is_started_on_said AND NOT kept.is_started_on_said THEN other.started_on
            ELSE coalesce(kept.started_on, other.started_on)
        END,
        is_finished_on_said = kept.is_finished_on_said OR other.is_finished_on_said,
        (finished_on, finished_sorted_at, finished_until) = (
            SELECT one.finished_on, one.finished_sorted_at, one.finished_until
            FROM (VALUES
                (kept.is_finished_on_said, 1, kept.finished_on, kept.finished_sorted_at, kept.finished_until),
                (other.is_finished_on_said, 2, other.finished_on, other.finished_sorted_at, other.finished_until)
            ) AS one (is_said, place, finished_on, finished_sorted_at, finished_until)
            ORDER BY is_said DESC, finished_until IS NULL, place LIMIT 1
        ),
        completed_at = greatest(kept.completed_at, other.completed_at),
        stated_count = greatest(kept.stated_count, other.stated_count)
    FROM viewings AS other
    WHERE kept.title_id = :into_id AND other.title_id = :title_id
      AND kept.user_id = other.user_id AND kept.number = other.number
    """,
    """
    DELETE FROM viewings AS other USING viewings AS kept
    WHERE kept.title_id = :into_id AND other.title_id = :title_id
      AND kept.user_id = other.user_id AND kept.number = other.number
    """,
    "UPDATE viewings SET title_id = :into_id WHERE title_id = :title_id",
    """
    UPDATE plays AS play SET
        title_id = :into_id,
        season = coalesce(episode.season, play.season),
        number = coalesce(episode.number, play.number),
        episode_id = CASE WHEN episode.title_id = :into_id THEN episode.id ELSE (
            SELECT same.id FROM episodes AS same
            WHERE same.title_id = :into_id AND same.state = 'current'
              AND same.season = coalesce(episode.season, play.season)
              AND same.number = coalesce(episode.number, play.number)
        ) END,
        updated_at = greatest(:at, play.updated_at + interval '1 microsecond')
    FROM plays AS moved LEFT JOIN episodes AS episode ON episode.id = moved.episode_id
    WHERE moved.title_id = :title_id AND play.user_id = moved.user_id AND play.id = moved.id
    """,
    """
    UPDATE plays AS play SET
        episode_id = episode.id,
        updated_at = greatest(:at, play.updated_at + interval '1 microsecond')
    FROM episodes AS episode
    WHERE play.title_id = :into_id AND play.episode_id IS NULL AND episode.title_id = :into_id
      AND episode.state = 'current' AND episode.season = play.season AND episode.number = play.number
    """,
    insert_stated_plays("into_id", f"NOT EXISTS ({_PLAYS_OF_EPISODES})"),
    """
    UPDATE viewings AS viewing SET
        state = merged.state,
        completed_at = CASE
            WHEN merged.state = 'finished' AND viewing.finished_until IS NULL
                THEN coalesce(viewing.completed_at, merged.completed_at)
            ELSE viewing.completed_at
        END
    FROM (
        SELECT one.user_id, one.number, entry.completed_at, CASE
            WHEN one.number < max(one.number) OVER (PARTITION BY one.user_id)
                THEN CASE WHEN one.state = 'current' THEN 'abandoned' ELSE one.state END
            WHEN entry.status = 'completed' THEN 'finished'
            ELSE 'current'
        END AS state
        FROM viewings AS one
        LEFT JOIN watch_entries AS entry ON entry.user_id = one.user_id AND entry.title_id = :into_id
        WHERE one.title_id = :into_id
    ) AS merged
    WHERE viewing.title_id = :into_id AND viewing.user_id = merged.user_id AND viewing.number = merged.number
      AND viewing.state <> merged.state
    """,
)
