"""Applies the match of a work to its records."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from watchkeeper.models.types.imports.import_record import FieldWarning
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.import_state import DECIDED_BEFORE, NAMING, RowDecision, RowResult
from watchkeeper.models.types.imports.import_work import CandidateTitle, FoundTitles, NamedRecord, Work, WorkMatch
from watchkeeper.models.types.imports.imports import RowCandidate, StoredRow
from watchkeeper.repositories.imports.import_decision_repository import WorkDecision

MATCHED: Final = frozenset(NAMING)
_BY_NAME: Final = FieldWarning("title", "matched_by_name")


def names_of(rows: Iterable[StoredRow]) -> Iterator[NamedRecord]:
    """Yield the names of works in records."""
    for row in rows:
        record = row.record
        if row.result in MATCHED and record.kind is not RecordKind.LIST and record.media_type is not None:
            yield NamedRecord(row.place, record.title, record.year, record.media_type, record.external_ids)


def remembered_match(
    work: Work, found: FoundTitles, match: WorkMatch, remembered: WorkDecision | None, known: Mapping[UUID, UUID]
) -> tuple[WorkMatch, RowDecision | None]:
    """Return what a work is after what the person once said of it, and whether that was said.

    `known` are the titles that are still there, by the ids of then. A personal title is looked up by its name.
    """
    if remembered is None:
        return match, None
    candidates = match.candidates
    known_id = None if remembered.title_id is None else known.get(remembered.title_id)
    if remembered.decision is RowDecision.CANDIDATE and known_id is not None:
        return WorkMatch(known_id, candidates), RowDecision.CANDIDATE
    if remembered.decision is RowDecision.NEW_TITLE:
        own = [one for one in (*found.by_id, *found.by_name) if one.is_own and one.year == work.year]
        title_id = own[0].title_id if own else None
        return WorkMatch(title_id, candidates), RowDecision.CANDIDATE if own else RowDecision.NEW_TITLE
    if remembered.decision is RowDecision.SKIP:
        return match, RowDecision.SKIP
    return match, None


def matched_row(row: StoredRow, match: WorkMatch, decision: RowDecision | None, undecided: WorkMatch) -> StoredRow:
    """Return a record with the title of its work, or the candidates. `undecided` is the match without a decision."""
    is_asked = undecided.title_id is None and (bool(undecided.candidates) or undecided.is_contested)
    is_open = is_asked and match.title_id is None and decision is not RowDecision.NEW_TITLE
    warnings = [one for one in row.warnings if one != _BY_NAME]
    return replace(
        row,
        result=RowResult.AMBIGUOUS if is_open else RowResult.READY,
        reason=DECIDED_BEFORE if is_asked and not is_open else None,
        title_id=match.title_id,
        matched_id=undecided.title_id,
        candidates=[_candidate(one) for one in match.candidates],
        decision=decision,
        warnings=[*warnings, _BY_NAME] if match.is_by_name else warnings,
    )


def _candidate(title: CandidateTitle) -> RowCandidate:
    return RowCandidate(title.title_id, title.title, title.year, title.media_type)


def is_changed(before: StoredRow, row: StoredRow) -> bool:
    """Whether a record has become something else than what is stored of it."""
    return _outcome(before) != _outcome(row)


def _outcome(row: StoredRow) -> tuple[object, ...]:
    return (
        row.result,
        row.reason,
        row.title_id,
        row.matched_id,
        row.decision,
        tuple(row.candidates),
        tuple(row.warnings),
    )


def is_written(row: StoredRow) -> bool:
    """Whether a commit writes a record: it names a work, is matched or decided, and not left out."""
    is_open = row.result is RowResult.AMBIGUOUS and row.decision is None
    is_named = row.result in MATCHED and row.record.media_type is not None
    return is_named and not is_open and row.decision is not RowDecision.SKIP
