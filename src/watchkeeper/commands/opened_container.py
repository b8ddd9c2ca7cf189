"""The container of the service, for a command. Importing it takes seconds, so `--help` does without it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from watchkeeper.commands.runtime import (
    database_of,
    load_settings,
    reported_errors,
    require_newest_schema,
    signing_secret,
)
from watchkeeper.configs.migrations import current_revision

if TYPE_CHECKING:
    from watchkeeper.configs.container import Container


@asynccontextmanager
async def opened_container(spelled: Callable[[str], str] = str) -> AsyncIterator["Container"]:
    """Yield the container for the configured database. A service error in the block ends the command, with its message
    as `spelled` returns it."""
    from watchkeeper.configs.container import Container, close

    settings = load_settings()
    with database_of(settings) as dsn, reported_errors(spelled):
        require_newest_schema(await current_revision(dsn))
        container = Container(settings=settings, secret=signing_secret(settings), dsn=dsn)
        try:
            yield container
        finally:
            await close(container)
