from collections.abc import Mapping

from watchkeeper.models.types.content import Content
from watchkeeper.repositories.operations.content_version_repository import ContentVersionRepository
from watchkeeper.utils.next_flight import NextFlight


class SharedContentVersionAdapter:
    """Reads versions once for all who ask meanwhile, none of whom misses a change committed before they asked."""

    def __init__(self, inner: ContentVersionRepository) -> None:
        self._inner = inner
        self._reads: NextFlight[Mapping[Content, str]] = NextFlight(self._read)

    async def read(self) -> Mapping[Content, str]:
        return await self._reads.result()

    async def fold(self) -> int:
        return await self._inner.fold()

    async def _read(self) -> Mapping[Content, str]:
        return await self._inner.read()
