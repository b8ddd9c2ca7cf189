"""Things that people do at the same time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx


def at_once(acts: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Do all of these at once, each beginning only when all are ready; return the answers in their order."""
    ready = Barrier(len(acts), timeout=20)

    def begin(act: Callable[[], httpx.Response]) -> httpx.Response:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))
