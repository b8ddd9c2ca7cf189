"""Imports and their rows, as they are shown and as the background works on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.models.types.imports.import_record import FieldWarning, ImportRecord
from watchkeeper.models.types.imports.import_state import ImportMode, ImportState, RowDecision, RowResult


class ImportProgress(ReadModel, frozen=True, gc=False):
    """How many records have been through the phase, which is the state. `total` is None until all are known."""

    phase: str
    done: int
    total: int | None


class Import(StampedReadModel, frozen=True, gc=False):
    """An import as its person sees it. `sha256` is in hexadecimal digits."""

    state: str
    source: str
    file_name: str
    file_size: int
    sha256: str
    options: dict[str, Any]
    progress: ImportProgress
    counts: dict[str, int]
    undecided: int
    members: list[Any]
    warnings: list[Any]
    mode: str | None
    written: dict[str, int]
    error: dict[str, Any] | None
    expires_at: datetime | None
    committed_at: datetime | None
    rolled_back_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedImport:
    """An import that one worker is at, since `claimed_at`. `claim` proves it: who has lost it writes nothing more."""

    user_id: UUID
    id: UUID
    claim: UUID
    state: ImportState
    source: str
    file_name: str
    options: Mapping[str, Any]
    done: int
    total: int | None
    mode: ImportMode | None
    operation_id: UUID | None
    attempts: int
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class RowCandidate:
    """A title that a row may name."""

    title_id: UUID
    title: str
    year: int | None
    media_type: str


class StoredRow(ReadModel, frozen=True, gc=False):
    """A record of an upload with what became of it. Lists, their items and marks have no `number`. `matched_id` is the
    title without any decision. `matched` is the one that `title_id` names, of rows that are read to be shown."""

    id: UUID
    place: int
    number: int | None
    work_key: bytes | None
    record: ImportRecord
    result: RowResult
    reason: str | None = None
    warnings: Sequence[FieldWarning] = ()
    decision: RowDecision | None = None
    title_id: UUID | None = None
    candidates: Sequence[RowCandidate] = ()
    effect: Sequence[str] = ()
    matched_id: UUID | None = None
    matched: RowCandidate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """Which rows of an import. `decided` is whether there is a decision."""

    results: Sequence[RowResult] = ()
    member: str | None = None
    decided: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRows(RowFilter):
    """Which rows a decision is about; `title_id` is of those that name this title, as matched or decided."""

    ids: Sequence[UUID] = ()
    title_id: UUID | None = None
