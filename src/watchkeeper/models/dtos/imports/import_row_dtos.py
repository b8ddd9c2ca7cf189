from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, PageQuery
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.import_state import RowDecision, RowResult
from watchkeeper.models.types.imports.imports import RowFilter
from watchkeeper.models.types.sorts import ImportRowSort


class ImportRowQuery(PageQuery):
    result: tuple[RowResult, ...] = Field(default=(), description="Only rows with one of these results.")
    member: str | None = Field(default=None, max_length=1000, description="Only rows of this file.")
    sort: ImportRowSort = ImportRowSort.NUMBER
    decided: bool | None = Field(default=None, description="Whether there is a decision.")

    @property
    def filters(self) -> RowFilter:
        return RowFilter(results=self.result, member=self.member, decided=self.decided)


class RowFactsOutput(Output):
    model_config = ConfigDict(title="ImportFacts")

    status: str | None
    watched_on: str | None = Field(description="An instant, a day, a month or a year.")
    season: int | None
    episode: int | None
    original_value: str | None
    original_scale: str | None = Field(description="The top of the scale.")
    score: float | None
    review: str | None
    notes: str | None


class FieldWarningOutput(Output):
    model_config = ConfigDict(title="ImportFieldWarning")

    field: str
    code: str


class RowCandidateOutput(Output):
    model_config = ConfigDict(title="ImportCandidate")

    title_id: UUID
    title: str
    year: int | None
    media_type: str


class ImportRowOutput(Output):
    model_config = ConfigDict(title="ImportRow")

    id: UUID
    number: int = Field(description="Over the upload, from 1.")
    member: str
    member_row: int
    kind: RecordKind
    source_text: str | None
    title: str | None
    year: int | None
    media_type: str | None
    external_ids: dict[str, str] = Field(examples=[{"imdb": "tt0113277"}])
    facts: RowFactsOutput
    result: RowResult
    reason: str | None
    warnings: list[FieldWarningOutput]
    decision: RowDecision | None
    title_id: UUID | None
    matched: RowCandidateOutput | None = Field(description="The title of `title_id`.")
    candidates: list[RowCandidateOutput]
    effect: list[Any] = Field(description="What it changed.", examples=[["play"]])
