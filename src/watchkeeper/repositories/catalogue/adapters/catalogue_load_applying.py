"""Statements that write the rows of a file to the catalogue, after their titles have been matched."""

from sqlalchemy import text

from watchkeeper.foundation.postgres.statement import Statement

# The first queries after a load would otherwise be planned for the tables as they were before it.
LEARN_SIZES = (
    "ANALYZE titles, title_figures, title_external_ids, title_genres, title_platforms, title_references,"
    " search_spellings"
)

MARK_NEW = Statement(
    text("UPDATE load_rows SET title_id = id, is_new = true WHERE title_id IS NULL AND NOT is_left_out")
)

# A year alone does not replace a date in that year.
FORGET_KNOWN_YEARS = Statement(
    text("""
    UPDATE load_rows r
    SET release_date = NULL
    FROM titles t
    WHERE t.id = r.title_id AND r.release_date_precision = 'year'
      AND extract(year FROM t.release_date) = extract(year FROM r.release_date)
    """)
)

# Where a row lacks a name or a date, what terms are made of stands partly in the catalogue alone.
LEAVE_TERMS = Statement(
    text("""
    UPDATE load_rows r
    SET search_words = NULL
    FROM titles t
    WHERE t.id = r.title_id AND NOT r.is_left_out AND (
        r.original_title IS NULL AND t.original_title IS NOT NULL
        OR r.alternative_titles IS NULL AND t.alternative_titles <> '{}'
        OR r.release_date IS NULL AND t.release_date IS NOT NULL
    )
    """)
)

MIXED_NAMES = Statement(
    text("""
    SELECT r.line, t.media_type, r.title, coalesce(r.original_title, t.original_title) AS original_title,
           coalesce(r.alternative_titles, t.alternative_titles) AS alternative_titles,
           CAST(extract(year FROM coalesce(r.release_date, t.release_date)) AS integer) AS year
    FROM load_rows r
    JOIN titles t ON t.id = r.title_id
    WHERE NOT r.is_left_out AND r.search_words IS NULL AND (
        r.title <> t.title
        OR r.original_title IS DISTINCT FROM t.original_title AND r.original_title IS NOT NULL
        OR r.alternative_titles <> t.alternative_titles
        OR r.release_date IS DISTINCT FROM t.release_date AND r.release_date IS NOT NULL
    )
    FOR UPDATE OF t
    """)
)

SET_TERMS = Statement(
    text("UPDATE load_rows SET search_words = CAST(:terms AS text[]) WHERE line = CAST(:line AS bigint)")
)

# The last of a load: whoever adds titles waits for words that others add, and must hold nothing that a load waits for.
NEW_TERMS = Statement(
    text("""
    SELECT DISTINCT term
    FROM load_rows, unnest(search_words) AS term
    WHERE NOT is_left_out
    """)
)

ADD_TITLES = Statement(
    text("""
    INSERT INTO titles (
        id, media_type, title, original_title, alternative_titles, overview, release_date, release_date_precision,
        runtime_minutes, poster_url, is_active, title_sort, title_key, search_words, created_at, updated_at
    )
    SELECT id, media_type, title, original_title, coalesce(alternative_titles, '{}'), overview, release_date,
           release_date_precision, runtime_minutes, poster_url, true, title_sort, title_key, search_words,
           CAST(:at AS timestamptz), CAST(:at AS timestamptz)
    FROM load_rows
    WHERE is_new
    ORDER BY line
    """)
)

ADD_RATING_STATISTICS = Statement(text("INSERT INTO title_figures (title_id) SELECT id FROM load_rows WHERE is_new"))

ADD_IDS = Statement(
    text("""
    WITH added AS (
        INSERT INTO title_external_ids (source, media_type, external_id, title_id)
        SELECT i.source, i.media_type, i.external_id, r.title_id
        FROM load_ids i
        JOIN load_rows r USING (line)
        WHERE NOT r.is_left_out
        ON CONFLICT (source, media_type, external_id) DO NOTHING
        RETURNING title_id
    )
    UPDATE load_rows SET is_changed = true WHERE NOT is_new AND title_id IN (SELECT title_id FROM added)
    """)
)

