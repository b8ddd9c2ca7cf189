"""names behind articles of other languages

Revision: 0069
Revises: 0068
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from watchkeeper.models.types.catalogue.search_terms import search_terms

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

_PORTION = 1000
_NEXT = sa.text("""
SELECT id, title, original_title, alternative_titles, media_type, search_words, updated_at,
       CAST(extract(year FROM release_date) AS integer) AS year
FROM titles WHERE CAST(:after AS uuid) IS NULL OR id > :after ORDER BY id LIMIT :portion
""")
_SET_TERMS = sa.text("""
UPDATE titles SET search_words = ARRAY(SELECT jsonb_array_elements_text(new.search_words))
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (id uuid, updated_at timestamptz, search_words jsonb)
WHERE titles.id = new.id AND titles.updated_at = new.updated_at
""")
_DROP = r"""
UPDATE titles SET search_words = ARRAY(SELECT word FROM unnest(search_words) AS word WHERE word !~ '^\^.')
WHERE EXISTS (SELECT FROM unnest(search_words) AS word WHERE word ~ '^\^.')
"""


def upgrade() -> None:
    """Write the terms of titles that get others, in portions that are committed one by one: a running service waits for
    none of them longer. A title that is changed meanwhile has its terms of that change.

    The terms are made in Python. A script of SQL (`--sql`) has none: titles get theirs when they are next changed.
    """
    if context.is_offline_mode():
        return
    with op.get_context().autocommit_block():
        connection, last = op.get_bind(), None
        while titles := connection.execute(_NEXT, {"after": last, "portion": _PORTION}).all():
            rows = [row for title in titles if (row := _with_terms(title)) is not None]
            connection.execute(_SET_TERMS, {"rows": json.dumps(rows)})
            last = titles[-1].id


def downgrade() -> None:
    op.execute(_DROP)


def _with_terms(title: Any) -> dict[str, object] | None:  # noqa: ANN401 - a row
    names = (title.title, title.original_title, *title.alternative_titles)
    words = search_terms(names, title.media_type, title.year)
    if words == title.search_words:
        return None
    return {"id": str(title.id), "updated_at": title.updated_at.isoformat(), "search_words": words}
