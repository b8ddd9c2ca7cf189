from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.title_entity import TitleEntity
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.title import Title
from watchkeeper.models.types.title_filter import TitleFilter


class TitleRepository(Protocol):
    """The catalogue. Reads return finished titles, with what the person `viewer_id` has to do with them, if any is
    named; who may see one is the logic's matter."""

    async def get(self, id: UUID, viewer_id: UUID | None = None) -> Title:  # noqa: A002 - the contract's own name
        """Return a title, active or not. Raises TitleNotFoundError."""

    async def search(
        self, filters: TitleFilter, sort: TitleSort, request: PageRequest, viewer_id: UUID | None = None
    ) -> Page[Title]:
        """Return a page of titles. Unknown release dates and ratings come last in both directions.

        A query matches titles that have all its words, each as a word or the beginning of one, in title and original
        title together; without case and accents. A query without any word matches titles that begin with it.
        Relevance, which needs a query, is: the same title; titles that begin with all the words; titles that have
        them all as whole words; others; the shorter title first within each. Raises InvalidCursorError.
        """

    async def require(self, id: UUID, *, lock: bool = False) -> TitleEntity:  # noqa: A002
        """Return the row of a title, kept from changes of others until the transaction ends when `lock` is set.

        Raises TitleNotFoundError.
        """

    async def add(self, entity: TitleEntity) -> None:
        """Store a new title, with figures of zero."""

    async def save(self, entity: TitleEntity) -> None:
        """Store what changed and renew its `updated_at`."""

    async def delete(self, id: UUID) -> None:  # noqa: A002
        """Remove a title with its links and figures. Raises TitleNotFoundError, and InUseError while people have it."""

    async def set_genres(self, title_id: UUID, genre_ids: Collection[UUID]) -> frozenset[UUID]:
        """Give a title those of the genres that exist, and no others. Returns them."""

    async def set_platforms(self, title_id: UUID, platform_ids: Collection[UUID]) -> frozenset[UUID]:
        """Give a title those of the platforms that exist, and no others. Returns them."""

    async def set_external_ids(self, title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> None:
        """Give a title exactly these ids by source. Raises ExternalIdTakenError."""

    async def move_external_ids(self, title_id: UUID, media_type: MediaType) -> None:
        """Let the ids of a title follow its media type. Raises ExternalIdTakenError."""

    async def add_external_ids(self, title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> None:
        """Give a title those of these ids that no other title has, at sources where it has none yet."""
