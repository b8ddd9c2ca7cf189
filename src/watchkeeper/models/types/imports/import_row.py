"""A row of an import as its person sees it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import FieldWarning, ImportRecord
from watchkeeper.models.types.imports.imports import RowCandidate, StoredRow

_NO_PLAY = ImportedPlay()


class RowFacts(ReadModel, frozen=True, gc=False):
    """The facts of a row about its title, of several viewings the first. Values and scales are as the file has them."""

    status: str | None
    watched_on: str | None
    season: int | None
    episode: int | None
    original_value: str | None
    original_scale: str | None
    score: float | None
    review: str | None
    notes: str | None


class ImportRow(ReadModel, frozen=True, gc=False):
    """A row of an upload with what becomes of it."""

    id: UUID
    number: int | None
    member: str
    member_row: int
    kind: str
    source_text: str | None
    title: str | None
    year: int | None
    media_type: str | None
    external_ids: Mapping[str, str]
    facts: RowFacts
    result: str
    reason: str | None
    warnings: Sequence[FieldWarning]
    decision: str | None
    title_id: UUID | None
    matched: RowCandidate | None
    candidates: Sequence[RowCandidate]
    effect: Sequence[str]


def import_row(row: StoredRow) -> ImportRow:
    """Return a stored row as it is shown."""
    record = row.record
    return ImportRow(
        id=row.id,
        number=row.number,
        member=record.member,
        member_row=record.row,
        kind=record.kind,
        source_text=record.source_text,
        title=record.title,
        year=record.year,
        media_type=record.media_type,
        external_ids=record.external_ids,
        facts=_facts(record),
        result=row.result,
        reason=row.reason,
        warnings=row.warnings,
        decision=row.decision,
        title_id=row.title_id,
        matched=row.matched,
        candidates=row.candidates,
        effect=row.effect,
    )


def _facts(record: ImportRecord) -> RowFacts:
    play = next(iter(record.plays), _NO_PLAY)
    rating = record.rating or play.rating
    return RowFacts(
        status=record.status,
        watched_on=play.when.text,
        season=play.season,
        episode=play.number,
        original_value=None if rating is None else rating.value,
        original_scale=None if rating is None else rating.scale,
        score=None if rating is None else rating.score,
        review=None if record.review is None else record.review.text,
        notes=record.notes or play.note,
    )
