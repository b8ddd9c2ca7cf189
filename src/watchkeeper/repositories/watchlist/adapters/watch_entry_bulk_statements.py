"""Statements of many watch entries of one person at once."""

from typing import Final

from sqlalchemy import literal_column, select

from watchkeeper.foundation.postgres.row_sets import write_rows
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.changes.change import ChangeArea
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.watch_entry_statements import PERSON

ENTRY: Final = "entry_"
"""What the labels of an entry's columns begin with."""

_SHOWN = ", ".join(f"locked.{name} AS {ENTRY}{name}" for name in WatchEntryEntity.column_names)
# Each part has what it reads of the one before as an array, which is complete before the first of its own rows is
# locked. Close to the quota the number of entries stays locked, as when one is added by itself.
LOCK: Final = text_statement(
    f"""
    WITH named AS MATERIALIZED (
        SELECT id, is_active AND (owner_id IS NULL OR owner_id = :user_id) AS is_open
        FROM titles
        WHERE id = ANY (
            :title_ids || ARRAY(SELECT title_id FROM watch_entries WHERE user_id = :user_id AND id = ANY (:ids))
        )
        ORDER BY id
        FOR KEY SHARE
    ), locked AS MATERIALIZED (
        SELECT * FROM watch_entries
        WHERE user_id = :user_id AND (title_id = ANY (ARRAY(SELECT id FROM named)) OR id = ANY (:ids))
        ORDER BY id
        FOR UPDATE
    ), quota AS MATERIALIZED (
        SELECT area_counts[{ChangeArea.WATCHLIST.number}] AS number FROM change_heads
        WHERE user_id = :user_id AND area_counts[{ChangeArea.WATCHLIST.number}] >= :close_to
          AND ARRAY(SELECT id FROM locked) IS NOT NULL
        FOR UPDATE
    )
    SELECT named.id AS named_id, named.is_open, (SELECT number FROM quota) AS number, {_SHOWN}, (
            SELECT CAST(to_jsonb(viewings) AS text) FROM viewings
            WHERE viewings.user_id = :user_id AND viewings.title_id = named.id
            ORDER BY viewings.number DESC LIMIT 1
        ) AS viewing
    FROM (VALUES (1)) AS always (n) LEFT JOIN (named FULL JOIN locked ON locked.title_id = named.id) ON true
    """  # noqa: S608 - built from names of columns
)
WRITE: Final = Statement(select(literal_column("1")).add_cte(*write_rows(WatchEntryEntity, PERSON)))
