"""Audit entries of changed accounts: one for each event; of the profile only the names of the changed members."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.operations.audit_trail import AuditTrail

_PROFILE = ("email", "username", "first_name", "last_name", "time_zone")


class _Event(NamedTuple):
    action: AuditAction
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def auditable(account: UserEntity) -> dict[str, Any]:
    """Return a snapshot of an account for `record_account_changes`, which compares it and does not record it."""
    return {name: getattr(account, name) for name in (*_PROFILE, "role", "is_active", "password_hash")}


async def record_account_changes(audit: AuditTrail, before: Mapping[str, Any], account: UserEntity) -> None:
    """Record the changes of an account since the snapshot `before`, one entry for each event, if any."""
    for event in _events(before, auditable(account)):
        await audit.record(event.action, AuditedEntity.USER, account.id, before=event.before, after=event.after)


def _events(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[_Event]:
    changed = [name for name in _PROFILE if old[name] != new[name]]
    if changed:
        yield _Event(AuditAction.USER_UPDATED, after={"changed": changed})
    if old["password_hash"] != new["password_hash"]:
        yield _Event(AuditAction.PASSWORD_CHANGED)
    if old["role"] != new["role"]:
        yield _Event(AuditAction.ROLE_CHANGED, {"role": old["role"]}, {"role": new["role"]})
    if old["is_active"] != new["is_active"]:
        action = AuditAction.USER_ENABLED if new["is_active"] else AuditAction.USER_DISABLED
        yield _Event(action, {"is_active": old["is_active"]}, {"is_active": new["is_active"]})
