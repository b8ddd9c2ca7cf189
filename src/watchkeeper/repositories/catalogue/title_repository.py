from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title import Title, TitleFingerprint, TitleSuggestion
from watchkeeper.models.types.catalogue.title_facets import TitleFacets
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.sorts import TitleSort


class TitleRepository(Protocol):
    """The catalogue. Reads return finished titles, with the watch entry, rating and review of the person `viewer_id`,
    if given. Personal titles are found by their owners alone. Whether inactive ones are shown is decided by the logic.
    """

    async def get(  # the names of the contract
        self,
        id: UUID,  # noqa: A002
        viewer_id: UUID | None = None,
        *,
        sees_all: bool = False,
    ) -> Fingerprinted[Title]:
        """Return a title with its fingerprint for a viewer: active or not, public or the viewer's own; a viewer who
        `sees_all` finds any. The poster of another person's title is left out. Raises TitleNotFoundError."""

    async def get_fingerprint(self, id: UUID, viewer_id: UUID, *, sees_all: bool = False) -> TitleFingerprint:  # noqa: A002
        """Return the fingerprint of what `get` returns, which costs less than the title. Raises TitleNotFoundError."""

    async def is_used_by(self, id: UUID, person_id: UUID) -> bool:  # noqa: A002
        """Return whether a person has an entry, plays, a rating, a review, list items or marks of a title."""

    async def search(
        self, filters: TitleFilter, sort: TitleSort, request: PageRequest, viewer_id: UUID | None = None
    ) -> Page[Title]:
        """Return a page of titles. Unknown release dates and ratings come last in both directions.

        A query matches titles whose names have all its words, as words or as beginnings of words, joined or apart. A
        typing error in a word of five letters or more is forgiven when nothing else is found. Relevance, which needs
        a query, is: the very title; known titles that have all the words; titles that begin with them; other known
        ones; titles with whole words; others; within each the better known, then the shorter first. A list by
        relevance ends after some 200 titles. Raises InvalidCursorError.
        """

    async def suggest(self, filters: TitleFilter, limit: int, viewer_id: UUID | None = None) -> list[TitleSuggestion]:
        """Return the first `limit` titles of a search by relevance, which needs a query."""

    async def count_facets(self, filters: TitleFilter, viewer_id: UUID | None = None) -> TitleFacets:
        """Return the numbers of the titles that `search` finds."""

    async def require(self, id: UUID, *, lock: bool = False) -> TitleEntity:  # noqa: A002
        """Return the row of a title, locked until the transaction ends if `lock` is set.

        Raises TitleNotFoundError.
        """

    async def add(self, entity: TitleEntity) -> None:
        """Store a new title, with empty rating statistics."""

    async def save(self, entity: TitleEntity) -> None:
        """Store the changes and update `updated_at`."""

    async def learn_words(self, entity: TitleEntity) -> None:
        """Store the words of a new or renamed title, so that typing errors in them are forgiven.

        Called after its links are stored: whoever waits for words of another transaction, as of a load of the
        catalogue, must hold no links yet to come.
        """

    async def delete(self, id: UUID) -> None:  # noqa: A002
        """Remove a title with its links and rating statistics. Raises TitleNotFoundError, and InUseError while watch
        entries, ratings or reviews refer to it."""

    async def set_genres(self, title_id: UUID, genre_ids: Collection[UUID]) -> frozenset[UUID]:
        """Set the genres of a title to those of `genre_ids` that exist. Returns them."""

    async def set_platforms(self, title_id: UUID, platform_ids: Collection[UUID]) -> frozenset[UUID]:
        """Set the platforms of a title to those of `platform_ids` that exist. Returns them."""

    async def set_external_ids(self, title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> None:
        """Set the first ids of a title, by source. An alias that becomes a first id is no alias any more.

        Raises ExternalIdTakenError.
        """

    async def move_external_ids(self, title_id: UUID, media_type: MediaType) -> None:
        """Update the media type of a title's first ids. Raises ExternalIdTakenError."""

    async def add_external_ids(self, title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> None:
        """Add those of these ids that no other title has, at sources where the title has none yet."""
