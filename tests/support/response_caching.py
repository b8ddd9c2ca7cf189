"""Services that keep answers, for tests of that: what they ask the database, and the answers that can be kept."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from typing import Any

import httpx
from dependency_injector import providers
from fastapi import FastAPI

from tests.support.databases import SECRET, test_settings
from tests.support.operations import OPERATIONS, Operation
from tests.support.services import running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import CacheSettings
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer


def content_of(operation: Operation) -> str | None:
    """Return the cache tag of an operation."""
    return operation.route.cached_by


KEPT = [operation for operation in OPERATIONS if content_of(operation) is not None]
"""Operations whose answers are kept."""


_IN_THE_BACKGROUND = (
    "WITH unused",
    "WITH published",
    "WITH old AS",
    "WITH expired AS",
    "WITH due AS",
    "FROM webhooks AS webhook",
    "FROM imports",
)
"""What statements of tasks have that run when a service starts: removals of unused titles, merges of published ones,
removals of old changes and operations, claims of titles to be refreshed, looks for imports and for what webhooks are to
tell."""


class Statements(Tracer):
    """Writes down each statement."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def statement(self, sql: str) -> AbstractContextManager[object]:
        self.seen.append(sql)
        return super().statement(sql)

    @property
    def about_content(self) -> list[str]:
        """Statements of requests, besides those that read versions."""
        others = ("content_versions", *_IN_THE_BACKGROUND)
        return [sql for sql in self.seen if not any(part in sql for part in others)]


class Lookups(Metrics):
    """Counts look-ups of kept answers."""

    def __init__(self) -> None:
        self.counted: list[tuple[str, str]] = []

    def count_cache(self, area: str, outcome: str) -> None:
        self.counted.append((area, outcome))


class KeepingService:
    """A service whose statements and lookups in the cache are counted."""

    def __init__(self, application: FastAPI, http: httpx.AsyncClient, statements: Statements, lookups: Lookups) -> None:
        self.application = application
        self.http = http
        self._statements = statements
        self.lookups = lookups

    @contextmanager
    def watched(self) -> Iterator[Statements]:
        """Give the statements of the block alone."""
        self._statements.seen.clear()
        yield self._statements


@asynccontextmanager
async def keeping_service(
    dsn: str, *, cache: CacheSettings | None = None, replaced: dict[str, object] | None = None
) -> AsyncIterator[KeepingService]:
    """Give a service over `dsn` without background tasks. `replaced` are parts of its container to be others."""
    settings = test_settings().model_copy(update={"cache": cache or CacheSettings()})
    application = create_application(settings, secret=SECRET, dsn=dsn)
    container = application.state.container
    parts: dict[str, object] = {"tracer": Statements(), "metrics": Lookups()} | (replaced or {})
    for name in ("prior_refresh", "metadata_refresh", "key_removal", "version_compaction"):
        parts[name] = _Idle()
    for name, part in parts.items():
        container.providers[name].override(providers.Object(part))
    async with running(application) as http:
        yield KeepingService(application, http, container.tracer(), container.metrics())


class _Idle:
    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass


def comparable(answer: httpx.Response) -> dict[str, Any]:
    """Return all that tells two answers apart, but for what is each request's own."""
    headers = {name: value for name, value in answer.headers.items() if not re.match("x-request-id|.*ratelimit", name)}
    return {"status": answer.status_code, "headers": headers, "body": answer.content if answer.is_success else None}


def kept_address(operation: Operation, ids: dict[str, object]) -> str:
    """Return the address of an operation about these things."""
    query = "?q=heat" if operation.route.path_format.endswith("/suggest") else ""
    return operation.route.path_format.format(**ids) + query
