from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field

from watchkeeper.foundation.core.dtos import Input, PatchInput
from watchkeeper.models.types.imports.import_state import ImportMode, RowResult
from watchkeeper.models.types.imports.imports import DecidedRows


class RowChoice(StrEnum):
    """What may be said of a row: TITLE takes any title that the caller sees, which becomes a candidate."""

    CANDIDATE = "candidate"
    TITLE = "title"
    NEW_TITLE = "new_title"
    SKIP = "skip"


class RowsDecision(StrEnum):
    """What may be said of many rows at once: BEST takes the first candidate of each work that has any, TITLE one title
    for all of them."""

    BEST = "best"
    TITLE = "title"
    NEW_TITLE = "new_title"
    SKIP = "skip"


class UndecidedRows(StrEnum):
    """What becomes of undecided rows at a commit."""

    SKIP = "skip"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class DecideRowInput(PatchInput):
    """What a row names; null takes a decision back. It goes for every row of the work, and for later imports."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"decision": "new_title"}]})

    decision: RowChoice | None = Field(
        default=None,
        description="`title`: any title that you see, also in place of what was matched. It becomes a candidate.",
    )
    title_id: UUID | None = Field(default=None, description="The candidate, or the title.")


class RowFilterInput(Input):
    """Which rows; all without any."""

    result: Annotated[tuple[RowResult, ...], BeforeValidator(_listed)] = Field(
        default=(), max_length=10, description="One of these results."
    )
    member: str | None = Field(default=None, max_length=1000)
    decided: bool | None = None
    ids: tuple[UUID, ...] = Field(default=(), max_length=500, description="These rows.")
    title_id: UUID | None = Field(default=None, description="Rows that name this title.")


class DecideRowsInput(PatchInput):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"filter": {"result": ["ambiguous"]}, "decision": "best"}]}
    )

    filter: RowFilterInput = Field(default_factory=RowFilterInput)
    decision: RowsDecision | None = None
    title_id: UUID | None = Field(default=None, description="The title of `title`.")

    @property
    def filters(self) -> DecidedRows:
        asked = self.filter
        return DecidedRows(
            results=asked.result, member=asked.member, decided=asked.decided, ids=asked.ids, title_id=asked.title_id
        )


class CommitImportInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"mode": "only_new", "undecided": "skip"}]})

    mode: ImportMode = Field(
        default=ImportMode.ONLY_NEW, description="Whether what the file says stands in place of what you have said."
    )
    undecided: UndecidedRows | None = Field(default=None, description="Needed while rows are undecided.")
