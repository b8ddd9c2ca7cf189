import asyncio
from collections.abc import Mapping

from watchkeeper.models.types.content import Content
from watchkeeper.repositories.operations.content_version_repository import ContentVersionRepository


class SharedContentVersionAdapter:
    """Reads versions once for all who ask meanwhile, one read at a time.

    Whoever asks while a read is under way waits for the next one: the one under way may have missed a change that was
    committed before they asked.
    """

    def __init__(self, inner: ContentVersionRepository) -> None:
        self._inner = inner
        self._under_way: asyncio.Task[Mapping[Content, str]] | None = None
        self._next: asyncio.Task[Mapping[Content, str]] | None = None

    async def read(self) -> Mapping[Content, str]:
        if self._next is None:
            self._next = asyncio.create_task(self._read_after(self._under_way), name="content-versions")
            self._next.add_done_callback(_look_at)
        return await asyncio.shield(self._next)  # whoever leaves early must not take the answer from the others

    async def fold(self) -> int:
        return await self._inner.fold()

    async def _read_after(self, earlier: asyncio.Task[Mapping[Content, str]] | None) -> Mapping[Content, str]:
        if earlier is not None:
            await asyncio.wait((earlier,))
        self._under_way, self._next = self._next, None
        return await self._inner.read()


def _look_at(task: asyncio.Task[Mapping[Content, str]]) -> None:
    """Everybody who asked may have left: nobody else would look at how it ended."""
    if not task.cancelled():
        task.exception()
