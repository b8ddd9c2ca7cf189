"""Work that says from time to time that it is still under way."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


async def run_with_heartbeat(
    work: Coroutine[Any, Any, None], beat: Callable[[], Awaitable[None]], *, every_seconds: float
) -> None:
    """Run `work`, and call `beat` at an interval while it runs. If `beat` raises, the work is cancelled."""
    running = asyncio.create_task(work)
    try:
        while not (await asyncio.wait({running}, timeout=every_seconds))[0]:
            await beat()
    finally:
        running.cancel()
        await asyncio.wait({running})
    running.result()
