"""Statements that lock two titles with all that refers to them, and move everything from one to the other.

The order is that of other transactions: titles, names of genres and platforms, rating statistics, then the rows of
people. Whoever adds to a title, rates or reviews it locks the title first, and account deletion the statistics.
"""

from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Uuid, bindparam, func, select

from watchkeeper.models.entities.catalogue.merged_title_entity import MergedTitleEntity
from watchkeeper.models.types.watchlist.tag import MAX_TAGS
from watchkeeper.repositories.catalogue.adapters.title_merge_episodes import MOVE_EPISODES
from watchkeeper.repositories.catalogue.adapters.title_merge_lists import MOVE_LIST_ITEMS
from watchkeeper.repositories.catalogue.adapters.title_merge_plays import MOVE_PLAYS
from watchkeeper.repositories.text_statements import text_statement

# Held by whoever adds external ids; a load of the catalogue takes it before it locks titles.
LOCK_TABLE: Final = "LOCK TABLE title_external_ids IN ROW EXCLUSIVE MODE"


def survivors_of(parameter: str) -> ColumnElement[Any]:
    """Return the array of the ids in a parameter, of merged titles those of the survivors."""
    named = func.unnest(bindparam(parameter, type_=ARRAY(Uuid()))).table_valued("id").render_derived()
    merged = MergedTitleEntity.__table__.c
    survivors = select(func.coalesce(merged.into_id, named.c.id)).select_from(
        named.outerjoin(MergedTitleEntity.__table__, merged.title_id == named.c.id)
    )
    return func.array(survivors.scalar_subquery())


LOCK_TITLES: Final = text_statement("SELECT id FROM titles WHERE id = ANY(:title_ids) ORDER BY id FOR UPDATE")
LOCK_ROWS: Final = tuple(
    text_statement(sql)
    for sql in (
        """
        SELECT id FROM genres
        WHERE id IN (SELECT genre_id FROM title_genres WHERE title_id = ANY(:title_ids))
        ORDER BY id FOR SHARE
        """,
        """
        SELECT id FROM platforms
        WHERE id IN (SELECT platform_id FROM title_platforms WHERE title_id = ANY(:title_ids))
        ORDER BY id FOR SHARE
        """,
        "SELECT title_id FROM title_figures WHERE title_id = ANY(:title_ids) ORDER BY title_id FOR UPDATE",
        "SELECT title_id FROM title_references WHERE title_id = ANY(:title_ids) ORDER BY title_id FOR UPDATE",
        "SELECT id FROM watch_entries WHERE title_id = ANY(:title_ids) ORDER BY user_id, id FOR UPDATE",
        "SELECT number FROM viewings WHERE title_id = ANY(:title_ids) ORDER BY user_id, title_id, number FOR UPDATE",
        "SELECT id FROM plays WHERE title_id = ANY(:title_ids) ORDER BY user_id, id FOR UPDATE",
        "SELECT id FROM ratings WHERE title_id = ANY(:title_ids) ORDER BY user_id, id FOR UPDATE",
        "SELECT id FROM reviews WHERE title_id = ANY(:title_ids) ORDER BY user_id, id FOR UPDATE",
        "SELECT id FROM marks WHERE title_id = ANY(:title_ids) ORDER BY user_id, id FOR UPDATE",
        """
        SELECT id FROM lists
        WHERE (user_id, id) IN (SELECT user_id, list_id FROM list_items WHERE title_id = ANY(:title_ids))
        ORDER BY user_id, id FOR UPDATE
        """,
    )
)

OWNERS: Final = text_statement(
    """
    SELECT user_id FROM watch_entries WHERE title_id = :title_id
    UNION SELECT user_id FROM ratings WHERE title_id = :title_id
    UNION SELECT user_id FROM reviews WHERE title_id = :title_id
    UNION SELECT user_id FROM marks WHERE title_id = :title_id
    UNION SELECT user_id FROM list_items WHERE title_id = :title_id
    UNION SELECT user_id FROM plays WHERE title_id = :title_id
    UNION SELECT user_id FROM viewings WHERE title_id = :title_id
    """
)
# Triggers lock these at the end of the transaction, in the order of rows.
LOCK_HEADS: Final = text_statement(
    "SELECT user_id FROM change_heads WHERE user_id = ANY(:user_ids) ORDER BY user_id FOR UPDATE"
)

