"""What a request leaves in memory when it is answered: nothing that only the garbage collector could take away."""

import gc
import weakref
from collections.abc import Iterator
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from tests.support.databases import SECRET
from tests.support.raw import RawAnswer, answers_in
from tests.support.running import running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.core.request_context import RequestContext

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


class Marker:
    """Lies in the scope of a request, and is there as long as that."""


class Marking:
    """The application, with a marker in the scope of each request: uvicorn's cycle and ours refer to that scope."""

    def __init__(self, application: FastAPI) -> None:
        self.router, self.state = application.router, application.state
        self._application = application
        self._markers: list[weakref.ref[Marker]] = []
        self.contexts_under_way: list[int] = []
        """How many contexts of a request were found when its response began, for each request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            marker = Marker()
            self._markers.append(weakref.ref(marker))
            scope["marker"] = marker

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                ids = {value.decode() for name, value in message["headers"] if name == b"x-request-id"}
                self.contexts_under_way.append(count_contexts(ids))
            await send(message)

        await self._application(scope, receive, send_and_count)

    def count_left(self, answers: list[RawAnswer]) -> tuple[int, int]:
        """Return how many of the scopes and of the contexts of these requests are in memory; nobody else's count."""
        ids = {answer.headers["x-request-id"] for answer in answers}
        return sum(marker() is not None for marker in self._markers), count_contexts(ids)


def count_contexts(ids: set[str]) -> int:
    contexts = [one for one in gc.get_objects() if issubclass(type(one), RequestContext)]  # asks no proxy for its class
    return sum(context.request_id in ids for context in contexts)


async def test_answered_requests_do_not_wait_for_the_garbage_collector(
    settings: Settings, dsn: str, empty_tables: None, uncollected: None
) -> None:
    application = Marking(create_application(settings, secret=SECRET, dsn=dsn))
    async with running(cast("FastAPI", application), settings) as service:
        answers = answers_in(await service.send(b"".join(REQUESTS) * 4 + LAST))
        assert [answer.status for answer in answers] == [200, 200, 401, 404, 401] * 4 + [200]
        assert application.contexts_under_way == [1] * len(answers)
        left = application.count_left(answers)
        gc.collect()
        assert left == application.count_left(answers)
