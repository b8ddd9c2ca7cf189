"""Statements of what a person has of many titles."""

from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Uuid, bindparam, func, literal_column, select

from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.foundation.postgres.row_image import row_image
from watchkeeper.foundation.postgres.row_sets import insert_missing_rows, insert_rows, write_rows
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.integrations.position_entity import PositionEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.repositories.text_statements import text_statement

_PERSON: Final = bindparam("user_id", type_=Uuid())
_TITLES: Final = bindparam("title_ids", type_=ARRAY(Uuid()))


def _of_titles(entity: type[Entity], *conditions: ColumnElement[bool]) -> Statement:
    table: Any = entity.__table__
    return Statement(
        select(*table.columns, row_image(entity)).where(
            table.c.user_id == _PERSON, table.c.title_id == func.any(_TITLES), *conditions
        )
    )


def _write(entity: type[Entity]) -> Statement:
    return Statement(select(literal_column("1")).add_cte(*write_rows(entity, _PERSON)))


def _unused(title_id: str, *tables: str) -> str:
    """Return the conditions that no row of the person in some tables names a title."""
    there = "SELECT own.title_id FROM {} AS own WHERE own.user_id = :user_id AND own.title_id = ANY (:title_ids)"
    return "\n".join(f"AND {title_id} NOT IN ({there.format(table)})" for table in tables)


READ: Final[dict[type[Entity], Statement]] = {
    WatchEntryEntity: _of_titles(WatchEntryEntity),
    PlayEntity: _of_titles(PlayEntity),
    RatingEntity: _of_titles(RatingEntity),
    ReviewEntity: _of_titles(ReviewEntity, ~ReviewEntity.__table__.c.is_superseded),
    MarkEntity: _of_titles(MarkEntity),
}
WRITE: Final[dict[type[Entity], Statement]] = {
    one: _write(one) for one in (WatchEntryEntity, PlayEntity, RatingEntity, ReviewEntity)
}
ADD_MARKS: Final = Statement(insert_rows(MarkEntity, "added"))
ADD_POSITIONS: Final = Statement(insert_missing_rows(PositionEntity, "added"))

