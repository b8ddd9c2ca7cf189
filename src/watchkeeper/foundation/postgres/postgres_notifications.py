"""Notifications over LISTEN/NOTIFY: PostgreSQL delivers at commit, to every process that listens."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg
import structlog
from sqlalchemy import Text, bindparam, func, select

from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.errors import CONNECTION_LOST
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.statement import Statement

_CHANNEL = "watchkeeper_changes"
_CHECK_SECONDS = 5.0
_BOUND_SECONDS = 3.0
_PAUSE_SECONDS = 1.0
_INTERRUPTIONS = (*CONNECTION_LOST, TimeoutError, asyncpg.PostgresError)
_PUBLISH = Statement(select(func.pg_notify(_CHANNEL, bindparam("message", type_=Text()))))

_log = structlog.get_logger(__name__)


class PostgresNotifications:
    """Listens on a dedicated connection. A pooler in transaction mode has no LISTEN: through one it is never live."""

    def __init__(self, database: Database, options: DatabaseOptions) -> None:
        self._database = database
        self._options = options
        self._subscribers: dict[str, list[tuple[Callable[[str], None], Callable[[], None]]]] = {}
        self._task: asyncio.Task[None] | None = None
        self.is_live = False

    async def publish(self, topic: str, key: str) -> None:
        await self._database.execute(_PUBLISH, message=f"{topic}:{key}")

    def subscribe(self, topic: str, on_change: Callable[[str], None], on_missed: Callable[[], None]) -> None:
        self._subscribers.setdefault(topic, []).append((on_change, on_missed))

    async def start(self) -> None:
        if not self._options.through_pooler:
            self._task = asyncio.create_task(self._keep_listening(), name="notifications")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep_listening(self) -> None:
        while True:
            try:
                await self._listen()
            except _INTERRUPTIONS as failure:
                _log.warning("notifications_interrupted", cause=type(failure).__name__)
            self._missed()
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _listen(self) -> None:
        async with asyncio.timeout(_BOUND_SECONDS):
            connection = await asyncpg.connect(self._options.dsn)
        try:
            connection.add_termination_listener(self._on_termination)
            async with asyncio.timeout(_BOUND_SECONDS):
                await connection.add_listener(_CHANNEL, self._on_message)
            self._missed()
            self.is_live = True
            while True:
                await asyncio.sleep(_CHECK_SECONDS)
                await connection.fetchval("SELECT 1", timeout=_BOUND_SECONDS)
        finally:
            self._on_termination(connection)
            connection.terminate()

    def _on_termination(self, connection: Any) -> None:  # noqa: ANN401
        self.is_live = False

    def _on_message(self, connection: Any, process_id: int, channel: str, message: str) -> None:  # noqa: ANN401
        topic, _, key = message.partition(":")
        for on_change, _missed in self._subscribers.get(topic, []):
            on_change(key)

    def _missed(self) -> None:
        for subscribers in self._subscribers.values():
            for _change, on_missed in subscribers:
                on_missed()
