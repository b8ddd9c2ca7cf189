"""orders of relevance

Revision: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_LENGTH = sa.text("char_length(title)")


def upgrade() -> None:
    op.create_index("ix_titles_length_id", "titles", [_LENGTH, "id"])
    op.create_index("ix_titles_first_word_length_id", "titles", [sa.text("(search_words[1])"), _LENGTH, "id"])


def downgrade() -> None:
    op.drop_index("ix_titles_first_word_length_id", table_name="titles")
    op.drop_index("ix_titles_length_id", table_name="titles")
