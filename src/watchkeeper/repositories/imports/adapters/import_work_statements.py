"""Statements of the records of imports by their works. Every one is restricted to one person."""

from typing import Final

from watchkeeper.models.types.imports.import_state import DECIDED_BEFORE
from watchkeeper.repositories.text_statements import text_statement

_OF_IMPORT: Final = "user_id = :user_id AND import_id = :import_id"
_OF_WORKS: Final = f"{_OF_IMPORT} AND work_key = ANY (:work_keys)"
_IS_UNDECIDED: Final = "number IS NOT NULL AND result = 'ambiguous' AND decision IS NULL"
_IS_WRITTEN: Final = """
    decision IS DISTINCT FROM 'skip'
    AND (result IN ('ready', 'exists', 'duplicate') OR result = 'ambiguous' AND decision IS NOT NULL)
"""

SET_KEYS: Final = text_statement(
    f"""
    UPDATE import_rows SET work_key = sent.work_key FROM unnest(:places, :work_keys) AS sent (place, work_key)
    WHERE {_OF_IMPORT} AND import_rows.place = sent.place AND import_rows.work_key IS DISTINCT FROM sent.work_key
    """  # noqa: S608 - built from constants
)
UNDECIDED: Final = text_statement(f"SELECT count(*) FROM import_rows WHERE {_OF_IMPORT} AND {_IS_UNDECIDED}")  # noqa: S608
NEW: Final = text_statement(
    f"""
    SELECT count(DISTINCT work_key) FILTER (WHERE own.title_id IS NULL OR decision = 'new_title') AS titles,
        count(DISTINCT coalesce(own.title_id::text, work_key::text))
            FILTER (WHERE number IS NOT NULL AND entry.id IS NULL) AS entries
    FROM import_rows AS own
    LEFT JOIN watch_entries AS entry ON entry.user_id = own.user_id AND entry.title_id = own.title_id
    WHERE own.user_id = :user_id AND own.import_id = :import_id AND {_IS_WRITTEN}
    """  # noqa: S608
)
WORKS: Final = text_statement(
    f"""
    SELECT work_key, count(*) AS records FROM import_rows
    WHERE {_OF_IMPORT} AND {_IS_WRITTEN} AND kind <> 'list' AND work_key IS NOT NULL
    GROUP BY work_key ORDER BY min(place)
    """  # noqa: S608
)
_IS_NAMED: Final = "result IN ('ready', 'exists', 'duplicate', 'ambiguous')"
# A decision that is taken back leaves what was found without one; a remembered one may have chosen between several.
DECIDE: Final = text_statement(
    f"""
    UPDATE import_rows SET decision = :decision,
        result = CASE
            WHEN CAST(:decision AS text) IS NULL AND reason = '{DECIDED_BEFORE}' THEN 'ambiguous' ELSE result
        END,
        reason = CASE WHEN CAST(:decision AS text) IS NOT NULL THEN reason END,
        matched_id = CASE WHEN decision IS NULL THEN title_id ELSE matched_id END,
        title_id = CASE
            WHEN :decision = 'candidate' THEN :title_id
            WHEN :decision = 'new_title' THEN NULL
            WHEN decision IS NULL THEN title_id
            ELSE matched_id
        END
    WHERE {_OF_WORKS} AND {_IS_NAMED}
    """  # noqa: S608
)
# What a row was matched with becomes a candidate beside what stands in its place.
ADD_CANDIDATE: Final = text_statement(
    f"""
    UPDATE import_rows SET candidates = candidates || (
        SELECT coalesce(jsonb_agg(jsonb_build_object('title_id', id, 'title', title, 'media_type', media_type,
            'year', CAST(extract(year FROM release_date) AS integer)) ORDER BY id = :title_id), '[]')
        FROM titles AS added
        WHERE added.id IN (import_rows.title_id, :title_id)
          AND NOT import_rows.candidates @> jsonb_build_array(jsonb_build_object('title_id', added.id))
    )
    WHERE {_OF_WORKS} AND {_IS_NAMED}
    """  # noqa: S608
)
DECIDE_BEST: Final = text_statement(
    f"""
    WITH decided AS (
        UPDATE import_rows SET decision = 'candidate', title_id = CAST(candidates -> 0 ->> 'title_id' AS uuid)
        WHERE {_OF_WORKS} AND candidates <> '[]' AND result = 'ambiguous'
        RETURNING work_key
    )
    SELECT DISTINCT work_key FROM decided
    """  # noqa: S608
)
KEYS: Final = text_statement(
    f"""
    SELECT DISTINCT work_key FROM import_rows
    WHERE {_OF_IMPORT} AND number IS NOT NULL AND work_key IS NOT NULL
      AND (cardinality(:results) = 0 OR result = ANY (:results))
      AND (cardinality(:ids) = 0 OR id = ANY (:ids))
      AND (CAST(:title_id AS uuid) IS NULL OR title_id = :title_id)
      AND (CAST(:member AS text) IS NULL OR member = :member)
      AND (CAST(:decided AS boolean) IS NULL OR (decision IS NOT NULL) = :decided)
    """  # noqa: S608
)
FORGET: Final = text_statement("DELETE FROM import_decisions WHERE user_id = :user_id AND work_key = ANY (:work_keys)")
REMEMBER: Final = text_statement(
    f"""
    INSERT INTO import_decisions (user_id, work_key, decision, title_id, created_at, updated_at)
    SELECT DISTINCT ON (work_key) user_id, work_key, decision,
        CASE WHEN decision = 'candidate' THEN title_id END, :at, :at
    FROM import_rows WHERE {_OF_WORKS} AND decision IS NOT NULL
    ORDER BY work_key, place
    ON CONFLICT (user_id, work_key) DO UPDATE
    SET decision = excluded.decision, title_id = excluded.title_id, updated_at = excluded.updated_at
    """  # noqa: S608
)
ADD_WRITTEN: Final = text_statement(
    """
    UPDATE imports SET written = written || (
        SELECT jsonb_object_agg(key, coalesce(CAST(written ->> key AS integer), 0) + CAST(value AS integer))
        FROM jsonb_each_text(CAST(:counts AS jsonb))
    ), warnings = warnings || CAST(:added_warnings AS jsonb)
    WHERE user_id = :user_id AND id = :import_id
    RETURNING CAST(written AS text)
    """
)
OWNED: Final = text_statement(
    """
    SELECT (SELECT count(*) FROM titles WHERE owner_id = :user_id) AS titles,
        (SELECT count(*) FROM watch_entries WHERE user_id = :user_id) AS entries
    """
)
IMPORT_OF: Final = text_statement("SELECT id FROM imports WHERE user_id = :user_id AND operation_id = :operation_id")
