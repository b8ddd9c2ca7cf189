"""an episode that was played in an earlier viewing has aired in a later one

Revision: 0061
Revises: 0060
"""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_PROGRESS = """
CREATE OR REPLACE FUNCTION viewing_progress(
    owner uuid, shown uuid, run integer, done_until timestamptz, stated integer, with_specials boolean, status text
) RETURNS TABLE (
    progress json, next_id uuid, next_air_date date, next_airs_at timestamptz,
    left_count integer, left_minutes integer[]
) LANGUAGE sql STABLE ROWS 1 AS $$
    WITH clock AS (
        SELECT (now() AT TIME ZONE time_zone)::date AS today, (done_until AT TIME ZONE time_zone)::date AS done_day
        FROM users WHERE id = owner OFFSET 0
    ),
    known AS (
        SELECT episodes.id, season, air_date, airs_at, runtime_minutes, today, done_day,
               season > 0 OR with_specials AS is_listed,
               CASE WHEN with_specials THEN coalesce(airs_on - date '1800-01-01', 9000000) ELSE 0 END * 1000000000000
                   + season * 1000000::bigint + number AS place,
               episodes.id IN (
                   SELECT coalesce(watched.replaced_by_id, watched.id)
                   FROM plays JOIN episodes AS watched ON watched.id = plays.episode_id
                   WHERE plays.user_id = owner AND plays.title_id = shown AND plays.viewing = run
               ) AS is_played
        FROM clock CROSS JOIN episodes WHERE title_id = shown AND state = 'current' OFFSET 0
    ),
    dated AS (
        SELECT *,
               is_played
                   OR coalesce(CASE WHEN airs_at IS NULL THEN air_date < done_day ELSE airs_at <= done_until END, false)
                   AS is_seen,
               is_played
                   OR coalesce(CASE WHEN airs_at IS NULL THEN air_date < today ELSE airs_at <= now() END, false)
                   {or_played}AS is_aired
        FROM known OFFSET 0
    ),
    counted AS (
        SELECT count(*) FILTER (WHERE is_listed) AS total,
               count(*) FILTER (WHERE is_listed AND is_aired) AS aired,
               count(*) FILTER (WHERE is_listed AND is_seen) AS seen,
               count(*) FILTER (WHERE is_unseen AND season = 0) AS unseen_specials,
               max(place) FILTER (WHERE is_listed AND is_seen) AS furthest,
               array_agg(id ORDER BY place) FILTER (WHERE is_listed AND is_seen) AS seen_ids,
               array_agg(place ORDER BY place) FILTER (WHERE is_listed AND is_unseen) AS places,
               array_agg(id ORDER BY place) FILTER (WHERE is_listed AND is_unseen) AS ids,
               array_agg(runtime_minutes ORDER BY place) FILTER (WHERE is_listed AND is_unseen) AS minutes
        FROM (SELECT *, is_aired AND NOT is_seen AS is_unseen FROM dated) AS dated
    ),
    cut AS (
        SELECT *, coalesce(width_bucket(furthest, places), 0) AS skipped FROM counted
    )
    SELECT json_build_object(
        'viewing', run,
        'is_rewatch', run > 1,
        'seen', greatest(seen, stated, CASE WHEN total = 0 THEN (
            SELECT count(DISTINCT (plays.season, plays.number)) FROM plays
            WHERE plays.user_id = owner AND plays.title_id = shown AND plays.viewing = run AND plays.season > 0
        ) END),
        'stated', stated,
        'aired', CASE WHEN total > 0 THEN aired END,
        'total', CASE WHEN total > 0 THEN total END,
        'state', CASE
            WHEN total = 0 THEN 'unknown'
            WHEN next.id IS NOT NULL THEN CASE WHEN seen = 0 THEN 'not_started' ELSE 'in_progress' END
            WHEN status = 'completed' THEN 'finished'
            WHEN seen = 0 THEN 'not_started'
            ELSE 'caught_up'
        END,
        'next_episode', CASE WHEN next.id IS NOT NULL THEN json_build_object(
            'id', next.id, 'season', next.season, 'number', next.number, 'title', next.title,
            'air_date', next.air_date,
            'airs_at', to_char(next.airs_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        ) END,
        'last_episode', (SELECT json_build_object(
            'id', id, 'season', season, 'number', number, 'title', title, 'air_date', air_date,
            'airs_at', to_char(airs_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        ) FROM episodes WHERE id = seen_ids[seen]),
        'skipped', CASE WHEN total > 0 THEN skipped END,
        'unseen_specials', CASE WHEN total > 0 THEN unseen_specials END
    ), next.id, next.air_date, next.airs_at, cardinality(ids) - skipped, minutes[skipped + 1 :]
    FROM cut LEFT JOIN episodes AS next ON next.id = ids[skipped + 1]
$$
"""
_OR_PLAYED = """OR run > 1 AND known.id IN (
                       SELECT coalesce(watched.replaced_by_id, watched.id)
                       FROM plays JOIN episodes AS watched ON watched.id = plays.episode_id
                       WHERE plays.user_id = owner AND plays.title_id = shown
                   ) """


def upgrade() -> None:
    op.execute(_PROGRESS.replace("{or_played}", _OR_PLAYED))


def downgrade() -> None:
    op.execute(_PROGRESS.replace("{or_played}", ""))
