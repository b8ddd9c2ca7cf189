from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, one_of
from watchkeeper.models.entities.owned_entity import OwnedEntity
from watchkeeper.models.types.imports.import_state import RUNNING, ImportMode, ImportState, RowDecision, RowResult

_LISTED = ", ".join(f"'{state}'" for state in RUNNING)
_IS_RUNNING = text(f"state IN ({_LISTED})")


def _import_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["user_id", "import_id"], ["imports.user_id", "imports.id"], ondelete="CASCADE")


class ImportEntity(OwnedEntity):
    """An upload, how far it is, and what was found. `done` of `total` records have been through the step of `state`.

    `claim` is that of the worker which is at it, until `claimed_until`; `attempts` is how many began the step.
    `expires_at` is when a preview expires, and when the rows of what was committed are removed.
    """

    __tablename__ = "imports"

    state: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str] = mapped_column(String(255))
    file_size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    options: Mapped[dict[str, Any]] = mapped_column(JSONB)
    done: Mapped[int]
    total: Mapped[int | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    undecided: Mapped[int]
    members: Mapped[list[Any]] = mapped_column(JSONB)
    warnings: Mapped[list[Any]] = mapped_column(JSONB)
    mode: Mapped[str | None] = mapped_column(String(16))
    written: Mapped[dict[str, Any]] = mapped_column(JSONB)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    operation_id: Mapped[UUID | None]
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger)
    expires_at: Mapped[datetime | None]
    committed_at: Mapped[datetime | None]
    rolled_back_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(one_of("state", ImportState), name="state"),
        CheckConstraint(one_of("mode", ImportMode), name="mode"),
        Index("ix_imports_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("uq_imports_running", "user_id", unique=True, postgresql_where=_IS_RUNNING),
        Index("ix_imports_running", "updated_at", postgresql_where=_IS_RUNNING),
        Index("ix_imports_expires_at", "expires_at"),
    )


class ImportFileEntity(Entity):
    """A part of at most 1 MiB of a member that holds history: what an upload holds beside it is not stored."""

    __tablename__ = "import_files"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    member: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (_import_key(),)


class ImportRowEntity(Entity):
    """A record of an upload, in its `place`, which counts from 1. Lists, their items and marks have no `number`.

    `record` is the ImportRecord. `work_key` is the same for records that name the same work; a decision goes for all of
    them. Titles may be merged or deleted in between, so that `title_id` is no reference: a commit resolves it.
    `matched_id` is the title of before the first decision, for the time when that is taken back.
    """

    __tablename__ = "import_rows"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID]
    place: Mapped[int]
    number: Mapped[int | None]
    member: Mapped[str] = mapped_column(Text)
    member_row: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    work_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    record: Mapped[dict[str, Any]] = mapped_column(JSONB)
    result: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    warnings: Mapped[list[Any]] = mapped_column(JSONB)
    decision: Mapped[str | None] = mapped_column(String(16))
    title_id: Mapped[UUID | None]
    matched_id: Mapped[UUID | None]
    candidates: Mapped[list[Any]] = mapped_column(JSONB)
    effect: Mapped[list[Any]] = mapped_column(JSONB)

    __table_args__ = (
        CheckConstraint(one_of("result", RowResult), name="result"),
        CheckConstraint(one_of("decision", RowDecision), name="decision"),
        _import_key(),
        UniqueConstraint("user_id", "import_id", "place", name="uq_import_rows_place"),
        Index("ix_import_rows_work", "user_id", "import_id", "work_key"),
    )


class ImportDecisionEntity(Entity):
    """A person's decision on a work, remembered for later imports."""

    __tablename__ = "import_decisions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    work_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    decision: Mapped[str] = mapped_column(String(16))
    title_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (CheckConstraint(one_of("decision", RowDecision), name="decision"),)
