"""plays

Revision: 0038
Revises: 0037
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

# The last viewing has the state of the entry. A completion that is the person's has no play that it came from.
_KEEP_VIEWING = """
CREATE FUNCTION keep_viewing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_new_end boolean := NEW.status = 'completed' AND NEW.status_by <> 'play';
BEGIN
    INSERT INTO viewings AS viewing (user_id, title_id, number, state, completed_at)
    SELECT NEW.user_id, NEW.title_id, coalesce(max(number), 1),
           CASE WHEN NEW.status = 'completed' THEN 'finished' ELSE 'current' END, NEW.completed_at
    FROM viewings WHERE user_id = NEW.user_id AND title_id = NEW.title_id
    ON CONFLICT (user_id, title_id, number) DO UPDATE SET
        state = excluded.state,
        completed_at = coalesce(excluded.completed_at, viewing.completed_at),
        finished_on = CASE WHEN NOT is_new_end OR viewing.is_finished_on_said THEN viewing.finished_on END,
        finished_sorted_at = CASE
            WHEN NOT is_new_end OR viewing.is_finished_on_said THEN viewing.finished_sorted_at
        END,
        finished_until = CASE WHEN NOT is_new_end OR viewing.is_finished_on_said THEN viewing.finished_until END;
    RETURN NULL;
