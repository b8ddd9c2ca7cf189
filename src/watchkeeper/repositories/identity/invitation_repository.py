from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.identity.invitation_entity import InvitationEntity
from watchkeeper.models.types.sorts import InvitationSort


class InvitationRepository(Protocol):
    """Invitations to sign up."""

    async def require(self, id: UUID, *, lock: bool = False) -> InvitationEntity:  # noqa: A002
        """Return an invitation, locked until the transaction ends if `lock` is set.

        Raises InvitationNotFoundError.
        """

    async def search(self, sort: InvitationSort, request: PageRequest) -> Page[InvitationEntity]:
        """Return a page of all invitations. Raises InvalidCursorError."""

    async def add(self, entity: InvitationEntity) -> None:
        """Store a new invitation."""

    async def is_usable(self, code_hash: bytes, at: datetime) -> bool:
        """Return whether the code is that of an invitation that has not expired and has a use left."""

    async def use(self, code_hash: bytes, at: datetime) -> UUID | None:
        """Take one use of the invitation with this code and return its id; None if it has expired or none is left.

        The row stays locked until the transaction ends, so concurrent sign-ups can't take more than there are.
        """

    async def delete(self, id: UUID) -> None:  # noqa: A002
        """Remove an invitation. Raises InvitationNotFoundError."""
