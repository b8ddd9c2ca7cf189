from uuid import UUID

from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.identity.application_token_repository import ApplicationTokenRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


async def revoke_all(tokens: ApplicationTokenRepository, audit: AuditTrail, user_id: UUID) -> None:
    """Revoke all application tokens of a person, one audit entry each; the caller forgets the account's states."""
    for token_id in await tokens.delete_all(user_id):
        await audit.record(AuditAction.TOKEN_REVOKED, AuditedEntity.APPLICATION_TOKEN, token_id)
