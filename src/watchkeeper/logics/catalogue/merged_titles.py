from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from watchkeeper.models.errors.catalogue_errors import TitleMergedError, TitleNotFoundError
from watchkeeper.repositories.catalogue.title_merge_repository import TitleMergeRepository

ResultT = TypeVar("ResultT")


@dataclass(kw_only=True, eq=False)
class MergedTitles:
    """Follows the ids of titles that were merged into others. Only what is not found is looked up here."""

    merges: TitleMergeRepository

    async def follow(self, title_id: UUID, act: Callable[[UUID], Awaitable[ResultT]]) -> ResultT:
        """Return what `act` does with a title, or with the one that it was merged into.

        A title may be merged while `act` waits for it: then nothing has happened yet. Raises TitleNotFoundError.
        """
        tried = None
        named = title_id
        while named != tried:
            try:
                return await act(named)
            except TitleNotFoundError:
                tried, named = named, await self.merges.find_survivor(title_id) or named
        raise TitleNotFoundError

    async def redirect(self, title_id: UUID, read: Callable[[UUID], Awaitable[ResultT]]) -> ResultT:
        """Return what `read` finds of a title. Raises TitleMergedError if it finds that of the title that it was merged
        into, and TitleNotFoundError."""
        try:
            return await read(title_id)
        except TitleNotFoundError:
            survivor = await self.merges.find_survivor(title_id)
            if survivor is None:
                raise
        await read(survivor)
        raise TitleMergedError(str(title_id), str(survivor))
