"""plays counted by a statement that is planned once

Revision: 0053
Revises: 0052
"""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_TAKES = "owners uuid[], watched uuid[]"
# As 0046 has it.
_BODY = """
    WITH pairs AS (
        SELECT DISTINCT user_id, title_id FROM unnest(owners, watched) AS pair (user_id, title_id)
    ),
    placed AS (
        SELECT plays.user_id, plays.title_id, plays.viewing, plays.id, plays.episode_id, sorted_at, watched_on,
               coalesce(heir.season, episodes.season, plays.season) AS season,
               coalesce(heir.number, episodes.number, plays.number) AS number,
               coalesce(heir.state, episodes.state) AS state
        FROM plays JOIN pairs USING (user_id, title_id)
        LEFT JOIN episodes ON episodes.id = plays.episode_id
        LEFT JOIN episodes AS heir ON heir.id = episodes.replaced_by_id
    ),
    counted AS (
        SELECT user_id, title_id, viewing AS number,
               count(*) AS plays_count,
               count(DISTINCT coalesce(episode_id::text, season || 'x' || placed.number))
                   FILTER (WHERE season > 0) AS seen_count,
               max(ARRAY[season, placed.number]) FILTER (WHERE season > 0 AND placed.state = 'current') AS furthest,
               max(sorted_at) AS last_sorted_at,
               (array_agg(watched_on ORDER BY sorted_at, id) FILTER (WHERE watched_on IS NOT NULL))[1] AS started_on
        FROM placed
        GROUP BY user_id, title_id, viewing
    ),
    totals AS (
        SELECT user_id, title_id, count(*) AS plays_count,
               (array_agg(watched_on ORDER BY sorted_at DESC, id DESC))[1] AS last_watched_on
        FROM plays JOIN pairs USING (user_id, title_id)
        GROUP BY user_id, title_id
    ),
    numbers AS (
        SELECT user_id, title_id, number FROM viewings JOIN pairs USING (user_id, title_id)
        UNION
        SELECT user_id, title_id, number FROM counted
    )
    INSERT INTO viewings AS viewing (
        user_id, title_id, number, state, started_on, plays_count, seen_count, furthest_season, furthest_number,
        last_sorted_at, title_plays_count, title_last_watched_on
    )
    SELECT user_id, title_id, number, 'current', started_on, coalesce(counted.plays_count, 0),
           coalesce(seen_count, 0), furthest[1], furthest[2], last_sorted_at, coalesce(totals.plays_count, 0),
           last_watched_on
    FROM numbers
    LEFT JOIN counted USING (user_id, title_id, number)
    LEFT JOIN totals USING (user_id, title_id)
    ORDER BY user_id, title_id, number
    ON CONFLICT (user_id, title_id, number) DO UPDATE SET
        started_on = CASE WHEN viewing.is_started_on_said THEN viewing.started_on ELSE excluded.started_on END,
        plays_count = excluded.plays_count,
        seen_count = excluded.seen_count,
        furthest_season = excluded.furthest_season,
        furthest_number = excluded.furthest_number,
        last_sorted_at = excluded.last_sorted_at,
        title_plays_count = excluded.title_plays_count,
        title_last_watched_on = excluded.title_last_watched_on
"""
# A function of SQL that writes is planned by each call, which took two thirds of a new play.
_PLANNED_ONCE = f"""
CREATE OR REPLACE FUNCTION recount_viewings({_TAKES}) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$ BEGIN {_BODY}; END $$
"""


def upgrade() -> None:
    op.execute(_PLANNED_ONCE)


def downgrade() -> None:
    op.execute(f"CREATE OR REPLACE FUNCTION recount_viewings({_TAKES}) RETURNS void LANGUAGE sql AS $${_BODY}$$")
