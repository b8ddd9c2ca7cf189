"""Statements that bring back what follows the rows of an import. It has more than one image of a row if it wrote in
several transactions: the first is that of before."""

from typing import Final

from watchkeeper.models.types.undo.operation import RowKind
from watchkeeper.repositories.text_statements import text_statement

_CHANGED: Final = (
    "changed.user_id = :user_id AND changed.operation_id = :operation_id AND changed.ordinal >= :first AND changed.kind"
)
RESTORE_ORIGINS: Final = text_statement(
    f"""
    UPDATE row_origins AS own
    SET source = image.source, is_present = image.is_present, told_at = image.told_at, play_key = image.play_key,
        edited_at = image.edited_at
    FROM (
        SELECT DISTINCT ON (changed.row_id) image.*
        FROM operation_rows AS changed
        CROSS JOIN LATERAL jsonb_populate_record(CAST(NULL AS row_origins), changed.before) AS image
        WHERE {_CHANGED} = '{RowKind.ORIGIN.value}'
        ORDER BY changed.row_id, changed.ordinal
    ) AS image
    WHERE own.user_id = :user_id AND own.row_id = image.row_id AND (
        EXISTS (SELECT FROM ratings AS row WHERE row.user_id = :user_id AND (row.id, row.edited_at) = (
            image.row_id, image.edited_at
        ))
        OR EXISTS (SELECT FROM reviews AS row WHERE row.user_id = :user_id AND (row.id, row.edited_at) = (
            image.row_id, image.edited_at
        ))
    )
    """  # noqa: S608 - built from constants
)
REMOVE_ORIGINS: Final = text_statement(
    f"""
    DELETE FROM row_origins AS own
    USING operation_rows AS changed
    WHERE {_CHANGED} IN ('{RowKind.RATING.value}', '{RowKind.REVIEW.value}') AND changed.before IS NULL
        AND own.user_id = :user_id AND own.row_id = changed.row_id
        AND NOT EXISTS (SELECT FROM ratings AS row WHERE row.user_id = :user_id AND row.id = own.row_id)
        AND NOT EXISTS (SELECT FROM reviews AS row WHERE row.user_id = :user_id AND row.id = own.row_id)
    """  # noqa: S608 - built from constants
)
REMOVE_TAGS: Final = text_statement(
    f"""
    DELETE FROM tags AS own
    USING operation_rows AS changed
    WHERE {_CHANGED} = '{RowKind.NEW_TAG.value}' AND own.user_id = :user_id AND own.id = changed.row_id
        AND own.updated_at = changed.edited_at
        AND own.id NOT IN (
            SELECT unnest(entry.tag_ids) FROM watch_entries AS entry
            WHERE entry.user_id = :user_id AND entry.tag_ids <> '{{}}'
            UNION ALL
            SELECT unnest(play.tag_ids) FROM plays AS play WHERE play.user_id = :user_id AND play.tag_ids <> '{{}}'
        )
    """  # noqa: S608 - built from constants
)
REMOVE_POSITIONS: Final = text_statement(
    f"""
    DELETE FROM positions AS own
    USING operation_rows AS changed
    WHERE {_CHANGED} = '{RowKind.NEW_POSITION.value}' AND own.user_id = :user_id AND own.id = changed.row_id
        AND own.updated_at = changed.edited_at
    """  # noqa: S608 - built from constants
)
# A title that a provider has completed by these ids keeps them: it is what they name.
REMOVE_IDS: Final = text_statement(
    f"""
    WITH given AS MATERIALIZED (
        SELECT own.id, changed.before FROM operation_rows AS changed
        JOIN titles AS own ON own.id = changed.row_id AND own.owner_id = :user_id
        WHERE {_CHANGED} = '{RowKind.NEW_IDS.value}'
            AND (own.metadata_state <> 'current' OR changed.before ->> 'metadata_state' = 'current')
        ORDER BY own.id FOR NO KEY UPDATE OF own
    ), removed AS (
        DELETE FROM personal_title_ids AS there
        USING given CROSS JOIN LATERAL jsonb_each_text(given.before -> 'ids') AS one
        WHERE there.title_id = given.id AND there.source = one.key AND there.external_id = one.value
        RETURNING there.title_id, there.source
    ), by_title AS (
        SELECT title_id, array_agg(source) AS sources FROM removed GROUP BY title_id
    ), copied AS (
        UPDATE title_references AS refs
        SET external_ids = nullif((CAST(refs.external_ids AS jsonb) - sources)::text, '{{}}')
        FROM by_title WHERE refs.title_id = by_title.title_id
    )
    UPDATE titles AS own SET updated_at = greatest(now(), own.updated_at + interval '1 microsecond'),
        metadata_state = given.before ->> 'metadata_state',
        metadata_due_at = CAST(given.before ->> 'metadata_due_at' AS timestamptz)
    FROM given JOIN by_title ON by_title.title_id = given.id
    WHERE own.id = given.id
    """  # noqa: S608 - built from constants
)
FOLLOWING: Final = (RESTORE_ORIGINS, REMOVE_ORIGINS, REMOVE_TAGS, REMOVE_POSITIONS, REMOVE_IDS)
