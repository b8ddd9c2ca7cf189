from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.logics.identity.secret_codes import hash_of
from watchkeeper.models.errors.identity_errors import InvitationInvalidError, RegistrationClosedError
from watchkeeper.models.types.identity.registration import Registration
from watchkeeper.repositories.identity.invitation_repository import InvitationRepository


@dataclass(kw_only=True, eq=False)
class RegistrationPolicy:
    """Decides who may sign up: everyone, people with an invitation, or no one.

    An invitation that is sent is checked and used where none is needed, too.
    """

    registration: Registration
    invitations: InvitationRepository

    async def require_open(self, code: str | None) -> None:
        """Raise RegistrationClosedError or InvitationInvalidError before anything else is looked at."""
        if self.registration is Registration.CLOSED:
            raise RegistrationClosedError
        if code is None and self.registration is Registration.INVITATION:
            raise InvitationInvalidError
        if code is not None and not await self.invitations.is_usable(hash_of(code), now()):
            raise InvitationInvalidError

    async def use(self, code: str | None) -> UUID | None:
        """Take one use of the invitation in the current transaction and return its id; None without one.

        Raises InvitationInvalidError if a concurrent sign-up took the last use.
        """
        if code is None:
            return None
        used = await self.invitations.use(hash_of(code), now())
        if used is None:
            raise InvitationInvalidError
        return used
