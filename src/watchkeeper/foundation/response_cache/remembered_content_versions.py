from collections.abc import Mapping

from watchkeeper.foundation.response_cache.content_versions import ContentVersionRepository
from watchkeeper.repositories.operations.change_clock import ChangeClock


class RememberedContentVersionAdapter:
    """Reads versions once for as long as nothing can have changed."""

    def __init__(self, inner: ContentVersionRepository, clock: ChangeClock) -> None:
        self._inner = inner
        self._clock = clock
        self._read_at: int | None = None
        self._versions: Mapping[str, str] = {}

    async def read(self) -> Mapping[str, str]:
        reading = self._clock.reading()
        if reading is not None and reading == self._read_at:
            return self._versions
        versions = await self._inner.read()
        if reading is not None and reading == self._clock.reading():
            self._read_at, self._versions = reading, versions
        return versions

    async def compact(self) -> int:
        return await self._inner.compact()
