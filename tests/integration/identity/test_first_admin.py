"""Two processes that start over a new database: one makes the first admin, the other starts as well."""

import asyncio
from collections.abc import Iterator
from unittest.mock import DEFAULT, AsyncMock

import pytest

from tests.support.databases import SECRET, created_database
from watchkeeper.configs.container import Container
from watchkeeper.configs.settings import Settings
from watchkeeper.models.dtos.identity.user_dtos import CreateUserInput


@pytest.fixture
def new_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "first-admin") as dsn:
        yield dsn


async def test_admin_that_several_commands_create_at_once_is_created_once(settings: Settings, new_dsn: str) -> None:
    person = CreateUserInput.model_validate(
        {"username": "ada", "email": "ada@example.com", "password": "correct horse battery staple"}
    )
    containers = [Container(settings=settings, secret=SECRET, dsn=new_dsn) for _ in range(3)]
    try:
        ensured = await asyncio.gather(*(container.user_logic().ensure_admin(person) for container in containers))
        assert len({account.id for account, _ in ensured}) == 1
        assert sorted(is_new for _, is_new in ensured) == [False, False, True]
    finally:
        for container in containers:
            await container.database().close()


async def test_admin_made_by_two_processes_at_once_is_made_once(
    settings: Settings, new_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second process has looked for an admin before the first one makes it."""
    person = CreateUserInput.model_validate(
        {"username": "admin", "email": "admin@example.com", "password": "correct horse battery staple"}
    )
    first, second = (Container(settings=settings, secret=SECRET, dsn=new_dsn) for _ in range(2))
    users = second.users()
    looked = AsyncMock(side_effect=[False, DEFAULT], wraps=users.has_active_admin)
    monkeypatch.setattr(users, "has_active_admin", looked)
    try:
        assert await first.user_logic().create_first_admin(person) is not None
        assert await second.user_logic().create_first_admin(person) is None
    finally:
        for container in (first, second):
            await container.database().close()
