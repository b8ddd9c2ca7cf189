from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import FieldError, InvalidInputError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.identity.secret_codes import hash_of, new_code
from watchkeeper.models.dtos.identity.invitation_dtos import CreateInvitationInput
from watchkeeper.models.entities.identity.invitation_entity import InvitationEntity
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import InvitationSort
from watchkeeper.repositories.identity.invitation_repository import InvitationRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(kw_only=True, eq=False)
class InvitationLogic:
    """Management of invitations by admins. `AccountLogic.register` uses them."""

    unit_of_work: UnitOfWork
    invitations: InvitationRepository
    audit: AuditTrail

    async def search_invitations(self, sort: InvitationSort, request: PageRequest) -> Page[InvitationEntity]:
        return await self.invitations.search(sort, request)

    async def get_invitation(self, invitation_id: UUID) -> InvitationEntity:
        """Raises InvitationNotFoundError."""
        return await self.invitations.require(invitation_id)

    async def create_invitation(self, terms: CreateInvitationInput) -> tuple[InvitationEntity, str]:
        """Return a new invitation and its code, which is not stored.

        Raises InvalidInputError for a time in the past.
        """
        at, code = now(), new_code()
        if terms.expires_at is not None and terms.expires_at <= at:
            raise InvalidInputError(fields=(FieldError("/body/expires_at", "In the future", "time_past"),))
        invitation = InvitationEntity(
            id=uuid7(),
            code_hash=hash_of(code),
            expires_at=terms.expires_at,
            uses=terms.uses,
            used=0,
            created_at=at,
            updated_at=at,
        )
        async with self.unit_of_work.transaction():
            await self.invitations.add(invitation)
            await self._record(AuditAction.INVITATION_CREATED, invitation.id)
        return invitation, code

    async def delete_invitation(self, invitation_id: UUID, precondition: Precondition) -> None:
        """Raises InvitationNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            invitation = await self.invitations.require(invitation_id, lock=True)
            precondition.verify(invitation.updated_at)
            await self.invitations.delete(invitation_id)
            await self._record(AuditAction.INVITATION_DELETED, invitation_id)

    async def _record(self, action: AuditAction, invitation_id: UUID) -> None:
        await self.audit.record(action, AuditedEntity.INVITATION, invitation_id)
