from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from watchkeeper.foundation.core.health import HealthProbes
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.models.dtos.operations.audit_dtos import AuditEntryOutput
from watchkeeper.models.dtos.operations.health_dtos import ComponentOutput
from watchkeeper.models.dtos.operations.overview_dtos import CacheKind, DiskOutput, OverviewOutput, ProviderStateOutput
from watchkeeper.models.types.operations.audit_filter import AuditFilter
from watchkeeper.models.types.sorts import AuditSort
from watchkeeper.repositories.page.overview_repository import OverviewRepository

_LATEST: Final = PageRequest(limit=10)


@dataclass(kw_only=True, eq=False)
class OverviewLogic:
    """The first screen of an admin. `providers` says of each whether it is configured."""

    overview: OverviewRepository
    audit_log: AuditLogLogic
    providers: Mapping[str, bool]
    probes: HealthProbes
    cache: CacheKind

    async def get_overview(self) -> OverviewOutput:
        counts = await self.overview.count()
        latest = await self.audit_log.search_entries(AuditFilter(), AuditSort.CREATED_AT_DESCENDING, _LATEST)
        return OverviewOutput(
            users=counts.users,
            users_active_30d=counts.users_active_30d,
            titles=counts.titles,
            without_poster=counts.without_poster,
            ratings=counts.ratings,
            disk=DiskOutput(database_bytes=counts.database_bytes),
            components=[ComponentOutput.of(part) for part in await self.probes.check_all()],
            schema_version=counts.schema_version,
            cache=self.cache,
            providers=[ProviderStateOutput(name=name, configured=is_set) for name, is_set in self.providers.items()],
            latest_audit=[AuditEntryOutput.of(entry) for entry in latest.items],
        )
