"""responses of any size

The quota of an account bounds what is stored: a response that was too large for its key made the request fail.

Revision: 0029
Revises: 0028
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_idempotency_keys_body_bounded"), "idempotency_keys")


def downgrade() -> None:
    op.execute("DELETE FROM idempotency_keys WHERE octet_length(body) > 1048576")
    op.create_check_constraint(
        op.f("ck_idempotency_keys_body_bounded"), "idempotency_keys", "octet_length(body) <= 1048576"
    )
