"""webhooks

Revision: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_STATES = "state IN ('waiting', 'delivered', 'failed')"


def _time(name: str, *, is_nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_nullable)


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("events", sa.ARRAY(sa.String(32)), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("disabled_reason", sa.String(16), nullable=True),
        _time("failing_since", is_nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("previous_salt", sa.LargeBinary(), nullable=True),
        _time("previous_until", is_nullable=True),
        sa.Column("epoch", sa.String(64), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.Column("area", sa.Integer(), nullable=True),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        _time("told_until"),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint("cardinality(events) > 0", name=op.f("ck_webhooks_events")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_webhooks_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_webhooks")),
    )
    op.create_index("ix_webhooks_user_id_created_at_id", "webhooks", ["user_id", "created_at", "id"])
    op.create_index("ix_webhooks_told_until", "webhooks", ["told_until"], postgresql_where=sa.text("is_active"))
    op.create_table(
        "webhook_deliveries",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        _time("next_try_at", is_nullable=True),
        sa.Column("last_status", sa.SmallInteger(), nullable=True),
        sa.Column("last_error", sa.String(200), nullable=True),
        _time("delivered_at", is_nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(_STATES, name=op.f("ck_webhook_deliveries_state")),
        sa.ForeignKeyConstraint(
            ["user_id", "webhook_id"],
            ["webhooks.user_id", "webhooks.id"],
            name=op.f("fk_webhook_deliveries_user_id_webhooks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index(
        "ix_webhook_deliveries_user_id_webhook_id_created_at_id",
        "webhook_deliveries",
        ["user_id", "webhook_id", "created_at", "id"],
    )
    op.create_index(
        "ix_webhook_deliveries_next_try_at",
        "webhook_deliveries",
        ["next_try_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_webhook_deliveries_created_at", "webhook_deliveries", ["created_at"])


def downgrade() -> None:
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
