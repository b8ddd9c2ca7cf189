"""audit log

Revision: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Of an entry the client address alone may go, and only by the function that forgets a person.
_REFUSE = """
CREATE FUNCTION audit_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('watchkeeper.forgetting', true) = 'on' THEN
        IF NEW.client_address IS NULL AND to_jsonb(NEW) - 'client_address' = to_jsonb(OLD) - 'client_address' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$
"""
_APPEND_ONLY = """
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
FOR EACH ROW EXECUTE FUNCTION audit_log_refuse_change()
"""
_NO_TRUNCATE = """
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse_change()
"""

# It runs with the rights of its owner: the service's own role need not be allowed to update anything.
_FORGET = """
CREATE FUNCTION audit_log_forget(person uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET "watchkeeper.forgetting" = 'on' AS $$
    UPDATE audit_log
    SET client_address = NULL
    WHERE client_address IS NOT NULL
      AND (actor_id = person OR (entity_id = person AND entity_type = 'user' AND actor_id IS NULL))
$$
"""
_FORGET_IN_THIS_SCHEMA = """
DO $$
BEGIN
    EXECUTE 'ALTER FUNCTION audit_log_forget(uuid) SET search_path = ' || quote_ident(current_schema()) || ', pg_temp';
END
$$
"""
_FORGET_NOT_FOR_EVERYBODY = "REVOKE ALL ON FUNCTION audit_log_forget(uuid) FROM PUBLIC"


def upgrade() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("entity_type", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("request_id", sa.String(length=128), nullable=True),
        sa.Column("client_address", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    for leading in ("actor_id", "action", "entity_type", "entity_id"):
        op.create_index(
            f"ix_audit_log_{leading}_created_at_id", "audit_log", [leading, "created_at", "id"], unique=False
        )
    op.create_index("ix_audit_log_created_at_id", "audit_log", ["created_at", "id"], unique=False)
    for statement in (_REFUSE, _APPEND_ONLY, _NO_TRUNCATE, _FORGET, _FORGET_IN_THIS_SCHEMA, _FORGET_NOT_FOR_EVERYBODY):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP FUNCTION audit_log_forget(uuid)")
    op.drop_table("audit_log")
    op.execute("DROP FUNCTION audit_log_refuse_change()")
