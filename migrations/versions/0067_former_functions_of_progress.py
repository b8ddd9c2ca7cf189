"""without the former functions of progress, which no service since 0055 calls

Revision: 0067
Revises: 0066
"""

import runpy
from pathlib import Path

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

_TAKES = "uuid, uuid, integer, timestamptz, integer, boolean, text"
_FORMER = ("progress_of", "progress_rows")
_PURPOSE = "Unused: a service of an older revision calls it until the upgrade is through."


def upgrade() -> None:
    for name in _FORMER:
        op.execute(f"DROP FUNCTION {name}({_TAKES})")


def downgrade() -> None:
    former = runpy.run_path(str(Path(__file__).with_name("0052_progress_rows.py")))
    op.execute(former["_AS_VALUE"])
    op.execute(former["_AS_ROWS"])
    for name in _FORMER:
        op.execute(f"COMMENT ON FUNCTION {name}({_TAKES}) IS '{_PURPOSE}'")
