from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.types.feedback.rating import Rating, RatingFilter
from watchkeeper.models.types.sorts import RatingSort
from watchkeeper.models.types.undo.operation import RowImage


class RatingRepository(Protocol):
    """Ratings. Every method sees only the ratings of the given person.

    The rating statistics of a title follow each change in the same transaction; so does `updated_at` of the person's
    review of the title, which shows the rating.
    """

    async def search(
        self, user_id: UUID, filters: RatingFilter, sort: RatingSort, request: PageRequest
    ) -> Page[Rating]:
        """Return a page of the ratings that match. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> Rating:  # noqa: A002 - the name in the API
        """Return a rating. Raises RatingNotFoundError."""

    async def get_for_update(self, user_id: UUID, id: UUID) -> RatingEntity:  # noqa: A002
        """Return a rating; it, its person and its title are locked until the transaction ends.

        Raises RatingNotFoundError.
        """

    async def find_for_update(self, user_id: UUID, title_id: UUID) -> RatingEntity | None:
        """Return the person's rating of a title; person and title must be locked already."""

    async def add(self, entity: RatingEntity) -> None:
        """Store a new rating of a locked title. Raises AlreadyRatedError."""

    async def rescore(self, user_id: UUID, id: UUID, half_steps: int, precondition: Precondition) -> bool:  # noqa: A002
        """Set the score of a rating, in one statement; return whether it exists and meets the precondition.

        An imported original score that differs is removed; `updated_at` increases.
        """

    async def save(self, entity: RatingEntity) -> datetime:
        """Store the changed rating with a later `updated_at`, and return its `edited_at`."""

    async def delete(self, entity: RatingEntity) -> RowImage:
        """Remove a locked rating, and return it as it was."""
