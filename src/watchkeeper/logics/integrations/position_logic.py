from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.models.dtos.integrations.position_dtos import PutPositionInput
from watchkeeper.models.entities.integrations.position_entity import PositionEntity
from watchkeeper.models.types.integrations.media_server import Position
from watchkeeper.models.types.sorts import PositionSort
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.integrations.position_repository import PositionRepository


@dataclass(kw_only=True, eq=False)
class PositionLogic:
    """The positions at which the caller stopped in movies and episodes."""

    unit_of_work: UnitOfWork
    positions: PositionRepository
    merged_titles: MergedTitles
    accounts: AccountLockRepository

    async def search_positions(self, user_id: UUID, sort: PositionSort, request: PageRequest) -> Page[Position]:
        """Raises InvalidCursorError."""
        return await self.positions.search(user_id, sort, request)

    async def get_position(self, user_id: UUID, reference: UUID) -> Position:
        """Return where a person stopped in a title or an episode. Raises PositionNotFoundError."""
        return await self.positions.require(user_id, reference)

    async def put_position(self, user_id: UUID, reference: UUID, place: PutPositionInput) -> tuple[Position, bool]:
        """Store where a person stopped, and return it and whether it is new.

        Raises TitleNotFoundError, also where there is no such episode.
        """

        async def put(about: UUID) -> tuple[Position, bool]:
            at = now()
            entity = PositionEntity(
                user_id=user_id,
                id=about,
                seconds=place.seconds,
                of_seconds=place.of_seconds,
                played_at=at,
                updated_at=at,
            )
            async with self.unit_of_work.transaction():
                await self.accounts.lock(user_id)
                is_new = await self.positions.put(entity)
                return await self.positions.require(user_id, about), is_new

        return await self.merged_titles.follow(reference, put)

    async def delete_position(self, user_id: UUID, reference: UUID) -> None:
        """Forget where a person stopped. Raises PositionNotFoundError."""
        async with self.unit_of_work.statement():
            await self.positions.delete(user_id, reference)
