"""posters of known hosts

Revision: 0023
Revises: 0022
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_SECURE = r"""
UPDATE titles SET poster_url = regexp_replace(poster_url, '^http:', 'https:')
WHERE owner_id IS NULL AND poster_url ~ '^http://(image\.tmdb\.org|s4\.anilist\.co)/'
"""
_REMOVE = r"""
UPDATE titles SET poster_url = NULL
WHERE is_unconfirmed AND poster_url !~ '^https://(image\.tmdb\.org|s4\.anilist\.co)/'
"""


def upgrade() -> None:
    """Remove what people typed as posters of public titles. What admins and files entered stays until it is changed."""
    op.execute(_SECURE)
    op.execute(_REMOVE)


def downgrade() -> None:
    """The posters are those of providers, which revision 0020 shows as well."""
