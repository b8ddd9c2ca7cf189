"""imports

Revision: 0042
Revises: 0041
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_STATES = (
    "queued",
    "parsing",
    "matching",
    "preview",
    "committing",
    "committed",
    "rolling_back",
    "rolled_back",
    "failed",
    "expired",
)
_RESULTS = ("ready", "exists", "duplicate", "ambiguous", "missing_identity", "unsupported", "invalid")
_DECISIONS = ("candidate", "new_title", "skip")
_RUNNING = "state IN ('queued', 'parsing', 'matching', 'committing', 'rolling_back')"


def upgrade() -> None:
    _create_imports()
    _create_files()
    _create_rows()
    _create_decisions()


def _column(name: str, kind: sa.types.TypeEngine[Any], *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return _column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def _user_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_user_id_users")
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=name, ondelete="CASCADE")


def _import_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id", "import_id"],
        ["imports.user_id", "imports.id"],
        name=op.f(f"fk_{table}_user_id_imports"),
        ondelete="CASCADE",
    )


def _create_imports() -> None:
    op.create_table(
        "imports",
        _column("user_id", sa.Uuid()),
        _column("id", sa.Uuid()),
        _column("state", sa.String(16)),
        _column("source", sa.String(16)),
        _column("file_name", sa.String(255)),
        _column("file_size", sa.BigInteger()),
        _column("sha256", sa.LargeBinary()),
        _column("options", JSONB()),
        _column("done", sa.Integer()),
        _column("total", sa.Integer(), nullable=True),
        _column("counts", JSONB()),
        _column("undecided", sa.Integer()),
        _column("members", JSONB()),
        _column("warnings", JSONB()),
        _column("mode", sa.String(16), nullable=True),
        _column("written", JSONB()),
        _column("error", JSONB(), nullable=True),
        _column("operation_id", sa.Uuid(), nullable=True),
        _column("claim", sa.Uuid(), nullable=True),
        _time("claimed_until", nullable=True),
        _column("attempts", sa.SmallInteger()),
        _time("expires_at", nullable=True),
        _time("committed_at", nullable=True),
        _time("rolled_back_at", nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(_one_of("state", _STATES), name=op.f("ck_imports_state")),
        sa.CheckConstraint(_one_of("mode", ("only_new", "overwrite")), name=op.f("ck_imports_mode")),
        _user_key("imports"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_user_id_created_at_id", "imports", ["user_id", "created_at", "id"])
    op.create_index("uq_imports_running", "imports", ["user_id"], unique=True, postgresql_where=sa.text(_RUNNING))
    op.create_index("ix_imports_running", "imports", ["updated_at"], postgresql_where=sa.text(_RUNNING))
    op.create_index("ix_imports_expires_at", "imports", ["expires_at"])


def _create_files() -> None:
    op.create_table(
        "import_files",
        _column("user_id", sa.Uuid()),
        _column("import_id", sa.Uuid()),
        _column("member", sa.Integer()),
        _column("part", sa.Integer()),
        _column("name", sa.Text()),
        _column("content", sa.LargeBinary()),
        _import_key("import_files"),
        sa.PrimaryKeyConstraint("user_id", "import_id", "member", "part", name=op.f("pk_import_files")),
    )


def _create_rows() -> None:
    op.create_table(
        "import_rows",
        _column("user_id", sa.Uuid()),
        _column("id", sa.Uuid()),
        _column("import_id", sa.Uuid()),
        _column("place", sa.Integer()),
        _column("number", sa.Integer(), nullable=True),
        _column("member", sa.Text()),
        _column("member_row", sa.Integer()),
        _column("kind", sa.String(16)),
        _column("work_key", sa.LargeBinary(), nullable=True),
        _column("record", JSONB()),
        _column("result", sa.String(16)),
        _column("reason", sa.Text(), nullable=True),
        _column("warnings", JSONB()),
        _column("decision", sa.String(16), nullable=True),
        _column("title_id", sa.Uuid(), nullable=True),
        _column("candidates", JSONB()),
        _column("effect", JSONB()),
        sa.CheckConstraint(_one_of("result", _RESULTS), name=op.f("ck_import_rows_result")),
        sa.CheckConstraint(_one_of("decision", _DECISIONS), name=op.f("ck_import_rows_decision")),
        _import_key("import_rows"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("user_id", "import_id", "place", name="uq_import_rows_place"),
    )
    op.create_index("ix_import_rows_work", "import_rows", ["user_id", "import_id", "work_key"])


def _create_decisions() -> None:
    op.create_table(
        "import_decisions",
        _column("user_id", sa.Uuid()),
        _column("work_key", sa.LargeBinary()),
        _column("decision", sa.String(16)),
        _column("title_id", sa.Uuid(), nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(_one_of("decision", _DECISIONS), name=op.f("ck_import_decisions_decision")),
        _user_key("import_decisions"),
        sa.PrimaryKeyConstraint("user_id", "work_key", name=op.f("pk_import_decisions")),
    )


def downgrade() -> None:
    for table in ("import_decisions", "import_rows", "import_files", "imports"):
        op.drop_table(table)
