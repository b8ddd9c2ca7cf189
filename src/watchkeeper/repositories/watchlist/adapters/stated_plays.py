"""SQL that makes plays of unknown date of the number of episodes that somebody said to have seen."""

from watchkeeper.models.types.undo.operation import RowKind


def insert_stated_plays(title_id: str, condition: str) -> str:
    """Return the statement for the title that a parameter names, of the time `:at`. `condition` is of `viewing`, and of
    the episode `first`. Of a merge, `:title_id` is the title that is merged.

    The plays are rows of the operation that said the number: its undo takes them back. Of several operations that said
    a number, a play is that of the last one that had it rise to its place, or made it smaller.
    """
    return f"""
        WITH stated AS MATERIALIZED (
            SELECT viewing.user_id, gen_random_uuid() AS id, viewing.number AS viewing, viewing.stated_count,
                first.place, first.id AS episode_id, first.season, first.number
            FROM viewings AS viewing
            CROSS JOIN LATERAL (
                SELECT id, season, number, row_number() OVER (ORDER BY season, number) AS place FROM episodes
                WHERE title_id = viewing.title_id AND state = 'current' AND season > 0
                ORDER BY season, number LIMIT viewing.stated_count
            ) AS first
            WHERE viewing.title_id = :{title_id} AND viewing.stated_count > 0 AND {condition} AND NOT EXISTS (
                SELECT FROM plays WHERE plays.user_id = viewing.user_id AND plays.title_id = viewing.title_id
                    AND plays.viewing = viewing.number AND plays.episode_id = first.id
            )
        ), stating AS MATERIALIZED ({_stating_operations(title_id)}
        ), recorded AS (
            INSERT INTO operation_rows (user_id, operation_id, ordinal, kind, row_id, edited_at)
            SELECT stated.user_id, said.id, last.ordinal + row_number() OVER (
                PARTITION BY stated.user_id, said.id ORDER BY stated.viewing, stated.place
            ), '{RowKind.PLAY.value}', stated.id, :at
            FROM stated
            CROSS JOIN LATERAL (
                SELECT stating.id FROM stating
                WHERE stating.user_id = stated.user_id AND stating.viewing = stated.viewing
                    AND (stating.before < stated.place OR stating.before > stating.after)
                ORDER BY stating.created_at DESC, stating.ordinal DESC LIMIT 1
            ) AS said
            CROSS JOIN LATERAL (
                SELECT max(ordinal) AS ordinal FROM operation_rows AS there
                WHERE there.user_id = stated.user_id AND there.operation_id = said.id
            ) AS last
        )
        INSERT INTO plays (user_id, id, title_id, episode_id, season, number, viewing, precision, sorted_at,
            moves_status, edited_at, created_at, updated_at)
        SELECT user_id, id, :{title_id}, episode_id, season, number, viewing, 'unknown', '-infinity', false, :at, :at,
            :at
        FROM stated
        RETURNING user_id
    """  # noqa: S608 - built from constants


def _stating_operations(title_id: str) -> str:
    """Return the operations by which the people of `stated` said how many episodes they have seen."""
    return f"""
            SELECT run.user_id, run.viewing, operation.id, operation.created_at, changed.ordinal,
                image.stated_count AS before, lead(image.stated_count, 1, run.stated_count) OVER (
                    PARTITION BY run.user_id, run.viewing ORDER BY operation.created_at, changed.ordinal
                ) AS after
            FROM (SELECT DISTINCT user_id, viewing, stated_count FROM stated) AS run
            JOIN operation_rows AS changed ON changed.user_id = run.user_id AND changed.kind = '{RowKind.VIEWING.value}'
                AND (changed.row_id IN (:{title_id}, :title_id) OR changed.row_id IN (
                    SELECT merged.title_id FROM merged_titles AS merged WHERE merged.into_id IN (:{title_id}, :title_id)
                ))
            JOIN operations AS operation ON operation.user_id = changed.user_id AND operation.id = changed.operation_id
                AND operation.undone_by IS NULL
            CROSS JOIN LATERAL (
                SELECT coalesce(CAST(changed.before ->> 'stated_count' AS integer), 0) AS stated_count
            ) AS image
            WHERE coalesce(CAST(changed.before ->> 'number' AS integer), run.viewing) = run.viewing
    """  # noqa: S608
