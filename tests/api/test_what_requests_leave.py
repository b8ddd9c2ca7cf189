"""What a request leaves in memory when it is answered: nothing that only the garbage collector could take away."""

import gc
from collections.abc import Iterator

import pytest
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from tests.support.databases import SECRET
from tests.support.raw import answers_in
from tests.support.running import running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.request_context import RequestContext
from watchkeeper.foundation.http.middleware.request_cycle import RequestCycle

REQUESTS = (
    b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/v1/genres HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/v1/watchlist HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /api/v1/watchlist HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
)
LAST = b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def kept() -> int:
    return sum(type(one) in (RequestResponseCycle, RequestCycle, RequestContext) for one in gc.get_objects())


async def test_answered_requests_do_not_wait_for_the_garbage_collector(
    settings: Settings, dsn: str, empty_tables: None, uncollected: None
) -> None:
    async with running(create_application(settings, secret=SECRET, dsn=dsn), settings) as service:
        answers = answers_in(await service.send(b"".join(REQUESTS) * 4 + LAST))
        assert [answer.status for answer in answers] == [200, 200, 401, 404, 401] * 4 + [200]
        left = kept()
        gc.collect()
        assert left == kept()
