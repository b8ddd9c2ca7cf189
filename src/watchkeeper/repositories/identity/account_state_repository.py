from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.role import Role
from watchkeeper.models.types.time_zone import UTC_NAME


@dataclass(frozen=True, slots=True)
class AccountState:
    """The account of a live session: active, with this role and time zone, and whether it has titles of its own."""

    role: Role
    has_personal_titles: bool = False
    time_zone: str = UTC_NAME


class AccountStateRepository(Protocol):
    """Account states of sessions, read at every request."""

    async def find_state(self, user_id: UUID, session_id: UUID) -> AccountState | None:
        """Return the state of the account, or None when the session has ended or the account is disabled or gone."""

    async def forget(self, user_id: UUID) -> None:
        """Invalidate cached states of a person's sessions, in every process, when the current transaction commits.

        Call it in the transaction that changes the account or its sessions.
        """
