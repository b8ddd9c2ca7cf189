from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.review_entity import ReviewEntity
from watchkeeper.models.types.review import Review, ReviewFilter
from watchkeeper.models.types.sorts import ReviewSort


class ReviewRepository(Protocol):
    """Reviews, read by everybody. Those of titles that are not active are there for their authors and for admins."""

    async def search_title(
        self, title_id: UUID, filters: ReviewFilter, sort: ReviewSort, request: PageRequest, *, with_inactive: bool
    ) -> Page[Review]:
        """Return a page of the reviews of a title.

        Raises InvalidCursorError, and TitleNotFoundError unless the title is there and active, or `with_inactive`.
        """

    async def search_own(
        self, user_id: UUID, filters: ReviewFilter, sort: ReviewSort, request: PageRequest
    ) -> Page[Review]:
        """Return a page of what a person has written. Raises InvalidCursorError."""

    async def require(self, id: UUID, *, reader_id: UUID | None, with_inactive: bool) -> Review:  # noqa: A002
        """Return a review as the reader may see it. Raises ReviewNotFoundError."""

    async def find_for_update(self, user_id: UUID, id: UUID) -> ReviewEntity | None:  # noqa: A002
        """Return a review by this author to be changed; it, its author and its title are kept until the end.

        None where there is no such review, or it is by somebody else.
        """

    async def has_review(self, user_id: UUID, title_id: UUID) -> bool:
        """Return whether the person has reviewed a title, where person and title are held already."""

    async def add(self, entity: ReviewEntity) -> None:
        """Store a new review of a title that is held. Raises AlreadyReviewedError."""

    async def save(self, entity: ReviewEntity) -> None:
        """Store the changed review with a later `updated_at`."""

    async def delete(self, entity: ReviewEntity) -> None:
        """Remove a review that is held. Its author's rating of the title stays."""
