"""People for tests: accounts that have signed up and signed in."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.request_context import RequestContext, begin_request
from watchkeeper.logics.identity.account_profile import new_account
from watchkeeper.models.dtos.identity.user_dtos import RegisterInput
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.operations.audit_action import AuditAction

PASSWORD = "correct horse battery staple"

_hashes: dict[int, str] = {}
"""The hash of `PASSWORD` by its cost."""


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in account; `http` sends its access token."""

    id: UUID
    username: str
    email: str
    tokens: dict[str, Any]
    http: httpx.AsyncClient


class Accounts:
    """Makes people whose rows are those that registration and sign-in would leave, in a fifth of their time."""

    def __init__(self, application: FastAPI) -> None:
        self._application = application

    async def person(self, username: str | None = None) -> Person:
        """Make somebody with the role user."""
        return await self._signed_in(username, Role.USER)

    async def admin(self, username: str | None = None) -> Person:
        """Make somebody with the role admin."""
        return await self._signed_in(username, Role.ADMIN)

    async def _signed_in(self, username: str | None, role: Role) -> Person:
        container: Container = self._application.state.container
        begin_request(RequestContext())  # the audit trail must not take the last request of the test for its reason
        http, sessions = self.client(), container.session_logic()
        account = await self._signed_up(container, username or f"person-{secrets.token_hex(4)}", role)
        session = sessions._new_session(account.id, http.headers["User-Agent"])
        assert await sessions.sign_in._stored(account, session)
        tokens = sessions._token_pair(session, role).model_dump(mode="json")
        http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        return Person(account.id, account.username, account.email, tokens, http)

    async def _signed_up(self, container: Container, name: str, role: Role) -> UserEntity:
        person = RegisterInput(username=name, email=f"{name}@example.com", password=PASSWORD)
        account = new_account(person, await _hash_of_password(container), role=role, is_active=True)
        accounts = container.account_logic()
        async with container.unit_of_work().transaction():
            await accounts.users.add(account)
            await accounts._record(AuditAction.USER_REGISTERED, account.id)
        return account

    def client(self) -> httpx.AsyncClient:
        """Return a client that sends no token."""
        transport = httpx.ASGITransport(self._application, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test")


async def _hash_of_password(container: Container) -> str:
    rounds = container.settings().auth.bcrypt_rounds
    if rounds not in _hashes:
        _hashes[rounds] = await container.hasher().hash(PASSWORD)
    return _hashes[rounds]
