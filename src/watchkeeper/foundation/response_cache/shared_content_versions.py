from collections.abc import Mapping

from watchkeeper.foundation.core.single_flight import Coalescer
from watchkeeper.foundation.response_cache.content_versions import ContentVersionRepository


class SharedContentVersionAdapter:
    """Reads versions once for all who ask meanwhile, none of whom misses a change committed before they asked."""

    def __init__(self, inner: ContentVersionRepository) -> None:
        self._inner = inner
        self._reads: Coalescer[Mapping[str, str]] = Coalescer(self._read)

    async def read(self) -> Mapping[str, str]:
        return await self._reads.result()

    async def compact(self) -> int:
        return await self._inner.compact()

    async def _read(self) -> Mapping[str, str]:
        return await self._inner.read()
