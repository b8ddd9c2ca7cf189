from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """A filter of audit entries; None means any value. `since` and `until` are inclusive."""

    actor_id: UUID | None = None
    action: AuditAction | None = None
    entity_type: AuditedEntity | None = None
    entity_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def has_reversed_times(self) -> bool:
        return self.since is not None and self.until is not None and self.since > self.until
