"""The statements of an undo, with places for what differs from table to table (`undoable_table.py`)."""

from collections.abc import Mapping
from typing import Final

TITLE: Final = """
        LEFT JOIN merged_titles AS merged ON merged.title_id = image.title_id
        LEFT JOIN titles AS title ON title.id = coalesce(merged.into_id, image.title_id)
            AND (title.owner_id IS NULL OR title.owner_id = :user_id)
"""
TEMPLATES: Final[Mapping[str, str]] = {
    "titles": """
        SELECT coalesce(merged.into_id, named.title_id) AS title_id
        FROM (
            SELECT CAST(changed.before ->> 'title_id' AS uuid) AS title_id
            FROM operation_rows AS changed
            WHERE {changed} AND changed.before IS NOT NULL
            UNION
            SELECT own.title_id
            FROM operation_rows AS changed
            JOIN {table} AS own ON own.user_id = changed.user_id AND own.id = changed.row_id
            WHERE {changed}
        ) AS named
        LEFT JOIN merged_titles AS merged ON merged.title_id = named.title_id
    """,
    "lock": """
        SELECT own.id
        FROM {table} AS own
        WHERE own.user_id = :user_id AND own.id IN (
            SELECT changed.row_id FROM operation_rows AS changed WHERE {changed}
        )
        ORDER BY own.id
        FOR UPDATE
    """,
    "remove": """
        DELETE FROM {table} AS own
        USING operation_rows AS changed
        WHERE {own} AND changed.before IS NULL AND NOT ({is_needed})
        RETURNING {returned}
    """,
    "revert": """
        UPDATE {table} AS own
        SET {changes}
        FROM operation_rows AS changed CROSS JOIN LATERAL {image} {title}
        WHERE {own} AND changed.before IS NOT NULL
        RETURNING {returned}
    """,
    # Statistics of titles are made and locked in the order of these rows.
    "restore": """
        INSERT INTO {table} AS own ({columns})
        SELECT {values}
        FROM operation_rows AS changed
        CROSS JOIN LATERAL {image} {title}
        WHERE {changed} AND changed.before IS NOT NULL AND changed.edited_at IS NULL
            AND NOT ({is_gone}) AND {belongs_to}
        ORDER BY {order}
        LIMIT {room}
        ON CONFLICT DO NOTHING
        RETURNING {returned}
    """,
    # What was there already when the operation happened came here by a merge of titles.
    "left": """
        SELECT changed.row_id AS id, CASE
            WHEN changed.edited_at IS NULL AND ({is_gone}) THEN 'title_gone'
            WHEN other.created_at < operation.created_at OR NOT ({belongs_to}) THEN 'in_the_way'
            WHEN changed.before IS NOT NULL AND changed.edited_at IS NULL AND other.id IS NULL THEN 'quota_exceeded'
            ELSE 'changed_since'
        END AS reason
        FROM operation_rows AS changed
        JOIN operations AS operation
            ON operation.user_id = changed.user_id AND operation.id = changed.operation_id
        CROSS JOIN LATERAL {image} {title}
        LEFT JOIN {table} AS other
            ON other.user_id = changed.user_id AND other.id <> changed.row_id AND {is_in_the_way}
        WHERE {changed} AND NOT changed.row_id = ANY(:row_ids)
        ORDER BY changed.ordinal
    """,
}
