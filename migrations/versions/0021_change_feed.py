"""change feed

Revision: 0021
Revises: 0020
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# table: its area in change_heads.area_*, by number (ChangeArea in models/types has their names)
_AREA_OF = {"watch_entries": 1, "ratings": 3, "reviews": 4}

# The state of a transaction, in a setting that ends with it: a token, the account whose head it has raised last, the
# number given out, and by area what must still be added to the counts of that head ('' for areas without a change).
_RECORD = """
CREATE FUNCTION record_change(owner uuid, place integer, resource uuid, gone boolean, added integer)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    state text[] := string_to_array(current_setting('watchkeeper.changes', true), ' ');
    number bigint;
BEGIN
    IF state[2] = owner::text THEN
        number := state[3];
        IF array_length(state, 1) = 3 THEN
            state := state || array_fill(''::text, ARRAY[10]);
        END IF;
        state[3 + place] := coalesce(nullif(state[3 + place], ''), '0')::bigint + added;
        PERFORM set_config('watchkeeper.changes', array_to_string(state, ' '), true);
    ELSE
        IF array_length(state, 1) > 3 THEN
            PERFORM add_change_counts(state);
        END IF;
        -- Not the number of the transaction, which repeats after a restore.
        state := ARRAY[coalesce(state[1], gen_random_uuid()::text)];
        UPDATE change_heads SET
            sequence = sequence + (token <> state[1])::integer,
            area_sequences[place] = sequence + (token <> state[1])::integer,
            area_times[place] = now(),
            area_counts[place] = area_counts[place] + added,
            changed_at = now(),
            token = state[1]
        WHERE user_id = owner
        RETURNING sequence INTO number;
        PERFORM set_config('watchkeeper.changes', concat_ws(' ', state[1], owner, number), true);
        IF number IS NULL THEN  -- the account is gone, and its rows go with it
            PERFORM set_config('watchkeeper.changes', state[1], true);
            RETURN;
        END IF;
    END IF;
    INSERT INTO resource_changes (user_id, area, resource_id, sequence, is_deleted, changed_at)
    VALUES (owner, place, resource, number, gone, now())
    ON CONFLICT (user_id, area, resource_id) DO UPDATE
    SET sequence = excluded.sequence, is_deleted = excluded.is_deleted, changed_at = excluded.changed_at;
