from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.operations.audit_entry_entity import AuditEntryEntity
from watchkeeper.models.errors.audit_errors import TimesReversedError
from watchkeeper.models.types.operations.audit_filter import AuditFilter
from watchkeeper.models.types.sorts import AuditSort
from watchkeeper.repositories.operations.audit_trail import AuditTrail


class AuditLogLogic:
    """Search of the audit trail, for admins."""

    def __init__(self, *, audit: AuditTrail) -> None:
        self._audit = audit

    async def search_entries(
        self, filters: AuditFilter, sort: AuditSort, request: PageRequest
    ) -> Page[AuditEntryEntity]:
        """Raises TimesReversedError, InvalidCursorError."""
        if filters.has_reversed_times:
            raise TimesReversedError
        return await self._audit.search(filters, sort, request)
