"""titles sorted without articles

Revision: 0015
Revises: 0014
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import context, op

from watchkeeper.foundation.core.text import sort_key
from watchkeeper.models.types.catalogue.search_terms import title_sort

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_PORTION = 1000
_NEXT = sa.text(r"""
SELECT id, title FROM titles
WHERE title ~* '^\W*(the|an?)\s' AND (CAST(:after AS uuid) IS NULL OR id > :after)
ORDER BY id LIMIT :portion
""")
_SET = sa.text("UPDATE titles SET title_sort = :title_sort WHERE id = :id")


def upgrade() -> None:
    _rewrite(title_sort)


def downgrade() -> None:
    _rewrite(sort_key)


def _rewrite(key: Callable[[str], str]) -> None:
    """Write the sort keys of titles with a leading article in portions: a catalogue may not fit into memory.

    The keys are made in Python. A script of SQL (`--sql`) has none: titles get theirs when they are next changed.
    """
    if context.is_offline_mode():
        return
    connection, last = op.get_bind(), None
    while titles := connection.execute(_NEXT, {"after": last, "portion": _PORTION}).all():
        connection.execute(_SET, [{"id": title.id, "title_sort": key(title.title)} for title in titles])
        last = titles[-1].id