END
$$
"""
# One update for all further rows: the versions of a row that one transaction makes are walked through by each next one.
_ADD_COUNTS = """
CREATE FUNCTION add_change_counts(state text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    FOR area IN 1 .. array_length(state, 1) - 3 LOOP
        CONTINUE WHEN state[3 + area] = '';
        UPDATE change_heads SET
            area_sequences[area] = sequence,
            area_times[area] = now(),
            area_counts[area] = area_counts[area] + state[3 + area]::bigint
        WHERE user_id = state[2]::uuid;
    END LOOP;
END
$$
"""
# Deferred by the first raise of a number, so that it runs behind the triggers of all rows of the transaction.
_FINISH = """
CREATE FUNCTION finish_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text[] := string_to_array(current_setting('watchkeeper.changes', true), ' ');
BEGIN
    IF array_length(state, 1) > 3 THEN
        PERFORM add_change_counts(state);
        PERFORM set_config('watchkeeper.changes', array_to_string(state[1:3], ' '), true);
    END IF;
    RETURN NULL;
END
$$
"""
_ROW = """
CREATE FUNCTION record_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM record_change(OLD.user_id, TG_ARGV[0]::integer, OLD.id, true, -1);
    ELSE
        PERFORM record_change(NEW.user_id, TG_ARGV[0]::integer, NEW.id, false, (TG_OP = 'INSERT')::integer);
    END IF;
    RETURN NULL;
END
$$
"""
# An entry shows its owner's rating.
_RATING = """
CREATE FUNCTION record_rating_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner uuid := coalesce(NEW.user_id, OLD.user_id);
    entry uuid;
BEGIN
    SELECT id INTO entry FROM watch_entries
    WHERE user_id = owner AND title_id = coalesce(NEW.title_id, OLD.title_id);
    IF FOUND THEN
        PERFORM record_change(owner, 1, entry, false, 0);
    END IF;
    RETURN NULL;
END
$$
"""
# A title of one's own becomes everybody's when it is confirmed, and then is no change of its owner's any more.
_TITLE = """
CREATE FUNCTION record_title_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before uuid := CASE WHEN TG_OP <> 'INSERT' THEN OLD.owner_id END;
    after uuid := CASE WHEN TG_OP <> 'DELETE' THEN NEW.owner_id END;
BEGIN
    IF before IS NOT NULL AND after IS DISTINCT FROM before THEN
        PERFORM record_change(before, 9, OLD.id, true, -1);
    END IF;
    IF after IS NOT NULL THEN
        PERFORM record_change(after, 9, NEW.id, false, (before IS DISTINCT FROM after)::integer);
    END IF;
    RETURN NULL;
END
$$
"""
_TITLE_EVENTS = {
    "INSERT": "NEW.owner_id IS NOT NULL",
    "UPDATE": "OLD.owner_id IS NOT NULL OR NEW.owner_id IS NOT NULL",
    "DELETE": "OLD.owner_id IS NOT NULL",
}
# A head is locked at the end of a transaction only, but when the account is deleted, which waits for its writers first.
_ACCOUNT = """
CREATE FUNCTION keep_change_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO change_heads (user_id, area_counts)
        VALUES (NEW.id, array_fill(0::bigint, ARRAY[9]) || 1::bigint);
        INSERT INTO resource_changes (user_id, area, resource_id, sequence, is_deleted, changed_at)
        VALUES (NEW.id, 10, NEW.id, 1, false, now());
    ELSE
        DELETE FROM change_heads WHERE user_id = OLD.id;
        DELETE FROM resource_changes WHERE user_id = OLD.id;
    END IF;
    RETURN NULL;
END
$$
"""
_SETTINGS_CHANGED = """
CREATE FUNCTION record_settings_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_change(NEW.id, 10, NEW.id, false, 0);
    RETURN NULL;
END
$$
"""
_DEFERRED = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
_HEADS = """
INSERT INTO change_heads (user_id)
SELECT id FROM users
ON CONFLICT DO NOTHING
"""


def _array(name: str, kind: Any, default: str) -> sa.Column[Any]:  # noqa: ANN401 - any type of SQLAlchemy
    return sa.Column(name, sa.ARRAY(kind), server_default=sa.text(default), nullable=False)


def upgrade() -> None:
    _create_tables()
    for function in (_RECORD, _ADD_COUNTS, _FINISH, _ROW, _RATING, _TITLE, _ACCOUNT, _SETTINGS_CHANGED):
        op.execute(function)
    op.execute(
        f"CREATE CONSTRAINT TRIGGER finish_changes AFTER UPDATE ON change_heads {_DEFERRED}"
        " WHEN (OLD.sequence <> NEW.sequence) EXECUTE FUNCTION finish_changes()"
    )
    op.execute(
        "CREATE TRIGGER keep_change_head AFTER INSERT OR DELETE ON users"
        " FOR EACH ROW EXECUTE FUNCTION keep_change_head()"
    )
    op.execute(_HEADS)
    for table, area in _AREA_OF.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON {table} {_DEFERRED}"
            f" EXECUTE FUNCTION record_row_change('{area}')"
        )
    op.execute(
        f"CREATE CONSTRAINT TRIGGER record_entry_change AFTER INSERT OR UPDATE OR DELETE ON ratings {_DEFERRED}"
        " EXECUTE FUNCTION record_rating_change()"
    )
    for event, condition in _TITLE_EVENTS.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER record_{event.lower()} AFTER {event} ON titles {_DEFERRED}"
            f" WHEN ({condition}) EXECUTE FUNCTION record_title_change()"
        )
    op.execute(
        f"CREATE CONSTRAINT TRIGGER record_change AFTER UPDATE ON users {_DEFERRED}"
        " EXECUTE FUNCTION record_settings_change()"
    )


def _create_tables() -> None:
    op.create_table(
        "change_heads",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("token", sa.Text(), server_default="", nullable=False),
        _array("area_sequences", sa.BigInteger(), "array_fill(1::bigint, ARRAY[10])"),
        _array("area_times", sa.DateTime(timezone=True), "array_fill(now(), ARRAY[10])"),
        _array("area_counts", sa.BigInteger(), "array_fill(0::bigint, ARRAY[10])"),
        sa.Column("purged_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_change_heads")),
        postgresql_with={"fillfactor": 40},
    )
    op.create_table(
        "resource_changes",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.SmallInteger(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "area", "resource_id", name=op.f("pk_resource_changes")),
    )
    op.create_index(
        "ix_resource_changes_user_id_sequence", "resource_changes", ["user_id", "sequence", "area", "resource_id"]
    )
    op.create_index(
        "ix_resource_changes_changed_at", "resource_changes", ["changed_at"], postgresql_where=sa.text("is_deleted")
    )
    op.create_table(
        "change_epoch",
        sa.Column("is_only", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("epoch", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.CheckConstraint("is_only", name=op.f("ck_change_epoch_is_only")),
        sa.PrimaryKeyConstraint("is_only", name=op.f("pk_change_epoch")),
    )
    op.execute("INSERT INTO change_epoch DEFAULT VALUES")


def downgrade() -> None:
    for function in (
        "record_settings_change()",
        "keep_change_head()",
        "record_rating_change()",
        "record_title_change()",
        "record_row_change()",
        "finish_changes()",
    ):
        op.execute(f"DROP FUNCTION {function} CASCADE")
    op.execute("DROP FUNCTION record_change(uuid, integer, uuid, boolean, integer)")
    op.execute("DROP FUNCTION add_change_counts(text[])")
    op.drop_table("change_epoch")
    op.drop_table("resource_changes")
    op.drop_table("change_heads")
