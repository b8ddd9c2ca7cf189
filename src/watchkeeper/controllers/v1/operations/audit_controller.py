from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from watchkeeper.controllers.answers import PRIVATE, Listing, listing
from watchkeeper.controllers.cursors import Paging
from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import CurrentAdmin
from watchkeeper.logics.operations.audit_log_logic import AuditLogLogic
from watchkeeper.models.dtos.audit_dtos import AuditEntryOutput
from watchkeeper.models.dtos.fields import Moment
from watchkeeper.models.errors.audit_errors import TimesReversedError
from watchkeeper.models.types.audit_action import AuditAction
from watchkeeper.models.types.audit_filter import AuditFilter
from watchkeeper.models.types.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import AuditSort

router = APIRouter(prefix="/api/v1/admin/audit-log", tags=["audit"], route_class=ContractRoute)

Logic = Annotated[AuditLogLogic, provided(AuditLogLogic)]


async def audit_filter(
    actor_id: Annotated[UUID | None, Query(description="Done by this account.")] = None,
    action: Annotated[AuditAction | None, Query()] = None,
    entity_type: Annotated[AuditedEntity | None, Query()] = None,
    entity_id: Annotated[UUID | None, Query(description="Done to what has this id.")] = None,
    since: Annotated[Moment | None, Query(description="At this time or later.")] = None,
    until: Annotated[Moment | None, Query(description="At this time or earlier.")] = None,
) -> AuditFilter:
    """Return which entries the query asks for."""
    return AuditFilter(actor_id, action, entity_type, entity_id, since, until)


@router.get("", response_model=Listing[AuditEntryOutput], responses=problems(TimesReversedError))
async def search_audit_log(
    request: Request,
    admin: CurrentAdmin,
    paging: Paging,
    wanted: Annotated[AuditFilter, Depends(audit_filter)],
    logic: Logic,
    sort: Annotated[AuditSort, Query()] = AuditSort.CREATED_AT_DESCENDING,
) -> Response:
    """List what happened: security events, and what admins changed. The newest first."""
    return listing(await logic.search_entries(wanted, sort, paging), request, PRIVATE, AuditEntryOutput.of)
