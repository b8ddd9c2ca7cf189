from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.models.entities.rating_entity import RatingEntity
from watchkeeper.models.types.rating import Rating, RatingFilter
from watchkeeper.models.types.sorts import RatingSort


class RatingRepository(Protocol):
    """People's ratings. Every method sees the ratings of the one person it is asked about, no others.

    The figures of a title follow each change in the same transaction; so does the time of the last change of the
    person's review of the title, which shows the rating.
    """

    async def search(
        self, user_id: UUID, filters: RatingFilter, sort: RatingSort, request: PageRequest
    ) -> Page[Rating]:
        """Return a page of the ratings that are wanted. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> Rating:  # noqa: A002 - the contract's own name
        """Return a rating. Raises RatingNotFoundError."""

    async def get_for_update(self, user_id: UUID, id: UUID) -> RatingEntity:  # noqa: A002
        """Return a rating to be changed; it, its person and its title are kept until the transaction ends.

        Raises RatingNotFoundError.
        """

    async def find_for_update(self, user_id: UUID, title_id: UUID) -> RatingEntity | None:
        """Return the person's rating of a title, where person and title are held already."""

    async def add(self, entity: RatingEntity) -> None:
        """Store a new rating of a title that is held. Raises AlreadyRatedError."""

    async def rescore(self, user_id: UUID, id: UUID, half_steps: int, precondition: Precondition) -> bool:  # noqa: A002
        """Set the score of a rating, in one statement, and return whether it is there and meets the precondition.

        What was imported with another score goes; its `updated_at` becomes a later one.
        """

    async def save(self, entity: RatingEntity) -> None:
        """Store the changed rating with a later `updated_at`."""

    async def delete(self, entity: RatingEntity) -> None:
        """Remove a rating that is held."""