FIND_PUBLISHED: Final = text_statement(
    """
    WITH published AS (
        SELECT DISTINCT ON (own.title_id) own.title_id, public.title_id AS public_id
        FROM personal_title_ids AS own
        JOIN title_external_ids AS public USING (source, media_type, external_id)
        JOIN titles ON titles.id = public.title_id AND titles.is_active
        ORDER BY own.title_id, public.source
    )
    SELECT title_id, public_id FROM published LIMIT :most
    """
)
FIND_SURVIVOR: Final = text_statement("SELECT into_id FROM merged_titles WHERE title_id = :title_id")

_PAIRS = """
    SELECT kept.user_id, kept.id AS kept_id, other.id AS other_id
    FROM {table} AS kept
    JOIN {table} AS other ON other.user_id = kept.user_id AND other.id <> kept.id
    WHERE kept.title_id IN (:title_id, :into_id) AND other.title_id IN (:title_id, :into_id)
      AND kept.title_id <> other.title_id AND {is_kept}
"""
_FURTHER = "array_position(ARRAY['planned', 'watching', 'on_hold', 'dropped', 'completed'], {row}.status)"
_ENTRY_PAIRS = _PAIRS.format(
    table="watch_entries",
    is_kept="""
        ({kept}, kept.updated_at, kept.title_id = :into_id) > ({other}, other.updated_at, other.title_id = :into_id)
    """.format(kept=_FURTHER.format(row="kept"), other=_FURTHER.format(row="other")),
)
_NEWER = "(kept.updated_at, kept.title_id = :into_id) > (other.updated_at, other.title_id = :into_id)"
_RATING_PAIRS = _PAIRS.format(table="ratings", is_kept=_NEWER)
_REVIEW_PAIRS = _PAIRS.format(
    table="reviews", is_kept=f"{_NEWER} AND NOT kept.is_superseded AND NOT other.is_superseded"
)

