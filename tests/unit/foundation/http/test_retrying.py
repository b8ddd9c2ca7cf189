import pytest
from fastapi import Request, Response

from watchkeeper.foundation.core.errors import DatabaseUnavailableError, TransactionConflictError
from watchkeeper.foundation.core.request_context import RequestContext, begin_request, current_request
from watchkeeper.foundation.http.conflict_retry import retry_on_conflict


class Endpoint:
    """Raises each of `failures`, one a call, and then answers."""

    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)
        self.calls = 0

    async def __call__(self, request: Request) -> Response:
        self.calls += 1
        if self._failures:
            raise self._failures.pop(0)
        return Response()


@pytest.fixture
def request_() -> Request:
    begin_request(RequestContext("a"))
    return Request({"type": "http"})


@pytest.mark.parametrize(("lost", "calls"), [(0, 1), (1, 2), (2, 3)])
async def test_conflict_is_tried_again(lost: int, calls: int, request_: Request) -> None:
    endpoint = Endpoint(*[TransactionConflictError()] * lost)
    answer = await retry_on_conflict(endpoint, request_)
    assert (answer.status_code, endpoint.calls) == (200, calls)


async def test_third_conflict_is_given_up(request_: Request) -> None:
    endpoint = Endpoint(*[TransactionConflictError()] * 3)
    with pytest.raises(TransactionConflictError):
        await retry_on_conflict(endpoint, request_)
    assert endpoint.calls == 3


async def test_database_that_is_away_is_not_asked_again(request_: Request) -> None:
    endpoint = Endpoint(DatabaseUnavailableError())
    with pytest.raises(DatabaseUnavailableError):
        await retry_on_conflict(endpoint, request_)
    assert endpoint.calls == 1


async def test_request_of_which_something_is_stored_is_not_repeated(request_: Request) -> None:
    endpoint = Endpoint(TransactionConflictError())
    current_request().has_committed = True
    with pytest.raises(TransactionConflictError):
        await retry_on_conflict(endpoint, request_)
    assert endpoint.calls == 1
