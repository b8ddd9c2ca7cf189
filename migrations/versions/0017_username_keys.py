"""username keys

Revision: 0017
Revises: 0016
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import context, op

from watchkeeper.foundation.core.text import case_key
from watchkeeper.models.types.identity.username import username_key

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_PORTION = 1000
_NEXT = sa.text("""
SELECT id, username, username_key FROM users
WHERE octet_length(username) > char_length(username) AND (CAST(:after AS uuid) IS NULL OR id > :after)
ORDER BY id LIMIT :portion
""")
_SET = sa.text("""
UPDATE users SET username_key = :key
WHERE id = :id AND NOT EXISTS (SELECT FROM users AS other WHERE other.username_key = :key)
""")


def upgrade() -> None:
    _rewrite(username_key)


def downgrade() -> None:
    _rewrite(case_key)


def _rewrite(key_of: Callable[[str], str]) -> None:
    """Give names with other than ASCII letters their key, in portions; those of ASCII letters have the same in both.

    A name whose key another account has keeps its own. Upwards that can't be: names that clash by the new key clashed
    by the one before. Downwards two names that differ by `ß` and `ss` may be there: the first keeps its key. A script
    of SQL (`--sql`) leaves the keys: old names are found as before.
    """
    if context.is_offline_mode():
        return
    connection, last = op.get_bind(), None
    while users := connection.execute(_NEXT, {"after": last, "portion": _PORTION}).all():
        changed = [{"id": user.id, "key": key_of(user.username)} for user in users]
        for one, user in zip(changed, users, strict=True):
            if one["key"] != user.username_key:
                connection.execute(_SET, one)
        last = users[-1].id