ADD_GENRES = Statement(
    text("""
    WITH added AS (
        INSERT INTO title_genres (title_id, genre_id)
        SELECT r.title_id, g.id
        FROM load_rows r, unnest(r.genre_keys) AS k (name_key)
        JOIN genres g USING (name_key)
        WHERE NOT r.is_left_out
        ON CONFLICT DO NOTHING
        RETURNING title_id
    )
    UPDATE load_rows SET is_changed = true WHERE NOT is_new AND title_id IN (SELECT title_id FROM added)
    """)
)

ADD_PLATFORMS = Statement(
    text("""
    WITH added AS (
        INSERT INTO title_platforms (title_id, platform_id)
        SELECT r.title_id, p.id
        FROM load_rows r, unnest(r.platform_keys) AS k (name_key)
        JOIN platforms p USING (name_key)
        WHERE NOT r.is_left_out
        ON CONFLICT DO NOTHING
        RETURNING title_id
    )
    UPDATE load_rows SET is_changed = true WHERE NOT is_new AND title_id IN (SELECT title_id FROM added)
    """)
)

CHANGE_TITLES = Statement(
    text("""
    UPDATE titles t
    SET title = r.title,
        original_title = coalesce(r.original_title, t.original_title),
        alternative_titles = coalesce(r.alternative_titles, t.alternative_titles),
        overview = coalesce(r.overview, t.overview),
        release_date = coalesce(r.release_date, t.release_date),
        release_date_precision =
            CASE WHEN r.release_date IS NULL THEN t.release_date_precision ELSE r.release_date_precision END,
        runtime_minutes = coalesce(r.runtime_minutes, t.runtime_minutes),
        poster_url = coalesce(r.poster_url, t.poster_url),
        title_sort = r.title_sort,
        title_key = r.title_key,
        search_words = coalesce(r.search_words, t.search_words),
        updated_at = greatest(CAST(:at AS timestamptz), t.updated_at + interval '1 microsecond')
    FROM load_rows r
    WHERE t.id = r.title_id AND NOT r.is_left_out AND NOT r.is_new AND (
        r.is_changed
        OR t.title <> r.title
        OR t.original_title IS DISTINCT FROM coalesce(r.original_title, t.original_title)
        OR t.alternative_titles <> r.alternative_titles
        OR t.overview IS DISTINCT FROM coalesce(r.overview, t.overview)
        OR t.release_date IS DISTINCT FROM coalesce(r.release_date, t.release_date)
        OR (r.release_date IS NOT NULL AND t.release_date_precision <> r.release_date_precision)
        OR t.runtime_minutes IS DISTINCT FROM coalesce(r.runtime_minutes, t.runtime_minutes)
        OR t.poster_url IS DISTINCT FROM coalesce(r.poster_url, t.poster_url)
    )
    """)
)

# Locks against deletion and renaming: a transaction that links a name takes the same lock (migration 0010), and taking
# it in two steps would deadlock with a transaction that began to change it in between.
KEEP_GENRES = Statement(text("SELECT 1 FROM genres WHERE name_key = ANY(CAST(:keys AS text[])) FOR SHARE"))

KEEP_PLATFORMS = Statement(text("SELECT 1 FROM platforms WHERE name_key = ANY(CAST(:keys AS text[])) FOR SHARE"))

MAKE_GENRES = Statement(
    text("""
    INSERT INTO genres (id, name, name_key, name_sort, created_at, updated_at)
    SELECT n.id, n.name, n.name_key, n.name_sort, CAST(:at AS timestamptz), CAST(:at AS timestamptz)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:keys AS text[]), CAST(:sorts AS text[]))
        AS n (id, name, name_key, name_sort)
    WHERE n.name_key IN (SELECT unnest(genre_keys) FROM load_rows WHERE NOT is_left_out)
    ORDER BY n.name_key
    ON CONFLICT (name_key) DO NOTHING
    """)
)

MAKE_PLATFORMS = Statement(
    text("""
    INSERT INTO platforms (id, name, name_key, name_sort, created_at, updated_at)
    SELECT n.id, n.name, n.name_key, n.name_sort, CAST(:at AS timestamptz), CAST(:at AS timestamptz)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:keys AS text[]), CAST(:sorts AS text[]))
        AS n (id, name, name_key, name_sort)
    WHERE n.name_key IN (SELECT unnest(platform_keys) FROM load_rows WHERE NOT is_left_out)
    ORDER BY n.name_key
    ON CONFLICT (name_key) DO NOTHING
    """)
)
