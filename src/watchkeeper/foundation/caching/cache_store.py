"""The port of caches, and the cache in the memory of this process."""

from collections import OrderedDict
from time import monotonic
from typing import Protocol


class CacheStore(Protocol):
    """Caches bytes under keys for a limited time. It may evict any entry at any time, and no method raises.

    Keys must not contain secrets in clear.
    """

    async def get(self, key: str) -> bytes | None:
        """Return the content cached under `key`, or None."""

    async def store(self, key: str, content: bytes, seconds: float) -> None:
        """Cache `content` under `key` for at most `seconds`."""

    async def delete(self, key: str) -> None:
        """Remove the entry of `key`."""

    async def close(self) -> None:
        """Close the connections."""


_OVERHEAD = 200  # approximate bytes of an entry besides its content


class MemoryCacheStore:
    """An LRU cache in the memory of this process, bounded by `max_bytes`."""

    def __init__(self, *, max_bytes: int = 64 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._entries: OrderedDict[str, tuple[bytes, float]] = OrderedDict()

    async def get(self, key: str) -> bytes | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        content, until = entry
        if until <= monotonic():
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return content

    async def store(self, key: str, content: bytes, seconds: float) -> None:
        self._drop(key)
        if len(content) + _OVERHEAD > self._max_bytes:
            return
        self._entries[key] = (content, monotonic() + seconds)
        self._bytes += len(content) + _OVERHEAD
        while self._bytes > self._max_bytes:
            self._drop(next(iter(self._entries)))

    async def delete(self, key: str) -> None:
        self._drop(key)

    async def close(self) -> None:
        pass

    def _drop(self, key: str) -> None:
        content, _until = self._entries.pop(key, (None, 0.0))
        if content is not None:
            self._bytes -= len(content) + _OVERHEAD
