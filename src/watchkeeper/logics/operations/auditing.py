"""Functions with which logics record changes in the audit trail."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.dtos import Resource
from watchkeeper.foundation.core.read_model import StampedReadModel
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.operations.audit_trail import AuditTrail

_NOT_AUDITED = {
    "id",
    "created_at",
    "updated_at",
    "rating",
    "reviews_count",
    "viewer",
    "metadata_pending",
    "metadata_vanished",
    "airing",
    "seasons_count",
    "episodes_count",
    "aired_count",
    "next_episode",
    "last_episode",
    "episodes_state",
    "episode_source",
}


def members_of(resource: Resource | StampedReadModel) -> dict[str, Any]:
    """Return the members of a catalogue resource that admins can set, as plain JSON values."""
    if isinstance(resource, Resource):
        return resource.model_dump(mode="json", exclude=_NOT_AUDITED)
    members: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(resource))
    return {name: value for name, value in members.items() if name not in _NOT_AUDITED}


async def record_change(
    audit: AuditTrail,
    action: AuditAction,
    entity_type: AuditedEntity,
    entity_id: UUID,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Record the members that differ, if any."""
    old, new = _differences(before, after)
    if old != new:
        await audit.record(action, entity_type, entity_id, before=old, after=new)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the members that differ, with their old and their new values. Both mappings have the same members."""
    changed = [name for name, value in before.items() if after[name] != value]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}
