"""Statements of rating statistics: the refresh of the prior, and the recount."""

from watchkeeper.repositories.text_statements import text_statement

CLAIM_REFRESH = text_statement(
    "INSERT INTO rating_prior (refreshed_at) VALUES (:at)"
    " ON CONFLICT (is_only) DO UPDATE SET refreshed_at = excluded.refreshed_at"
    " WHERE rating_prior.refreshed_at <= :due_before"
    " RETURNING true"
)
MEAN = text_statement(
    "SELECT sum(half_steps_sum) / (2.0 * nullif(sum(ratings_count), 0)) FROM title_figures WHERE is_public"
)
LOCK_TIMEOUT = text_statement("SELECT set_config('lock_timeout', :milliseconds, true)")
LOCK_PRIOR = text_statement("SELECT pg_advisory_xact_lock(6273826144)")
SET_PRIOR = text_statement("UPDATE rating_prior SET mean = :mean WHERE mean IS DISTINCT FROM :mean")

# The rows are locked in the order of their ids, as account deletion does. The due rows are selected once: PostgreSQL
# may run a subquery for every row, and each run would find the next due ones.
RENEW_WEIGHTED = text_statement(
    """
    WITH due AS MATERIALIZED (
        SELECT title_id
        FROM title_figures
        WHERE title_id > :after
          AND weighted IS DISTINCT FROM
              weighted_rating(ratings_count, half_steps_sum, (SELECT mean FROM rating_prior))
        ORDER BY title_id
        LIMIT :limit
        FOR NO KEY UPDATE
    )
    UPDATE title_figures
    SET weighted = weighted_rating(ratings_count, half_steps_sum, (SELECT mean FROM rating_prior))
    WHERE title_id IN (SELECT title_id FROM due)
    RETURNING title_id
    """
)

# Titles whose number has not changed are not written.
SET_KNOWN = text_statement(
    """
    WITH known AS MATERIALIZED (
        SELECT title_id AS id, ratings_count
        FROM title_figures
        WHERE ratings_count > 0 AND is_public
        ORDER BY ratings_count DESC, title_id DESC
        LIMIT 2000
    ), changed AS (
        SELECT id, known.ratings_count
        FROM known FULL JOIN (SELECT id, known_ratings FROM titles WHERE is_known) AS before USING (id)
        WHERE known.ratings_count IS DISTINCT FROM before.known_ratings
    )
    UPDATE titles
    SET is_known = changed.ratings_count IS NOT NULL, known_ratings = coalesce(changed.ratings_count, 0)
    FROM changed
    WHERE titles.id = changed.id
    """
)

_COUNTED = """
    coalesce(rated.ratings_count, 0) AS ratings_count,
    coalesce(rated.half_steps_sum, 0) AS half_steps_sum,
    coalesce(rated.distribution, '{0,0,0,0,0,0,0,0,0}') AS distribution,
    coalesce(reviewed.reviews_count, 0) AS reviews_count
"""
_RATED = """
    SELECT title_id,
           count(*)::integer AS ratings_count,
           sum(half_steps)::integer AS half_steps_sum,
           ARRAY[
               count(*) FILTER (WHERE half_steps = 2), count(*) FILTER (WHERE half_steps = 3),
               count(*) FILTER (WHERE half_steps = 4), count(*) FILTER (WHERE half_steps = 5),
               count(*) FILTER (WHERE half_steps = 6), count(*) FILTER (WHERE half_steps = 7),
               count(*) FILTER (WHERE half_steps = 8), count(*) FILTER (WHERE half_steps = 9),
               count(*) FILTER (WHERE half_steps = 10)
           ]::integer[] AS distribution
    FROM ratings
"""
_REVIEWED = "SELECT title_id, count(*)::integer AS reviews_count FROM reviews WHERE NOT is_superseded"

DIFFERENCES = text_statement(
    f"""
    WITH rated AS ({_RATED} GROUP BY title_id),
         reviewed AS ({_REVIEWED} GROUP BY title_id),
         counted AS (
             SELECT titles.id AS title_id, {_COUNTED}
             FROM titles
             LEFT JOIN rated ON rated.title_id = titles.id
             LEFT JOIN reviewed ON reviewed.title_id = titles.id
         )
    SELECT counted.*,
           stored.title_id IS NOT NULL AS is_stored,
           stored.ratings_count AS stored_ratings_count,
           stored.half_steps_sum AS stored_half_steps_sum,
           stored.distribution AS stored_distribution,
           stored.reviews_count AS stored_reviews_count
    FROM counted
    LEFT JOIN title_figures stored ON stored.title_id = counted.title_id
    WHERE (stored.ratings_count, stored.half_steps_sum, stored.distribution, stored.reviews_count)
          IS DISTINCT FROM
          (counted.ratings_count, counted.half_steps_sum, counted.distribution, counted.reviews_count)
    ORDER BY counted.title_id
    """  # noqa: S608 - built from constants
)
LOCK_RATING_STATISTICS = text_statement(
    "INSERT INTO title_figures (title_id) VALUES (:title_id)"
    " ON CONFLICT (title_id) DO UPDATE SET reviews_count = title_figures.reviews_count"
)
RECOUNT = text_statement(
    f"""
    WITH rated AS ({_RATED} WHERE title_id = :title_id GROUP BY title_id),
         reviewed AS ({_REVIEWED} AND title_id = :title_id GROUP BY title_id),
         counted AS (SELECT {_COUNTED} FROM (VALUES (1)) one LEFT JOIN rated ON true LEFT JOIN reviewed ON true)
    UPDATE title_figures
    SET ratings_count = counted.ratings_count,
        half_steps_sum = counted.half_steps_sum,
        distribution = counted.distribution,
        reviews_count = counted.reviews_count,
        weighted = weighted_rating(counted.ratings_count, counted.half_steps_sum, (SELECT mean FROM rating_prior))
    FROM counted
    WHERE title_id = :title_id
    """  # noqa: S608 - built from constants
)
