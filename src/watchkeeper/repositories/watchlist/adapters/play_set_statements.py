"""Statements of plays of many titles of one person at once."""

from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    CTE,
    DateTime,
    FromClause,
    Integer,
    Text,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from watchkeeper.foundation.postgres.row_sets import write_rows
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity, ViewingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.changes.change import ChangeArea
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.watching_statements import ENDS, WATCHING_COLUMNS, WATCHING_TABLES

_VIEWINGS: FromClause = ViewingEntity.__table__
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
LOCK: Final = text_statement(
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
    ), played AS MATERIALIZED (
        SELECT id FROM plays
        WHERE {_NAMED} AND ARRAY(SELECT id FROM locked) IS NOT NULL
        ORDER BY id
        FOR UPDATE
    ), quota AS MATERIALIZED (
        SELECT area_counts[{ChangeArea.WATCHLIST.number}] AS number FROM change_heads
        WHERE user_id = :user_id AND area_counts[{ChangeArea.WATCHLIST.number}] >= :close_to
          AND ARRAY(SELECT id FROM played) IS NOT NULL
        FOR UPDATE
    )
    SELECT ARRAY(SELECT id FROM named) AS title_ids, (SELECT number FROM quota) AS number,
        (SELECT count(*) FROM played) AS plays,
        ARRAY(
            SELECT ROW (name_key, id) FROM tags WHERE user_id = :user_id AND name_key = ANY (:tag_keys)
        ) AS tags
    """  # noqa: S608 - built from constants
)
EPISODE: Final = ("episode_id", "season", "number", "airs_at", "air_date")
"""What the rows in `regular` have, in this order: those of titles that are over."""
LOG: Final = (
    "id",
    "viewing",
    "created_at",
    "watched_on",
    "first_day",
    "moves_status",
    "episode_id",
    "season",
    "number",
    "airs_at",
    "air_date",
)
"""What the rows in `logs` have, in this order."""
READ: Final = text_statement(
    f"""
    SELECT title.id AS named_id, is_active AND (owner_id IS NULL OR owner_id = :user_id) AS is_open,
        CAST(to_jsonb(entry) AS text) AS image, CAST(to_jsonb(viewing) AS text) AS viewing_image,
        {_ENTRY}, {WATCHING_COLUMNS},
        ARRAY(
            SELECT ROW (
                plays.id, plays.viewing, plays.created_at, plays.watched_on, plays.first_day, plays.moves_status,
                plays.episode_id, coalesce(episode.season, plays.season), coalesce(episode.number, plays.number),
                episode.airs_at, episode.air_date
            )
            FROM plays LEFT JOIN episodes AS episode ON episode.id = plays.episode_id
            WHERE plays.user_id = :user_id AND plays.title_id = title.id
        ) AS logs,
        CASE WHEN airing IN ('ended', 'cancelled') THEN ARRAY(
            SELECT ROW (episode.id, season, number, airs_at, air_date) FROM episodes AS episode
            WHERE episode.title_id = title.id AND season > 0 AND state = 'current'
        ) END AS regular,
        ARRAY(
            SELECT ROW ({", ".join(f"plays.{name}" for name in PlayEntity.column_names)}, CAST(to_jsonb(plays) AS text))
            FROM plays WHERE plays.title_id = title.id AND {_NAMED}
        ) AS named_plays
    {WATCHING_TABLES}
    WHERE title.id = ANY (:title_ids)
    """  # noqa: S608 - built from constants
)
REGULAR: Final = text_statement(
    """
    SELECT title_id, id AS episode_id, season, number, airs_at, air_date FROM episodes
    WHERE title_id = ANY (:title_ids) AND season > 0 AND state = 'current'
    ORDER BY season, number
    """
)
FORGET_STATED_UNSEEN: Final = text_statement(
    """
    UPDATE viewings AS run SET stated_count = NULL
    FROM unnest(:title_ids, :numbers, :ids) AS removed (title_id, number, episode_id)
    JOIN episodes AS episode ON episode.id = removed.episode_id AND episode.season > 0
    WHERE run.user_id = :user_id AND run.title_id = removed.title_id AND run.number = removed.number
        AND run.stated_count IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM viewings AS later
            WHERE later.user_id = :user_id AND later.title_id = run.title_id AND later.number > run.number
        ) AND NOT EXISTS (
            SELECT FROM plays WHERE plays.user_id = :user_id AND plays.title_id = run.title_id
                AND plays.viewing = run.number AND plays.episode_id = episode.id
        )
    """
)
_PERSON: Final = bindparam("user_id", type_=Uuid())


def _ended_viewings() -> CTE:
    """Set what play completed viewings, unless the person said when it was. Triggers count the plays of those that are
    new."""
    given: dict[str, Any] = {"ended_ids": Uuid(), "ended_numbers": Integer(), "ends": Text()} | dict.fromkeys(
        ("ends_sorted_at", "ends_until", "ends_completed_at"), DateTime(timezone=True)
    )
    arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in given.items()]
    ended = func.unnest(*arrays).table_valued("title_id", "number", *ENDS, name="ended").render_derived()
    row = upsert(ViewingEntity).from_select(
        ["user_id", "title_id", "number", "state", *ENDS],
        select(
            _PERSON, ended.c.title_id, ended.c.number, literal_column("'finished'"), *(ended.c[one] for one in ENDS)
        ),
        include_defaults=False,
    )
    return row.on_conflict_do_update(
        index_elements=["user_id", "title_id", "number"],
        set_={name: row.excluded[name] for name in ENDS},
        where=~_VIEWINGS.c.is_finished_on_said,
    ).cte("ended_viewings")


WRITE: Final = Statement(
    select(literal_column("1")).add_cte(
        *write_rows(PlayEntity, _PERSON), *write_rows(WatchEntryEntity, _PERSON, prefix="entries_"), _ended_viewings()
    )
)
