"""changes of the feed that a transaction has written already left as they are

Revision: 0066
Revises: 0065
"""

from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_TAKES = "owner uuid, place integer, resource uuid, gone boolean, added integer"
_RECORD = """
CREATE OR REPLACE FUNCTION record_change({takes}) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    state text[] := string_to_array(current_setting('watchkeeper.changes', true), ' ');
    number bigint;
BEGIN
    IF state[2] = owner::text THEN
        number := state[3];
        {count}
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
    INSERT INTO resource_changes AS stored (user_id, area, resource_id, sequence, is_deleted, changed_at)
    VALUES (owner, place, resource, number, gone, now())
    ON CONFLICT (user_id, area, resource_id) DO UPDATE
    SET sequence = excluded.sequence, is_deleted = excluded.is_deleted, changed_at = excluded.changed_at{unless};
END
$$
"""
_COUNT = """IF array_length(state, 1) = 3 THEN
            state := state || array_fill(''::text, ARRAY[10]);
        END IF;
        state[3 + place] := coalesce(nullif(state[3 + place], ''), '0')::bigint + added;
        PERFORM set_config('watchkeeper.changes', array_to_string(state, ' '), true);"""
# An area that this transaction has counted in already needs no other count.
_COUNT_IF_NEW = """IF added <> 0 OR coalesce(state[3 + place], '') = '' THEN
            IF array_length(state, 1) = 3 THEN
                state := state || array_fill(''::text, ARRAY[10]);
            END IF;
            state[3 + place] := coalesce(nullif(state[3 + place], ''), '0')::bigint + added;
            PERFORM set_config('watchkeeper.changes', array_to_string(state, ' '), true);
        END IF;"""
# What one transaction changed shares its number: a resource that has it already is as it would be written.
_UNLESS_SAME = """
    WHERE (stored.sequence, stored.is_deleted) IS DISTINCT FROM (excluded.sequence, excluded.is_deleted)"""


def upgrade() -> None:
    op.execute(_RECORD.format(takes=_TAKES, count=_COUNT_IF_NEW, unless=_UNLESS_SAME))


def downgrade() -> None:
    op.execute(_RECORD.format(takes=_TAKES, count=_COUNT, unless=""))
