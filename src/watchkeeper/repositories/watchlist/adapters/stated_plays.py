"""SQL that makes plays of unknown date of the number of episodes that somebody said to have seen."""


def insert_stated_plays(title_id: str, condition: str) -> str:
    """Return the statement for the title that a parameter names, of the time `:at`. `condition` is of `viewing`, and of
    the episode `first`."""
    return f"""
        INSERT INTO plays (user_id, id, title_id, episode_id, season, number, viewing, precision, sorted_at,
            moves_status, edited_at, created_at, updated_at)
        SELECT viewing.user_id, gen_random_uuid(), viewing.title_id, first.id, first.season, first.number,
            viewing.number, 'unknown', '-infinity', false, :at, :at, :at
        FROM viewings AS viewing
        CROSS JOIN LATERAL (
            SELECT id, season, number FROM episodes
            WHERE title_id = viewing.title_id AND state = 'current' AND season > 0
            ORDER BY season, number LIMIT viewing.stated_count
        ) AS first
        WHERE viewing.title_id = :{title_id} AND viewing.stated_count > 0 AND {condition} AND NOT EXISTS (
            SELECT FROM plays WHERE plays.user_id = viewing.user_id AND plays.title_id = viewing.title_id
                AND plays.viewing = viewing.number AND plays.episode_id = first.id
        )
        RETURNING user_id
    """  # noqa: S608 - built from constants