# Each part has what it reads of the one before as an array, which is complete before its own first row is locked.
LOCK: Final = text_statement(
    """
    WITH person AS MATERIALIZED (SELECT id FROM users WHERE id = :user_id FOR NO KEY UPDATE),
    named AS MATERIALIZED (
        SELECT id, is_active AND (owner_id IS NULL OR owner_id = :user_id) AS is_open FROM titles
        WHERE id = ANY (:title_ids) AND ARRAY(SELECT id FROM person) <> '{}'
        ORDER BY id FOR KEY SHARE
    ), entries AS MATERIALIZED (
        SELECT id FROM watch_entries WHERE user_id = :user_id AND title_id = ANY (ARRAY(SELECT id FROM named))
        ORDER BY id FOR UPDATE
    ), figures AS MATERIALIZED (
        SELECT title_id FROM title_figures
        WHERE title_id = ANY (ARRAY(SELECT id FROM named)) AND ARRAY(SELECT id FROM entries) IS NOT NULL
        ORDER BY title_id FOR NO KEY UPDATE
    )
    SELECT (SELECT id FROM person) AS person_id, ARRAY(SELECT id FROM named WHERE is_open) AS open_titles,
        (SELECT count(*) FROM figures) AS figures
    """
)
VIEWINGS: Final = text_statement(
    """
    SELECT title_id, number, stated_count, is_started_on_said, to_jsonb(viewings)::text AS image FROM viewings
    WHERE user_id = :user_id AND title_id = ANY (:title_ids) ORDER BY title_id, number
    """
)
EPISODES: Final = text_statement(
    """
    SELECT episode.title_id, episode.id, season, number, external.source, external.external_id
    FROM episodes AS episode
    LEFT JOIN episode_external_ids AS external ON external.episode_id = episode.id
    WHERE episode.title_id = ANY (:title_ids) AND episode.state = 'current'
    """
)
ORIGINS: Final = text_statement(
    """
    SELECT row_id, source, is_present, told_at, play_key, edited_at, to_jsonb(row_origins)::text AS image
    FROM row_origins
    WHERE user_id = :user_id AND row_id = ANY (:row_ids)
    """
)
WRITE_ORIGINS: Final = text_statement(
    """
    INSERT INTO row_origins (user_id, row_id, source, is_present, told_at, play_key, edited_at)
    SELECT :user_id, row_id, source, is_present, told_at, play_key, edited_at
    FROM unnest(:row_ids, :sources, :are_present, :told_ats, :play_keys, :edited_ats)
        AS sent (row_id, source, is_present, told_at, play_key, edited_at)
    ON CONFLICT (user_id, row_id) DO UPDATE SET
        source = excluded.source, is_present = excluded.is_present, told_at = excluded.told_at,
        play_key = excluded.play_key, edited_at = excluded.edited_at
    """
)
END_VIEWINGS: Final = text_statement(
    """
    UPDATE viewings SET finished_on = stated.finished_on, finished_sorted_at = stated.finished_sorted_at,
        finished_until = stated.finished_until
    FROM unnest(:title_ids, :numbers, :ends, :ends_sorted_at, :ends_until)
        AS stated (title_id, number, finished_on, finished_sorted_at, finished_until)
    WHERE viewings.user_id = :user_id AND viewings.title_id = stated.title_id AND viewings.number = stated.number
      AND NOT is_finished_on_said
    """
)
STATE_VIEWINGS: Final = text_statement(
    """
    INSERT INTO viewings (user_id, title_id, number, state, started_on, is_started_on_said, finished_on,
        finished_sorted_at, finished_until, is_finished_on_said, completed_at, stated_count)
    SELECT :user_id, title_id, number, state, started_on, started_on IS NOT NULL, finished_on, finished_sorted_at,
        finished_until, finished_on IS NOT NULL, completed_at, stated_count
    FROM unnest(:title_ids, :numbers, :states, :starts, :ends, :ends_sorted_at, :ends_until, :completed_ats,
        :stated_counts) AS stated (title_id, number, state, started_on, finished_on, finished_sorted_at, finished_until,
        completed_at, stated_count)
    ON CONFLICT (user_id, title_id, number) DO UPDATE SET
        state = excluded.state, started_on = excluded.started_on, is_started_on_said = excluded.is_started_on_said,
        finished_on = excluded.finished_on, finished_sorted_at = excluded.finished_sorted_at,
        finished_until = excluded.finished_until, is_finished_on_said = excluded.is_finished_on_said,
        completed_at = excluded.completed_at, stated_count = excluded.stated_count
    """
)
TAKEN_KEYS: Final = text_statement(
    """
    SELECT plays.source, plays.source_key
    FROM unnest(:sources, :source_keys) AS asked (source, source_key)
    JOIN plays ON plays.user_id = :user_id AND plays.source = asked.source AND plays.source_key = asked.source_key
    """
)
FILL_VIEWINGS: Final = text_statement(
    """
    INSERT INTO viewings AS run (user_id, title_id, number, state, started_on, is_started_on_said, stated_count)
    SELECT :user_id, title_id, number, state, started_on, started_on IS NOT NULL, stated_count
    FROM unnest(:title_ids, :numbers, :states, :starts, :stated_counts)
        AS sent (title_id, number, state, started_on, stated_count)
    ON CONFLICT (user_id, title_id, number) DO UPDATE SET
        stated_count = greatest(run.stated_count, excluded.stated_count),
        started_on = CASE WHEN run.is_started_on_said THEN run.started_on
            ELSE coalesce(excluded.started_on, run.started_on) END,
        is_started_on_said = run.is_started_on_said OR excluded.is_started_on_said
    """
)
TOUCH_REVIEWS: Final = text_statement(
    """
    UPDATE reviews SET updated_at = greatest(:at, updated_at + interval '1 microsecond')
    WHERE user_id = :user_id AND title_id = ANY (:title_ids) AND NOT is_superseded
    """
)
RANKS: Final = text_statement("SELECT mark, max(rank) AS rank FROM marks WHERE user_id = :user_id GROUP BY mark")
# The ranks that the marks of an import have got are given out again in the order of the upload.
ORDER_MARKS: Final = text_statement(
    """
    WITH made AS (
        SELECT mark.id, mark.mark, mark.rank, min(sent.place) AS place
        FROM import_rows AS sent
        JOIN marks AS mark ON mark.user_id = sent.user_id AND mark.title_id = sent.title_id
            AND sent.record -> 'marks' @> to_jsonb(mark.mark)
        WHERE sent.user_id = :user_id AND sent.import_id = :import_id AND sent.effect @> '["mark"]'
        GROUP BY mark.user_id, mark.id
    ), numbered AS (
        SELECT id, mark, rank, row_number() OVER (PARTITION BY mark ORDER BY place, id) AS in_file,
            row_number() OVER (PARTITION BY mark ORDER BY rank, id) AS in_library
        FROM made
    )
    UPDATE marks SET rank = other.rank
    FROM numbered AS own JOIN numbered AS other ON other.mark = own.mark AND other.in_library = own.in_file
    WHERE marks.user_id = :user_id AND marks.id = own.id AND marks.rank <> other.rank
    """
)
WRITTEN_TITLES: Final = text_statement(
    """
    SELECT place, title_id, effect @> '["title"]' AS is_made FROM import_rows
    WHERE user_id = :user_id AND import_id = :import_id AND place > :place AND title_id IS NOT NULL
    ORDER BY place LIMIT :limit
    """
)
REMOVE_VIEWINGS: Final = text_statement(
    f"""
    DELETE FROM viewings AS run WHERE run.user_id = :user_id AND run.title_id = ANY (:title_ids)
    {_unused("run.title_id", "watch_entries", "plays")}
    """  # noqa: S608 - built from constants
)
OPEN_TITLES: Final = text_statement(
    """
    SELECT sent.id AS named_id, title.id FROM unnest(:title_ids) AS sent (id)
    LEFT JOIN merged_titles AS merged ON merged.title_id = sent.id
    JOIN titles AS title ON title.id = coalesce(merged.into_id, sent.id)
    WHERE title.is_active AND (title.owner_id IS NULL OR title.owner_id = :user_id)
    """
)
TIME_ZONE: Final = text_statement("SELECT time_zone FROM users WHERE id = :user_id")
REMOVE_TITLES: Final = text_statement(
    f"""
    DELETE FROM titles AS title WHERE title.owner_id = :user_id AND title.id = ANY (:title_ids)
    {_unused("title.id", "watch_entries", "plays", "ratings", "reviews", "marks", "positions", "list_items")}
    """  # noqa: S608
)
