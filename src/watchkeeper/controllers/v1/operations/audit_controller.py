from fastapi import Request, Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentAdmin, PageOutput, Paging, page_response
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.models.dtos.operations.audit_dtos import AuditEntryOutput, AuditQuery
from watchkeeper.models.errors.audit_errors import TimesReversedError


class AuditController:
    def __init__(self, logic: AuditLogLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/admin/audit-log", tag="audit")
        router.get("", self.search_audit_log, returns=PageOutput[AuditEntryOutput], errors=[TimesReversedError])
        return router

    async def search_audit_log(
        self, request: Request, admin: CurrentAdmin, query: AuditQuery, page: Paging
    ) -> Response:
        """List security events and changes by admins, the newest first."""
        found = await self._logic.search_entries(query.filters, query.sort, page)
        return page_response(found, request, PRIVATE, AuditEntryOutput.of)
