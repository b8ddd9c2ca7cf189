from collections import OrderedDict
from time import monotonic

_OVERHEAD = 200  # bytes of an entry beside its content, roughly


class MemoryCacheStore:
    """A cache in this process, of so many bytes at most; what was not used for longest goes first."""

    def __init__(self, *, most_bytes: int = 64 * 1024 * 1024) -> None:
        self._most_bytes = most_bytes
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
        if len(content) + _OVERHEAD > self._most_bytes:
            return
        self._entries[key] = (content, monotonic() + seconds)
        self._bytes += len(content) + _OVERHEAD
        while self._bytes > self._most_bytes:
            self._drop(next(iter(self._entries)))

    async def delete(self, key: str) -> None:
        self._drop(key)

    async def close(self) -> None:
        pass

    def _drop(self, key: str) -> None:
        content, _until = self._entries.pop(key, (None, 0.0))
        if content is not None:
            self._bytes -= len(content) + _OVERHEAD
