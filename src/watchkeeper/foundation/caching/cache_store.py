from typing import Protocol


class CacheStore(Protocol):
    """Keeps bytes under keys for a time. It may forget anything at any moment, and never raises: a cache is no promise.

    Keys hold nothing secret in clear.
    """

    async def get(self, key: str) -> bytes | None:
        """Return what is kept under `key`, or None."""

    async def store(self, key: str, content: bytes, seconds: float) -> None:
        """Keep `content` under `key` for at most `seconds`."""

    async def delete(self, key: str) -> None:
        """Keep nothing under `key`."""

    async def close(self) -> None:
        """Let go of what it is connected to."""
