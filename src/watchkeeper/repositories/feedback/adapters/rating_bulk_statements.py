"""Statements of many ratings of one person at once."""

from typing import Final

from sqlalchemy import ARRAY, Uuid, bindparam, func, literal_column, select

from watchkeeper.foundation.postgres.row_sets import write_rows
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.changes.change import ChangeArea
from watchkeeper.repositories.feedback.adapters.row_locks import USER_ID, touched_review
from watchkeeper.repositories.text_statements import text_statement

ENTRY: Final = "entry_"
RATING: Final = "rating_"
"""What the labels of columns begin with."""

_ENTRIES = ", ".join(f"entries.{name} AS {ENTRY}{name}" for name in WatchEntryEntity.column_names)
_RATINGS = ", ".join(f"locked.{name} AS {RATING}{name}" for name in RatingEntity.column_names)
# Each part reads of the one before an array or a count, which is complete before the first of its own rows is locked.
# The statistics are locked in order here: triggers would take them in the order of rows, each kind of change by itself.
# A part that nothing reads would lock nothing, hence their number.
LOCK: Final = text_statement(
    f"""
    WITH named AS MATERIALIZED (
        SELECT id, is_active AND (owner_id IS NULL OR owner_id = :user_id) AS is_open
        FROM titles
        WHERE id = ANY (
            :title_ids || ARRAY(SELECT title_id FROM ratings WHERE user_id = :user_id AND id = ANY (:ids))
        )
        ORDER BY id
        FOR KEY SHARE
    ), entries AS MATERIALIZED (
        SELECT * FROM watch_entries
        WHERE user_id = :user_id AND title_id = ANY (ARRAY(SELECT id FROM named))
        ORDER BY id
        FOR NO KEY UPDATE
    ), locked AS MATERIALIZED (
        SELECT * FROM ratings
        WHERE user_id = :user_id AND (SELECT count(*) FROM entries) >= 0
          AND (title_id = ANY (ARRAY(SELECT id FROM named)) OR id = ANY (:ids))
        ORDER BY id
        FOR NO KEY UPDATE
    ), statistics AS MATERIALIZED (
        SELECT title_id FROM title_figures
        WHERE title_id = ANY (ARRAY(SELECT id FROM named)) AND (SELECT count(*) FROM locked) >= 0
        ORDER BY title_id
        FOR NO KEY UPDATE
    ), quota AS MATERIALIZED (
        SELECT area_counts[{ChangeArea.WATCHLIST.number}] AS number FROM change_heads
        WHERE user_id = :user_id AND area_counts[{ChangeArea.WATCHLIST.number}] >= :close_to
        FOR UPDATE
    )
    SELECT named.id AS named_id, named.is_open, (SELECT count(*) FROM statistics) AS statistics,
           (SELECT number FROM quota) AS number, {_ENTRIES}, {_RATINGS},
           EXISTS (SELECT FROM plays WHERE user_id = :user_id AND title_id = named.id) AS has_play
    FROM (VALUES (1)) AS always (n)
    LEFT JOIN (
        named FULL JOIN locked ON locked.title_id = named.id LEFT JOIN entries ON entries.title_id = named.id
    ) ON true
    """  # noqa: S608 - built from names of columns
)
_RATING_PARTS: Final = (
    *write_rows(RatingEntity, USER_ID),
    touched_review(func.any(bindparam("title_ids", type_=ARRAY(Uuid())))),
)
WRITE: Final = Statement(
    select(literal_column("1")).add_cte(*write_rows(WatchEntryEntity, USER_ID, prefix="entries_"), *_RATING_PARTS)
)
WRITE_RATINGS: Final = Statement(select(literal_column("1")).add_cte(*_RATING_PARTS))
"""Writes ratings that complete nothing."""
