from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, PatchInput, Resource, UploadInput
from watchkeeper.foundation.core.uploads import FilePart
from watchkeeper.models.dtos.fields import Text, TimeZone
from watchkeeper.models.types.imports.import_file import DateOrder, ImportOptions, ListsAs
from watchkeeper.models.types.imports.import_source import ImportSource
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.sorts import ImportSort


class ImportQuery(PageQuery):
    state: ImportState | None = Field(default=None, description="Only imports in this state.")
    sort: ImportSort = ImportSort.CREATED_AT_DESCENDING


class ImportOptionsInput(Input):
    """What you know of the file; all may be left out."""

    source: ImportSource | None = Field(default=None, description="Detected unless it is given.")
    date_order: DateOrder | None = None
    time_zone: TimeZone | None = Field(default=None, description="Of times without an offset.")
    profile: Annotated[str, Text(200)] | None = Field(default=None, description="The only one to read.")
    lists_as: ListsAs = Field(default=ListsAs.PLANNED, description="What an IMDb list is taken for.")
    password: Annotated[str, Field(max_length=1000)] | None = Field(
        default=None, description="Of an encrypted archive, at the upload; stored nowhere."
    )

    def stored(self, *, exclude_unset: bool = False) -> dict[str, str]:
        """Return what is stored: a password never is."""
        return self.model_dump(mode="json", exclude={"password"}, exclude_unset=exclude_unset)

    def options(self) -> ImportOptions:
        return ImportOptions(
            source=self.source,
            date_order=self.date_order,
            time_zone=None if self.time_zone is None else ZoneInfo(self.time_zone),
            profile=self.profile,
            lists_as=self.lists_as,
        )


class CreateImportInput(UploadInput):
    file: FilePart
    options: ImportOptionsInput | None = None


class UpdateImportInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"options": {"date_order": "dmy"}}]})

    options: ImportOptionsInput = ImportOptionsInput()


class ImportProgressOutput(Output):
    model_config = ConfigDict(title="ImportProgress")

    phase: ImportState
    done: int
    total: int | None = Field(description="Null until it is known.")


class ImportMemberOutput(Output):
    model_config = ConfigDict(title="ImportMember")

    name: str
    rows: int
    read: bool
    reason: str | None = Field(description="Why it is not read.")


class ImportWarningOutput(Output):
    model_config = ConfigDict(title="ImportWarning")

    code: str
    member: str | None
    detail: str


class ImportErrorOutput(Output):
    model_config = ConfigDict(title="ImportError")

    code: str
    detail: str


class ImportOutput(Resource):
    model_config = ConfigDict(title="Import")

    state: ImportState
    source: ImportSource
    file_name: str
    file_size: int
    sha256: str
    options: dict[str, str] = Field(description="As sent, without password.", examples=[{"date_order": "dmy"}])
    progress: ImportProgressOutput
    counts: dict[str, int] = Field(
        description="Rows of the upload, and of each result: their sum.", examples=[{"rows": 1, "ready": 1}]
    )
    undecided: int = Field(description="Ambiguous rows without a decision.")
    members: list[ImportMemberOutput]
    warnings: list[ImportWarningOutput]
    mode: str | None = Field(description="Of the commit.")
    written: dict[str, int] = Field(description="What was added.", examples=[{"plays": 1}])
    error: ImportErrorOutput | None
    expires_at: datetime | None = Field(description="Of a preview; later, when its rows are removed.")
    committed_at: datetime | None
    rolled_back_at: datetime | None
