from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.secret_claims import SecretClaims
from watchkeeper.models.types.identity.time_zone import UTC_NAME


@dataclass(frozen=True, slots=True)
class AccountState:
    """The account of a live session or application token: active, with this role and time zone, and whether it has
    titles of its own.

    `scopes` are those of a token, `expires_at` of a token or a page session; it may have passed, as a cache does not
    look at it.
    """

    role: Role
    has_personal_titles: bool = False
    time_zone: str = UTC_NAME
    scopes: frozenset[str] | None = None
    expires_at: datetime | None = None


class AccountStateRepository(Protocol):
    """Account states of sessions and application tokens, read at every request."""

    async def find_state(self, user_id: UUID, session_id: UUID) -> AccountState | None:
        """Return the state of the account, or None when the session has ended or the account is disabled or gone."""

    async def find_token_state(self, claims: SecretClaims) -> AccountState | None:
        """Return the state of the account, or None when there is no such token or the account is disabled or gone."""

    async def find_page_state(self, claims: SecretClaims) -> AccountState | None:
        """Return the state of the account, or None when there is no such session of the page or the account is
        disabled or gone.
        """

    async def forget(self, user_id: UUID) -> None:
        """Invalidate cached states of a person's sessions and tokens, in every process, when the current transaction
        commits.

        Call it in the transaction that changes the account, its sessions or its tokens.
        """
