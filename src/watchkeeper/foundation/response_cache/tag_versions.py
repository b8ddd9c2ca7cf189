"""Versions of public content: the port, and an adapter that combines concurrent reads."""

from collections.abc import Mapping
from typing import Protocol

from watchkeeper.foundation.core.single_flight import Coalescer


class TagVersionRepository(Protocol):
    """Versions of public content, which change in the same transaction as the content.

    Read the version before the content: content read afterwards is at least as new as it.
    """

    async def read(self) -> Mapping[str, str]:
        """Return the current versions, which include every change committed before the call.

        Content that is missing has no version and must not be cached.
        """

    async def compact(self) -> int:
        """Merge the rows of writers that have ended; versions stay the same.

        Returns the number of contents with merged rows.
        """


class SharedTagVersionAdapter:
    """Reads versions in one statement for all concurrent callers; each read starts after its callers arrived."""

    def __init__(self, inner: TagVersionRepository) -> None:
        self._inner = inner
        self._reads: Coalescer[Mapping[str, str]] = Coalescer(self._read)

    async def read(self) -> Mapping[str, str]:
        return await self._reads.result()

    async def compact(self) -> int:
        return await self._inner.compact()

    async def _read(self) -> Mapping[str, str]:
        return await self._inner.read()
