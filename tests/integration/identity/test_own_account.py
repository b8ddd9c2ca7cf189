"""The account of a caller, which may be deleted while a request of it runs."""

from uuid import uuid4

import pytest

from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.logics.identity.own_account import require_own


@pytest.mark.parametrize("lock", [False, True])
async def test_account_that_has_been_deleted_is_no_caller(container: Container, lock: bool) -> None:
    async with container.unit_of_work().transaction():
        with pytest.raises(InvalidTokenError):
            await require_own(container.users(), uuid4(), lock=lock)
