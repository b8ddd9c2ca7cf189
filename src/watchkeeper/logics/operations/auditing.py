"""What logics have in common when they record changes in the audit trail."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.differences import differences
from watchkeeper.foundation.core.dtos import Resource
from watchkeeper.foundation.core.read_model import StampedReadModel
from watchkeeper.models.types.audit_action import AuditAction
from watchkeeper.models.types.audited_entity import AuditedEntity
from watchkeeper.repositories.operations.audit_trail import AuditTrail

_NOT_RECORDED = {
    "id",
    "created_at",
    "updated_at",
    "rating",
    "reviews_count",
    "viewer",
    "metadata_pending",
    "metadata_vanished",
}


def members_of(resource: Resource | StampedReadModel) -> dict[str, Any]:
    """Return what admins can set of a resource of the catalogue, as plain JSON values."""
    if isinstance(resource, Resource):
        return resource.model_dump(mode="json", exclude=_NOT_RECORDED)
    members: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(resource))
    return {name: value for name, value in members.items() if name not in _NOT_RECORDED}


async def record_change(
    audit: AuditTrail,
    action: AuditAction,
    entity_type: AuditedEntity,
    entity_id: UUID,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Record the members that differ; nothing where none does."""
    old, new = differences(before, after)
    if old != new:
        await audit.record(action, entity_type, entity_id, before=old, after=new)