END
$$
"""
# The plays of a title are counted anew with each change, by viewing and over all of them, at the places that their
# episodes have now. Specials are in no count of episodes.
_RECOUNT_VIEWINGS = """
CREATE FUNCTION recount_viewings(owners uuid[], watched uuid[]) RETURNS void LANGUAGE sql AS $$
    WITH pairs AS (
        SELECT DISTINCT user_id, title_id FROM unnest(owners, watched) AS pair (user_id, title_id)
    ),
    placed AS (
        SELECT plays.user_id, plays.title_id, plays.viewing, plays.id, plays.episode_id, sorted_at, watched_on,
               coalesce(heir.season, episodes.season, plays.season) AS season,
               coalesce(heir.number, episodes.number, plays.number) AS number
        FROM plays JOIN pairs USING (user_id, title_id)
        LEFT JOIN episodes ON episodes.id = plays.episode_id
        LEFT JOIN episodes AS heir ON heir.id = episodes.replaced_by_id
    ),
    counted AS (
        SELECT user_id, title_id, viewing AS number,
               count(*) AS plays_count,
               count(DISTINCT coalesce(episode_id::text, season || 'x' || placed.number))
                   FILTER (WHERE season > 0) AS seen_count,
               max(ARRAY[season, placed.number]) FILTER (WHERE season > 0) AS furthest,
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
$$
"""
_COUNT_PLAYS = """
CREATE FUNCTION count_plays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners uuid[];
    watched uuid[];
BEGIN
    SELECT array_agg(user_id), array_agg(title_id) INTO owners, watched FROM changed;
    IF TG_OP = 'UPDATE' THEN
        SELECT owners || array_agg(user_id), watched || array_agg(title_id) INTO owners, watched FROM before;
    END IF;
    PERFORM recount_viewings(owners, watched);
    RETURN NULL;
END
$$
"""
_COUNTING = {
    "INSERT": "NEW TABLE AS changed",
    "UPDATE": "OLD TABLE AS before NEW TABLE AS changed",
    "DELETE": "OLD TABLE AS changed",
}
_UNKNOWN_LAST = "coalesce(nullif(sorted_at, '-infinity'::timestamptz), 'infinity'::timestamptz)"
_DEFERRED = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=40), nullable=True)


def _count(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def upgrade() -> None:
    op.add_column("watch_entries", sa.Column("said_status", sa.String(length=16), nullable=True))
    op.add_column("watch_entries", _time("said_at", nullable=True))
    op.add_column("watch_entries", _time("said_done_until", nullable=True))
    _create_plays()
    _create_viewings()
    for function in (_KEEP_VIEWING, _RECOUNT_VIEWINGS, _COUNT_PLAYS):
        op.execute(function)
    op.execute("CREATE TRIGGER keep_viewing AFTER INSERT ON watch_entries FOR EACH ROW EXECUTE FUNCTION keep_viewing()")
    op.execute(
        "CREATE TRIGGER keep_changed_viewing AFTER UPDATE ON watch_entries FOR EACH ROW"
        " WHEN (OLD.status <> NEW.status OR OLD.completed_at IS DISTINCT FROM NEW.completed_at)"
        " EXECUTE FUNCTION keep_viewing()"
    )
    for event, tables in _COUNTING.items():
        op.execute(
            f"CREATE TRIGGER count_{event.lower()} AFTER {event} ON plays REFERENCING {tables}"
            " FOR EACH STATEMENT EXECUTE FUNCTION count_plays()"
        )
    op.execute(
        f"CREATE CONSTRAINT TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON plays {_DEFERRED}"
        " EXECUTE FUNCTION record_row_change('2')"
    )
    op.execute(
        f"CREATE CONSTRAINT TRIGGER record_entry_change AFTER INSERT OR UPDATE OR DELETE ON plays {_DEFERRED}"
        " EXECUTE FUNCTION record_rating_change()"
    )


def _create_plays() -> None:
    op.create_table(
        "plays",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column("season", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("viewing", sa.Integer(), nullable=False),
        _moment("watched_on"),
        sa.Column("precision", sa.String(length=16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        _time("sorted_at"),
        sa.Column("half_steps", sa.SmallInteger(), nullable=True),
        sa.Column("original_value", sa.String(length=32), nullable=True),
        sa.Column("original_scale", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=10_000), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.Column("moves_status", sa.Boolean(), server_default=sa.true(), nullable=False),
        _time("edited_at"),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(
            "precision IN ('instant', 'day', 'month', 'year', 'unknown')", name=op.f("ck_plays_precision")
        ),
        sa.CheckConstraint("half_steps BETWEEN 2 AND 10", name=op.f("ck_plays_half_steps")),
        sa.CheckConstraint("viewing > 0", name=op.f("ck_plays_viewing")),
        sa.CheckConstraint("(season IS NULL) = (number IS NULL)", name=op.f("ck_plays_number")),
        sa.CheckConstraint("source IS NOT NULL OR source_key IS NULL", name=op.f("ck_plays_source_key")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_plays_user_id_users"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_plays_title_id_titles")),
        sa.ForeignKeyConstraint(["episode_id"], ["episodes.id"], name=op.f("fk_plays_episode_id_episodes")),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_plays")),
    )
    op.create_index(
        "uq_plays_user_id_source_source_key",
        "plays",
        ["user_id", "source", "source_key"],
        unique=True,
        postgresql_where=sa.text("source_key IS NOT NULL"),
    )
    op.create_index("ix_plays_user_id_sorted_at_id", "plays", ["user_id", "sorted_at", "id"])
    op.create_index("ix_plays_user_id_sorted_first_id", "plays", ["user_id", sa.text(_UNKNOWN_LAST), "id"])
    op.create_index("ix_plays_user_id_created_at_id", "plays", ["user_id", "created_at", "id"])
    op.create_index("ix_plays_user_id_title_id_viewing", "plays", ["user_id", "title_id", "viewing", "episode_id"])
    op.create_index("ix_plays_title_id", "plays", ["title_id"])
    op.create_index("ix_plays_episode_id", "plays", ["episode_id"], postgresql_where=sa.text("episode_id IS NOT NULL"))


def _create_viewings() -> None:
    op.create_table(
        "viewings",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        _moment("started_on"),
        sa.Column("is_started_on_said", sa.Boolean(), server_default=sa.false(), nullable=False),
        _moment("finished_on"),
        _time("finished_sorted_at", nullable=True),
        _time("finished_until", nullable=True),
        sa.Column("is_finished_on_said", sa.Boolean(), server_default=sa.false(), nullable=False),
        _time("completed_at", nullable=True),
        _count("plays_count"),
        _count("seen_count"),
        sa.Column("furthest_season", sa.Integer(), nullable=True),
        sa.Column("furthest_number", sa.Integer(), nullable=True),
        _time("last_sorted_at", nullable=True),
        _count("title_plays_count"),
        _moment("title_last_watched_on"),
        sa.CheckConstraint("state IN ('current', 'finished', 'abandoned')", name=op.f("ck_viewings_state")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_viewings_user_id_users"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_viewings_title_id_titles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "title_id", "number", name=op.f("pk_viewings")),
        postgresql_with={"fillfactor": 70},
    )
    op.create_index(
        "ix_viewings_user_id_last_sorted_at_title_id",
        "viewings",
        ["user_id", "last_sorted_at", "title_id"],
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_index("ix_viewings_title_id", "viewings", ["title_id"])


def downgrade() -> None:
    op.execute("DROP FUNCTION keep_viewing() CASCADE")
    op.execute("DROP FUNCTION count_plays() CASCADE")
    op.execute("DROP FUNCTION recount_viewings(uuid[], uuid[])")
    op.drop_table("viewings")
    op.drop_table("plays")
    for name in ("said_done_until", "said_at", "said_status"):
        op.drop_column("watch_entries", name)
