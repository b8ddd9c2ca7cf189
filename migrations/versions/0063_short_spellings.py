"""Spellings of words of three and four letters

Revision: 0063
Revises: 0062
"""

import sqlalchemy as sa
from alembic import context, op

from watchkeeper.models.types.catalogue.search_terms import spelled_words

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

_PORTION = 1000
_SHORT_WORDS = """
SELECT DISTINCT word FROM titles, unnest(search_words) AS word WHERE char_length(word) IN (3, 4)
"""
_LEARN = sa.text("""
INSERT INTO search_spellings (spelling, word)
SELECT DISTINCT spelling, word
FROM unnest(CAST(:words AS text[])) AS learned (word), LATERAL (
    SELECT word AS spelling
    UNION ALL
    SELECT left(word, place - 1) || substr(word, place + 1) FROM generate_series(1, char_length(word)) AS place
) AS spelled
ORDER BY 1, 2
ON CONFLICT DO NOTHING
""")


def upgrade() -> None:
    """Learn the short words of names that are stored. A script of SQL (`--sql`) learns those of later names only."""
    if context.is_offline_mode():
        return
    connection = op.get_bind()
    words = spelled_words(connection.scalars(sa.text(_SHORT_WORDS)))
    for begin in range(0, len(words), _PORTION):
        connection.execute(_LEARN, {"words": words[begin : begin + _PORTION]})


def downgrade() -> None:
    op.execute("DELETE FROM search_spellings WHERE char_length(word) < 5")