MOVE_ROWS: Final = (
    # Notes and tags of both stay, as far as they fit.
    text_statement(
        f"""
        WITH pairs AS MATERIALIZED ({_ENTRY_PAIRS})
        UPDATE watch_entries AS kept
        SET notes = CASE
                WHEN coalesce(kept.notes, '') = '' THEN other.notes ELSE kept.notes || E'\\n\\n' || other.notes
            END,
            updated_at = greatest(:at, kept.updated_at + interval '1 microsecond')
        FROM pairs JOIN watch_entries AS other ON other.user_id = pairs.user_id AND other.id = pairs.other_id
        WHERE kept.user_id = pairs.user_id AND kept.id = pairs.kept_id
          AND other.notes <> '' AND kept.notes IS DISTINCT FROM other.notes
          AND char_length(coalesce(kept.notes, '')) + char_length(other.notes) <= 4998
        """  # noqa: S608 - built from constants
    ),
    text_statement(
        f"""
        WITH pairs AS MATERIALIZED ({_ENTRY_PAIRS})
        UPDATE watch_entries AS kept
        SET tag_ids = (kept.tag_ids || ARRAY(
                SELECT id FROM unnest(other.tag_ids) WITH ORDINALITY AS added (id, place)
                WHERE id <> ALL (kept.tag_ids) ORDER BY place
            ))[1:{MAX_TAGS}],
            updated_at = greatest(:at, kept.updated_at + interval '1 microsecond')
        FROM pairs JOIN watch_entries AS other ON other.user_id = pairs.user_id AND other.id = pairs.other_id
        WHERE kept.user_id = pairs.user_id AND kept.id = pairs.kept_id AND NOT kept.tag_ids @> other.tag_ids
        """  # noqa: S608
    ),
    text_statement(
        f"""
        WITH pairs AS MATERIALIZED ({_ENTRY_PAIRS})
        DELETE FROM watch_entries AS entry USING pairs
        WHERE entry.user_id = pairs.user_id AND entry.id = pairs.other_id
        """  # noqa: S608
    ),
    text_statement(
        f"""
        WITH pairs AS MATERIALIZED ({_RATING_PAIRS})
        DELETE FROM ratings AS rating USING pairs
        WHERE rating.user_id = pairs.user_id AND rating.id = pairs.other_id
        """  # noqa: S608
    ),
    text_statement(
        f"""
        WITH pairs AS MATERIALIZED ({_REVIEW_PAIRS})
        UPDATE reviews AS review
        SET is_superseded = true, updated_at = greatest(:at, review.updated_at + interval '1 microsecond')
        FROM pairs
        WHERE review.user_id = pairs.user_id AND review.id = pairs.other_id
        """  # noqa: S608
    ),
    # Of two equal marks the one of the survivor stays, with the note of the other if it has none.
    text_statement(
        """
        WITH doubled AS MATERIALIZED (
            DELETE FROM marks AS moved USING marks AS kept
            WHERE moved.title_id = :title_id AND kept.title_id = :into_id
              AND kept.user_id = moved.user_id AND kept.mark = moved.mark
            RETURNING moved.user_id, moved.mark, moved.note
        )
        UPDATE marks AS kept
        SET note = doubled.note, updated_at = greatest(:at, kept.updated_at + interval '1 microsecond')
        FROM doubled
        WHERE kept.user_id = doubled.user_id AND kept.mark = doubled.mark AND kept.title_id = :into_id
          AND kept.note IS NULL AND doubled.note IS NOT NULL
        """
    ),
    text_statement(
        """
        UPDATE marks SET title_id = :into_id, updated_at = greatest(:at, updated_at + interval '1 microsecond')
        WHERE title_id = :title_id
        """
    ),
    text_statement("UPDATE watch_entries SET title_id = :into_id WHERE title_id = :title_id"),
    text_statement("UPDATE ratings SET title_id = :into_id WHERE title_id = :title_id"),
    text_statement("UPDATE reviews SET title_id = :into_id WHERE title_id = :title_id"),
    *(text_statement(sql) for sql in (*MOVE_EPISODES, *MOVE_PLAYS, *MOVE_LIST_ITEMS)),
    text_statement(
        """
        INSERT INTO title_genres (title_id, genre_id)
        SELECT :into_id, genre_id FROM title_genres JOIN titles ON titles.id = title_genres.title_id
        WHERE titles.id = :title_id AND titles.owner_id IS NULL
        ON CONFLICT DO NOTHING
        """
    ),
    text_statement(
        """
        INSERT INTO title_platforms (title_id, platform_id)
        SELECT :into_id, platform_id FROM title_platforms JOIN titles ON titles.id = title_platforms.title_id
        WHERE titles.id = :title_id AND titles.owner_id IS NULL
        ON CONFLICT DO NOTHING
        """
    ),
    text_statement(
        """
        UPDATE title_external_ids AS moved
        SET title_id = :into_id,
            is_alias = moved.is_alias OR moved.media_type <> survivor.media_type OR EXISTS (
                SELECT FROM title_external_ids AS first
                WHERE first.title_id = :into_id AND first.source = moved.source AND NOT first.is_alias
            )
        FROM titles AS survivor
        WHERE survivor.id = :into_id AND moved.title_id = :title_id
        """
    ),
    text_statement("UPDATE merged_titles SET into_id = :into_id WHERE into_id = :title_id"),
    text_statement("INSERT INTO merged_titles (title_id, into_id, merged_at) VALUES (:title_id, :into_id, :at)"),
    text_statement("DELETE FROM titles WHERE id = :title_id"),
)
