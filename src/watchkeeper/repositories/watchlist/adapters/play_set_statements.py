"""Statements of plays of many titles of one person at once."""

from typing import Final

from sqlalchemy import Uuid, bindparam, literal_column, select

from watchkeeper.foundation.postgres.row_sets import write_rows
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.play_entity import PlayEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.change import ChangeArea
from watchkeeper.repositories.watchlist.adapters.named_parameters import named
from watchkeeper.repositories.watchlist.adapters.watching_statements import WATCHING_COLUMNS, WATCHING_TABLES

ENTRY: Final = "own_"
"""What the labels of an entry's columns begin with."""

_NAMED: Final = """
plays.user_id = :user_id AND (plays.id = ANY (:ids) OR (plays.source, plays.source_key) IN (
    SELECT source, source_key FROM unnest(:sources, :source_keys) AS named (source, source_key)
))
"""
_ENTRY: Final = ", ".join(f"entry.{name} AS {ENTRY}{name}" for name in WatchEntryEntity.column_names)
# Each part has what it reads of the one before as an array, which is complete before the first of its own rows is
# locked. Close to the quota the number of entries stays locked, as when one is added by itself.
LOCK: Final = named(
    f"""
    WITH named AS MATERIALIZED (
        SELECT id FROM titles
        WHERE id = ANY (:title_ids || ARRAY(SELECT title_id FROM plays WHERE {_NAMED}))
        ORDER BY id
        FOR KEY SHARE
    ), locked AS MATERIALIZED (
        SELECT id FROM watch_entries
        WHERE user_id = :user_id AND title_id = ANY (ARRAY(SELECT id FROM named))
        ORDER BY id
        FOR UPDATE
    ), quota AS MATERIALIZED (
        SELECT area_counts[{ChangeArea.WATCHLIST.number}] AS number FROM change_heads
        WHERE user_id = :user_id AND area_counts[{ChangeArea.WATCHLIST.number}] >= :close_to
          AND ARRAY(SELECT id FROM locked) IS NOT NULL
        FOR UPDATE
    )
    SELECT ARRAY(SELECT id FROM named) AS title_ids, (SELECT number FROM quota) AS number,
        (SELECT count(*) FROM locked) AS entries
    """  # noqa: S608 - built from constants
)
FIND: Final = named(
    f"""
    SELECT {", ".join(PlayEntity.column_names)}, CAST(to_jsonb(plays) AS text) AS image
    FROM plays WHERE {_NAMED}
    ORDER BY id
    FOR UPDATE
    """  # noqa: S608 - built from constants
)
TITLES: Final = named(
    f"""
    SELECT title.id AS named_id, is_active AND (owner_id IS NULL OR owner_id = :user_id) AS is_open,
        CAST(to_jsonb(entry) AS text) AS image, {_ENTRY}, {WATCHING_COLUMNS}
    {WATCHING_TABLES}
    WHERE title.id = ANY (:title_ids)
    """
)
LOGS: Final = named(
    """
    SELECT plays.id, plays.title_id, plays.viewing, plays.created_at, plays.watched_on, plays.first_day,
        plays.moves_status, plays.episode_id, coalesce(episode.season, plays.season) AS season,
        coalesce(episode.number, plays.number) AS number, episode.airs_at, episode.air_date
    FROM plays LEFT JOIN episodes AS episode ON episode.id = plays.episode_id
    WHERE plays.user_id = :user_id AND plays.title_id = ANY (:title_ids)
    """
)
REGULAR: Final = named(
    """
    SELECT title_id, id AS episode_id, season, number, airs_at, air_date FROM episodes
    WHERE title_id = ANY (:title_ids) AND season > 0 AND state = 'current'
    ORDER BY season, number
    """
)
_PERSON: Final = bindparam("user_id", type_=Uuid())
WRITE: Final = Statement(
    select(literal_column("1")).add_cte(
        *write_rows(PlayEntity, _PERSON), *write_rows(WatchEntryEntity, _PERSON, prefix="entries_")
    )
)
END: Final = named(
    """
    UPDATE viewings SET finished_on = played.finished_on, finished_sorted_at = played.finished_sorted_at,
        finished_until = played.finished_until
    FROM unnest(:title_ids, :numbers, :ends, :ends_sorted_at, :ends_until)
        AS played (title_id, number, finished_on, finished_sorted_at, finished_until)
    WHERE viewings.user_id = :user_id AND viewings.title_id = played.title_id AND viewings.number = played.number
      AND NOT is_finished_on_said
    """
)
