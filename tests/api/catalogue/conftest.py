import pytest

from tests.support.accounts import Accounts, Person


@pytest.fixture
async def admin(accounts: Accounts) -> Person:
    return await accounts.admin()


@pytest.fixture
async def person(accounts: Accounts) -> Person:
    return await accounts.person()
