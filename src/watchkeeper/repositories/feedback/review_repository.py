from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.types.feedback.review import Review, ReviewFilter
from watchkeeper.models.types.sorts import ReviewSort
from watchkeeper.models.types.undo.operation import RowImage


class ReviewRepository(Protocol):
    """Reviews, which are public. Those of inactive and personal titles are visible to their authors and to admins."""

    async def search_title(
        self,
        title_id: UUID,
        filters: ReviewFilter,
        sort: ReviewSort,
        request: PageRequest,
        *,
        reader_id: UUID | None,
        with_inactive: bool,
    ) -> Page[Review]:
        """Return a page of the reviews of a title.

        Raises InvalidCursorError, and TitleNotFoundError unless the title is active and public or the reader's own, or
        `with_inactive`, which finds every title.
        """

    async def search_own(
        self, user_id: UUID, filters: ReviewFilter, sort: ReviewSort, request: PageRequest
    ) -> Page[Review]:
        """Return a page of a person's reviews. Raises InvalidCursorError."""

    async def search_author(
        self, author: str, filters: ReviewFilter, sort: ReviewSort, request: PageRequest, *, reader_id: UUID | None
    ) -> Page[Review]:
        """Return a page of the reviews by a person that the reader may see; empty if there is no such user name.

        Those of inactive and personal titles and superseded ones are the author's alone. Raises InvalidCursorError.
        """

    async def require(self, id: UUID, *, reader_id: UUID | None, with_inactive: bool) -> Review:  # noqa: A002
        """Return a review as the reader may see it. Raises ReviewNotFoundError."""

    async def find_for_update(self, user_id: UUID, id: UUID) -> ReviewEntity | None:  # noqa: A002
        """Return a review of this author; it, its author and its title are locked until the transaction ends.

        None where there is no such review, or it has another author.
        """

    async def find_id(self, user_id: UUID, title_id: UUID) -> UUID | None:
        """Return the id of the person's review of a title, or None; person and title must be locked already."""

    async def add(self, entity: ReviewEntity) -> None:
        """Store a new review of a locked title. Raises AlreadyReviewedError."""

    async def save(self, entity: ReviewEntity) -> datetime:
        """Store the changed review with a later `updated_at`, and return its `edited_at`."""

    async def delete(self, entity: ReviewEntity) -> RowImage:
        """Remove a locked review, and return it as it was. Its author's rating of the title stays."""
