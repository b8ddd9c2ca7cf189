from typing import Literal

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output
from watchkeeper.models.dtos.operations.audit_dtos import AuditEntryOutput
from watchkeeper.models.dtos.operations.health_dtos import ComponentOutput

CacheKind = Literal["process", "redis"]


class DiskOutput(Output):
    model_config = ConfigDict(title="Disk")

    database_bytes: int


class ProviderStateOutput(Output):
    model_config = ConfigDict(title="ProviderState")

    name: str = Field(examples=["tmdb"])
    configured: bool


class OverviewOutput(Output):
    model_config = ConfigDict(title="Overview")

    users: int
    users_active_30d: int = Field(description="With a session or token used in 30 days.")
    titles: int = Field(description="Public ones.")
    without_poster: int
    ratings: int
    disk: DiskOutput
    components: list[ComponentOutput]
    schema_version: str = Field(examples=["0057"])
    cache: CacheKind = Field(description="Where responses of providers are kept.")
    providers: list[ProviderStateOutput]
    latest_audit: list[AuditEntryOutput] = Field(description="The newest ten.")
