from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.types.discovery.metadata import ExternalTitle


class PersonalTitleRepository(Protocol):
    """Titles that people typed. Ids at other services are theirs as well: others may give the same id to another
    title."""

    async def lock_owner(self, owner_id: UUID) -> None:
        """Lock the account until the transaction ends: its titles are counted and added by one transaction at a time.

        Raises InvalidTokenError if the account is gone.
        """

    async def count(self, owner_id: UUID, *, most: int) -> int:
        """Return how many titles an account has, at most `most`."""

    async def find_and_count(self, owner_id: UUID, external: ExternalTitle, *, most: int) -> tuple[UUID | None, int]:
        """Return the id of the account's title that has this id at another service, if there is one, and how many
        titles the account has, at most `most`."""

    async def add(self, title: TitleEntity, external: ExternalTitle) -> None:
        """Store a new title of its owner, with this id and empty rating statistics."""

    async def add_many(self, titles: Sequence[tuple[TitleEntity, Sequence[ExternalTitle]]]) -> None:
        """Store new titles of their owner, as `add` does each, with one id of a service at most.

        Raises TransactionConflictError if one of the ids has just been taken.
        """

    async def set_external_ids(self, title: TitleEntity, external_ids: Mapping[str, str]) -> None:
        """Set the external ids of a title, by source, under its media type. Raises ExternalIdTakenError if another
        title of its owner has one of them."""

    async def find_external_ids(self, title_id: UUID) -> Mapping[str, str]:
        """Return the external ids of a title, by source."""

    async def find_public(self, title_id: UUID) -> UUID | None:
        """Return a public title that has one of the ids of a personal title, if there is one."""

    async def remove_unused(self, unchanged_since: datetime) -> int:
        """Remove titles without watch entry, rating and review that were last changed before that time; return how
        many. At most 1,000 are removed at once."""

    async def publish_ids(self, title_id: UUID) -> None:
        """Give the ids of a title that has just become public to the catalogue, but for those that another has, and its
        rating statistics to all lists."""

    async def clear(self, title: TitleEntity) -> None:
        """Remove the owner's watch entry, rating, review and list items of a title. No other person can have any."""
