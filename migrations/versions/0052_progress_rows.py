"""progress that the planner can look into

Revision: 0052
Revises: 0051
"""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_TAKES = "uuid, uuid, integer, timestamptz, integer, boolean, text"
_PARAMETERS = """
    owner uuid, shown uuid, run integer, done_until timestamptz, stated integer, with_specials boolean, status text
"""
# As 0040 has it, but JSON is made of the next and the last episode alone, instead of all.
_BODY = """
    WITH clock AS (
        SELECT coalesce(min(time_zone), 'UTC') AS zone FROM users WHERE id = owner
    ),
    played AS (
        SELECT DISTINCT coalesce(episodes.replaced_by_id, episodes.id) AS id
        FROM plays JOIN episodes ON episodes.id = plays.episode_id
        WHERE plays.user_id = owner AND plays.title_id = shown AND plays.viewing = run
    ),
    known AS (
        SELECT episodes.id, season, number, title, air_date, airs_at, season > 0 AS is_regular,
               CASE WHEN with_specials THEN airs_on END AS day,
               played.id IS NOT NULL AS is_played,
               coalesce(airs_at, (air_date + 1)::timestamp AT TIME ZONE zone) AS aired_at
        FROM episodes CROSS JOIN clock LEFT JOIN played USING (id)
        WHERE episodes.title_id = shown AND state = 'current'
    ),
    listed AS (
        SELECT *, is_played OR coalesce(aired_at <= done_until, false) AS is_seen,
               is_played OR coalesce(aired_at <= now(), false) AS is_aired,
               row_number() OVER (ORDER BY day NULLS LAST, season, number) AS place
        FROM known WHERE is_regular OR with_specials
    ),
    counted AS (
        SELECT count(*) AS total, count(*) FILTER (WHERE is_aired) AS aired, count(*) FILTER (WHERE is_seen) AS seen,
               coalesce(max(place) FILTER (WHERE is_seen), 0) AS furthest
        FROM listed
    ),
    next AS (
        SELECT min(place) AS place FROM listed, counted WHERE is_aired AND NOT is_seen AND listed.place > furthest
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
            WHEN next.place IS NOT NULL THEN CASE WHEN seen = 0 THEN 'not_started' ELSE 'in_progress' END
            WHEN status = 'completed' THEN 'finished'
            WHEN seen = 0 THEN 'not_started'
            ELSE 'caught_up'
        END,
        'next_episode', (SELECT json_build_object(
            'id', id, 'season', season, 'number', number, 'title', title, 'air_date', air_date,
            'airs_at', to_char(airs_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        ) FROM listed WHERE listed.place = next.place),
        'last_episode', (SELECT json_build_object(
            'id', id, 'season', season, 'number', number, 'title', title, 'air_date', air_date,
            'airs_at', to_char(airs_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        ) FROM listed WHERE listed.place = furthest),
        'skipped', CASE WHEN total > 0 THEN (
            SELECT count(*) FROM listed WHERE is_aired AND NOT is_seen AND listed.place < furthest
        ) END,
        'unseen_specials', CASE WHEN total > 0 THEN (
            SELECT count(*) FROM known
            WHERE NOT is_regular AND NOT is_played AND aired_at <= now()
              AND (done_until IS NULL OR aired_at > done_until)
        ) END
    )
    FROM counted, next
"""
# A function that returns a set and stands in FROM becomes part of the statement, so nothing of it is prepared for each
# row: twenty shows take half the time. That of before is there for processes of an earlier version, and for next up.
_AS_ROWS = f"CREATE FUNCTION progress_rows({_PARAMETERS}) RETURNS SETOF json LANGUAGE sql STABLE AS $${_BODY}$$"
_AS_VALUE = f"CREATE OR REPLACE FUNCTION progress_of({_PARAMETERS}) RETURNS json LANGUAGE sql STABLE AS $${_BODY}$$"


def upgrade() -> None:
    op.execute(_AS_ROWS)
    op.execute(_AS_VALUE)


def downgrade() -> None:
    op.execute(f"DROP FUNCTION progress_rows({_TAKES})")
