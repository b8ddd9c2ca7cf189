from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentAdmin
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.responses import PRIVATE, PageOutput, page_response
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.models.dtos.audit_dtos import AuditEntryOutput
from watchkeeper.models.dtos.fields import Timestamp
from watchkeeper.models.errors.audit_errors import TimesReversedError
from watchkeeper.models.types.audit_action import AuditAction
from watchkeeper.models.types.audit_filter import AuditFilter
from watchkeeper.models.types.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import AuditSort

router = APIRouter(prefix="/api/v1/admin/audit-log", tags=["audit"], route_class=ApiRoute)

Logic = Annotated[AuditLogLogic, provided(AuditLogLogic)]


async def audit_filter(
    actor_id: Annotated[UUID | None, Query(description="Done by this account.")] = None,
    action: Annotated[AuditAction | None, Query()] = None,
    entity_type: Annotated[AuditedEntity | None, Query()] = None,
    entity_id: Annotated[UUID | None, Query(description="Done to what has this id.")] = None,
    since: Annotated[Timestamp | None, Query(description="At this time or later.")] = None,
    until: Annotated[Timestamp | None, Query(description="At this time or earlier.")] = None,
) -> AuditFilter:
    """Return which entries the query asks for."""
    return AuditFilter(actor_id, action, entity_type, entity_id, since, until)


@router.get("", response_model=PageOutput[AuditEntryOutput], responses=problems(TimesReversedError))
async def search_audit_log(
    request: Request,
    admin: CurrentAdmin,
    paging: Paging,
    filters: Annotated[AuditFilter, Depends(audit_filter)],
    logic: Logic,
    sort: Annotated[AuditSort, Query()] = AuditSort.CREATED_AT_DESCENDING,
) -> Response:
    """List what happened: security events, and what admins changed. The newest first."""
    return page_response(await logic.search_entries(filters, sort, paging), request, PRIVATE, AuditEntryOutput.of)
