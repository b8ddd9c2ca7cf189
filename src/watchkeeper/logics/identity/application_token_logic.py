from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import AdminRequiredError, FieldError, InvalidInputError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.identity.password_check import PasswordCheck
from watchkeeper.logics.identity.secret_codes import hash_of
from watchkeeper.logics.identity.secret_texts import APPLICATION_TOKENS
from watchkeeper.models.dtos.identity.application_token_dtos import (
    CreateApplicationTokenInput,
    UpdateApplicationTokenInput,
)
from watchkeeper.models.entities.identity.application_token_entity import ApplicationTokenEntity
from watchkeeper.models.errors.identity_errors import TooManyTokensError, UnknownScopeError
from watchkeeper.models.types.identity.scope import Scope
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import ApplicationTokenSort
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.application_token_repository import ApplicationTokenRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail

MAX_TOKENS: Final = 50
"""Tokens of an account, at most; expired ones do not count."""


@dataclass(kw_only=True, eq=False)
class ApplicationTokenLogic:
    """Tokens by which scripts and apps act for a person, without the password and within their scopes."""

    unit_of_work: UnitOfWork
    application_tokens: ApplicationTokenRepository
    states: AccountStateRepository
    passwords: PasswordCheck
    audit: AuditTrail

    async def create_token(
        self, caller: Principal, requested: CreateApplicationTokenInput
    ) -> tuple[ApplicationTokenEntity, str]:
        """Return a new token and its text, which is not stored.

        Raises InvalidInputError for a time in the past, UnknownScopeError, AdminRequiredError, RateLimitedError,
        InvalidCredentialsError, TooManyTokensError.
        """
        at, scopes = now(), _scopes_of(requested)
        if requested.expires_at is not None and requested.expires_at <= at:
            raise InvalidInputError(fields=(FieldError("/body/expires_at", "In the future", "time_past"),))
        if Scope.ADMIN in scopes and not caller.is_admin:
            raise AdminRequiredError
        known = await self.passwords.require(caller.user_id, requested.password)
        token, text = _new(caller.user_id, requested, scopes, at)
        async with self.unit_of_work.transaction():
            await self.passwords.require_unchanged(known)
            await self.application_tokens.delete_expired(caller.user_id, at)
            if await self.application_tokens.count(caller.user_id) >= MAX_TOKENS:
                raise TooManyTokensError
            await self.application_tokens.add(token)
            facts = {"scopes": token.scopes}
            await self.audit.record(AuditAction.TOKEN_CREATED, AuditedEntity.APPLICATION_TOKEN, token.id, after=facts)
        return token, text

    async def search_tokens(
        self, user_id: UUID, sort: ApplicationTokenSort, request: PageRequest
    ) -> Page[ApplicationTokenEntity]:
        return await self.application_tokens.search(user_id, sort, request)

    async def get_token(self, user_id: UUID, token_id: UUID) -> ApplicationTokenEntity:
        """Raises ApplicationTokenNotFoundError."""
        return await self.application_tokens.require(user_id, token_id)

    async def rename_token(
        self, user_id: UUID, token_id: UUID, change: UpdateApplicationTokenInput, precondition: Precondition
    ) -> ApplicationTokenEntity:
        """Raises ApplicationTokenNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            token = await self.application_tokens.require(user_id, token_id, lock=True)
            precondition.verify(token.updated_at)
            if change.is_set("name"):
                token.name, token.updated_at = change.name, now()
                await self.application_tokens.save(token)
                await self._record(AuditAction.TOKEN_RENAMED, token_id)
        return token

    async def revoke_token(self, user_id: UUID, token_id: UUID, precondition: Precondition) -> None:
        """Revoke a token, in every process. Raises ApplicationTokenNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            token = await self.application_tokens.require(user_id, token_id, lock=True)
            precondition.verify(token.updated_at)
            await self.application_tokens.delete(user_id, token_id)
            await self.states.forget(user_id)
            await self._record(AuditAction.TOKEN_REVOKED, token_id)

    async def _record(self, action: AuditAction, token_id: UUID) -> None:
        await self.audit.record(action, AuditedEntity.APPLICATION_TOKEN, token_id)


def _scopes_of(requested: CreateApplicationTokenInput) -> list[Scope]:
    """Return the scopes, each once and in their usual order. Raises UnknownScopeError, which names all unknown ones."""
    known = {scope.value for scope in Scope}
    unknown = tuple(
        FieldError(f"/body/scopes/{place}", UnknownScopeError.detail, UnknownScopeError.code)
        for place, name in enumerate(requested.scopes)
        if name not in known
    )
    if unknown:
        raise UnknownScopeError(fields=unknown)
    return [scope for scope in Scope if scope in requested.scopes]


def _new(
    user_id: UUID, requested: CreateApplicationTokenInput, scopes: list[Scope], at: datetime
) -> tuple[ApplicationTokenEntity, str]:
    token_id = uuid7()
    text = APPLICATION_TOKENS.new(user_id, token_id)
    token = ApplicationTokenEntity(
        user_id=user_id,
        id=token_id,
        name=requested.name,
        scopes=[scope.value for scope in scopes],
        secret_hash=hash_of(text),
        hint=text[-4:],
        last_used_at=None,
        expires_at=requested.expires_at,
        created_at=at,
        updated_at=at,
    )
    return token, text
