from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.models.dtos.catalogue.external_media_dtos import TitleReferenceInput
from watchkeeper.models.types.discovery.metadata import IncomingTitle

ResultT = TypeVar("ResultT")

TitleReference = UUID | IncomingTitle
"""A title by its id, or one to be created unless it exists."""


async def _nothing() -> None: ...


@dataclass(kw_only=True, eq=False)
class TitleReferenceLogic:
    """Finds the title that a request refers to, in two steps: a provider is never called inside a transaction."""

    unit_of_work: UnitOfWork
    metadata: TitleMetadataLogic
    merged_titles: MergedTitles

    async def look_up(self, user_id: UUID, request: TitleReferenceInput) -> TitleReference:
        """Return what a request refers to, with the metadata of its provider where it may be missing here.

        Must not be called inside a transaction. A failure of the provider does not matter. Raises
        InvalidExternalIdError.
        """
        if request.media is None:
            return request.referred_id
        return await self.metadata.look_up(request.media, user_id)

    async def act_on(
        self,
        reference: TitleReference,
        act: Callable[[UUID], Awaitable[ResultT]],
        prepare: Callable[[], Awaitable[None]] = _nothing,
    ) -> ResultT:
        """Return what `act` does with the title, or with the one that it was merged into.

        A title that is missing is created in the transaction of `act`; `prepare` takes what must be locked before
        titles. Raises TitleNotFoundError, QuotaExceededError.
        """
        if isinstance(reference, UUID):
            return await self.merged_titles.follow(reference, act)
        async with self.unit_of_work.transaction():
            await prepare()
            return await act((await self.metadata.get_or_create(reference))[0])
