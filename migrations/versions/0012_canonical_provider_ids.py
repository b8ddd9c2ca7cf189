"""canonical provider ids

Revision: 0012
Revises: 0011
"""

from typing import Any

import sqlalchemy as sa
from alembic import context, op

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.provider_ids import canonical_id

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PORTION = 1000
_SET_ASIDE = "_other"
_OTHER_FORMS = sa.text("""
SELECT source, media_type, external_id, title_id
FROM title_external_ids
WHERE (source, media_type, external_id) > (:source, :media_type, :external_id) AND (
    source IN ('tmdb', 'anilist', 'mal', 'tvdb', 'tvmaze', 'simkl', 'trakt')
        AND external_id !~ '^[1-9][0-9]{0,9}$'
    OR source = 'imdb' AND external_id !~ '^tt([1-9][0-9]{7,9}|[0-9]{7})$'
)
ORDER BY source, media_type, external_id
LIMIT :portion
""")
_IS_FREE = sa.text("""
SELECT NOT EXISTS (
    SELECT FROM title_external_ids
    WHERE source = :source AND media_type = :media_type AND external_id = :external_id
)
""")
_REWRITE = sa.text("""
UPDATE title_external_ids SET source = :new_source, external_id = :new_id
WHERE source = :source AND media_type = :media_type AND external_id = :external_id
""")


def upgrade() -> None:
    """Bring ids into the canonical form of their source, in portions.

    An id that has none, or that another title has, stays with its title under `tmdb_other` and the like: admins find
    there what may be one work.
    """
    if context.is_offline_mode():
        return
    connection = op.get_bind()
    after = {"source": "", "media_type": "", "external_id": ""}
    while rows := connection.execute(_OTHER_FORMS, after | {"portion": _PORTION}).all():
        for row in rows:
            connection.execute(_REWRITE, _rewritten(connection, row))
        last = rows[-1]
        after = {"source": last.source, "media_type": last.media_type, "external_id": last.external_id}


def downgrade() -> None:
    """Canonical ids are valid in revision 0011 as well."""


def _rewritten(connection: sa.Connection, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    key = {"source": row.source, "media_type": row.media_type, "external_id": row.external_id}
    canonical = canonical_id(row.source, row.external_id, MediaType(row.media_type))
    is_free = canonical is not None and connection.execute(_IS_FREE, key | {"external_id": canonical}).scalar_one()
    if is_free:
        return key | {"new_source": row.source, "new_id": canonical}
    return key | {"new_source": f"{row.source}{_SET_ASIDE}", "new_id": row.external_id}
