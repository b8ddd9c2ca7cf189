"""Statements that stage the rows of a file and match them with titles.

They are plain SQL, because they use tables that exist only during the transaction.
"""

from sqlalchemy import text

from watchkeeper.foundation.postgres.statement import Statement

PREPARE = """
DROP TABLE IF EXISTS pg_temp.load_rows, pg_temp.load_ids, pg_temp.load_candidates;
CREATE TEMPORARY TABLE load_rows (
    line bigint PRIMARY KEY,
    id uuid NOT NULL,
    media_type text NOT NULL,
    title text NOT NULL,
    original_title text,
    alternative_titles text[],
    overview text,
    release_date date,
    release_date_precision text NOT NULL,
    runtime_minutes integer,
    poster_url text,
    title_sort text NOT NULL,
    title_key text NOT NULL,
    search_words text[],
    genre_keys text[] NOT NULL,
    platform_keys text[] NOT NULL,
    sources text[] NOT NULL,
    external_ids text[] NOT NULL,
    name_key text NOT NULL,
    name_keys text[] NOT NULL,
    digest bytea NOT NULL,
    title_id uuid,
    is_left_out boolean NOT NULL DEFAULT false,
    is_new boolean NOT NULL DEFAULT false,
    is_changed boolean NOT NULL DEFAULT false
) ON COMMIT DROP;
"""

LIFT_BOUNDS = Statement(
    text("SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)")
)

RECORD_DATASET = Statement(
    text("""
    INSERT INTO loaded_datasets (name, loaded_at)
    VALUES (:name, CAST(:at AS timestamptz))
    ON CONFLICT DO NOTHING
    RETURNING name
    """)
)

# Of the tables that the load writes, this is the one that every creation of a title with an external id writes too.
LOCK = "LOCK TABLE title_external_ids IN SHARE ROW EXCLUSIVE MODE"

EXPAND_IDS = """
ANALYZE load_rows;
CREATE TEMPORARY TABLE load_ids ON COMMIT DROP AS
    SELECT r.line, r.media_type, i.source, i.external_id
    FROM load_rows r, unnest(r.sources, r.external_ids) AS i (source, external_id);
CREATE INDEX ON load_ids (line);
ANALYZE load_ids;
"""

MATCH_IDS = Statement(
    text("""
    UPDATE load_rows r
    SET title_id = found.titles[1], is_left_out = cardinality(found.titles) > 1
    FROM (
        SELECT i.line, array_agg(DISTINCT e.title_id) AS titles
        FROM load_ids i
        JOIN title_external_ids e USING (source, media_type, external_id)
        GROUP BY i.line
    ) found
    WHERE found.line = r.line
    """)
)

SEVERAL_TITLES = Statement(text("SELECT line FROM load_rows WHERE is_left_out"))

REJECT_OTHER_IDS = Statement(
    text("""
    UPDATE load_rows r
    SET is_left_out = true
    FROM load_ids i, title_external_ids e
    WHERE i.line = r.line AND e.title_id = r.title_id AND e.source = i.source AND e.external_id <> i.external_id
      AND NOT r.is_left_out AND NOT e.is_alias
      AND NOT EXISTS (
          SELECT FROM title_external_ids a
          WHERE a.title_id = r.title_id AND a.source = i.source AND a.external_id = i.external_id
      )
    RETURNING r.line, e.source, e.external_id
    """)
)

FIND_CLAIMS = Statement(
    text("""
    WITH claims AS (
        SELECT i.line, concat_ws(chr(31), i.media_type, i.source, i.external_id) AS mark
        FROM load_ids i
        UNION ALL
        SELECT line, CAST(title_id AS text) FROM load_rows WHERE title_id IS NOT NULL
        UNION ALL
        SELECT line, name_key FROM load_rows WHERE cardinality(sources) = 0
    ), counted AS (
        SELECT r.line, m.mark, r.digest, count(*) OVER (PARTITION BY m.mark) AS uses
        FROM claims m
        JOIN load_rows r USING (line)
        WHERE NOT r.is_left_out
    )
    SELECT line, mark, digest FROM counted WHERE uses > 1 ORDER BY line, mark
    """)
)

SET_ASIDE = Statement(text("UPDATE load_rows SET is_left_out = true WHERE line = ANY(CAST(:lines AS bigint[]))"))

# Names are compared as terms: of each title, its original and alternative titles (search_terms.py).
FIND_CANDIDATES = """
CREATE TEMPORARY TABLE load_candidates ON COMMIT DROP AS
    SELECT DISTINCT r.line, t.id AS title_id, r.title AS row_title, t.title, true AS is_exact,
           cardinality(r.sources) > 0 AS has_ids,
           (cardinality(r.sources) > 0) = EXISTS (SELECT FROM title_external_ids e WHERE e.title_id = t.id) AS is_alike
    FROM load_rows r
    CROSS JOIN unnest(r.name_keys) AS n (name)
    JOIN (SELECT id, unnest(search_words) AS name FROM titles) known ON known.name = '=' || n.name
    JOIN titles t ON t.id = known.id AND t.media_type = r.media_type AND t.owner_id IS NULL
        AND coalesce(extract(year FROM t.release_date), 0) = coalesce(extract(year FROM r.release_date), 0)
    WHERE r.title_id IS NULL AND NOT r.is_left_out
      AND NOT EXISTS (SELECT FROM load_rows o WHERE o.title_id = t.id AND NOT o.is_left_out)
      AND NOT EXISTS (
          SELECT FROM load_ids i JOIN title_external_ids e ON e.source = i.source
          WHERE i.line = r.line AND e.title_id = t.id
      )
"""

SIMILAR_CANDIDATES = Statement(
    text("SELECT line, title_id, row_title, title FROM load_candidates WHERE row_title <> title")
)

MARK_SIMILAR = Statement(
    text("""
    UPDATE load_candidates c
    SET is_exact = false
    FROM unnest(CAST(:lines AS bigint[]), CAST(:titles AS uuid[])) AS d (line, title_id)
    WHERE c.line = d.line AND c.title_id = d.title_id
    """)
)

# Two candidates are none. Only a row that has nothing but the very name of several titles is about the first of them:
# each load would enter it again.
MATCH_NAMES = Statement(
    text("""
    WITH ranked AS (
        SELECT *, rank() OVER (PARTITION BY line ORDER BY is_exact DESC, is_alike DESC) AS place
        FROM load_candidates
    ), best AS (
        SELECT *, count(*) OVER (PARTITION BY line) AS candidates FROM ranked WHERE place = 1
    ), single AS (
        SELECT DISTINCT ON (line) line, title_id, is_exact, is_alike
        FROM best
        WHERE candidates = 1 OR is_exact AND NOT has_ids
        ORDER BY line, title_id
    ), chosen AS (
        SELECT DISTINCT ON (title_id) line, title_id
        FROM single
        ORDER BY title_id, is_exact DESC, is_alike DESC, line
    )
    UPDATE load_rows r SET title_id = c.title_id FROM chosen c WHERE c.line = r.line
    """)
)
