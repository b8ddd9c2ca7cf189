from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.identity.application_token_entity import ApplicationTokenEntity
from watchkeeper.models.types.sorts import ApplicationTokenSort


@dataclass(frozen=True, slots=True)
class TokenUse:
    """The time at which a token was used last."""

    user_id: UUID
    id: UUID
    at: datetime


class ApplicationTokenRepository(Protocol):
    """Application tokens; a person sees those of their own only. A revoked token is deleted."""

    async def require(self, user_id: UUID, id: UUID, *, lock: bool = False) -> ApplicationTokenEntity:  # noqa: A002
        """Return a token, locked until the transaction ends if `lock` is set. Raises ApplicationTokenNotFoundError."""

    async def delete_expired(self, user_id: UUID, at: datetime) -> None:
        """Remove the tokens of a person that have expired."""

    async def count(self, user_id: UUID) -> int:
        """Return how many tokens a person has."""

    async def add(self, entity: ApplicationTokenEntity) -> None:
        """Store a new token."""

    async def save(self, entity: ApplicationTokenEntity) -> None:
        """Store another name, and update `updated_at`."""

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        """Revoke a token."""

    async def delete_all(self, user_id: UUID) -> list[UUID]:
        """Revoke all tokens of a person, and return their ids."""

    async def search(
        self, user_id: UUID, sort: ApplicationTokenSort, request: PageRequest
    ) -> Page[ApplicationTokenEntity]:
        """Return a page of a person's tokens, expired ones too. Raises InvalidCursorError."""

    async def record_use(self, use: TokenUse, *, pause: timedelta) -> None:
        """Store when a token was used last, unless a use at most `pause` earlier is stored."""
