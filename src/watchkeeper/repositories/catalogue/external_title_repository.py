from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.types.discovery.metadata import ConfirmedWork, ExternalTitle


class ExternalTitleRepository(Protocol):
    """Titles of the catalogue by their ids at other services."""

    async def find(self, external: ExternalTitle, owner_id: UUID | None = None) -> UUID | None:
        """Return the id of the title that has this id at another service, if there is one: the public one, else that of
        the owner."""

    async def find_and_lock(self, external: ExternalTitle, owner_id: UUID | None = None) -> UUID | None:
        """Return the same as `find`, locked against deletion until the transaction ends."""

    async def get_or_create(self, title: TitleEntity, external: ExternalTitle) -> UUID:
        """Return the id of the title that has this id at its source, locked against deletion until the transaction
        ends.

        Creates `title` where there is none; an existing title is not changed. Concurrent calls for the same id create
        one title. Needs a transaction.
        """

    async def lock_work(self, work: ConfirmedWork) -> None:
        """Lock the names of a work: transactions that enter a work of the same medium and year with one of the names
        wait for each other. Waits for a load of the catalogue, too."""

    async def find_same_work(self, work: ConfirmedWork) -> UUID | None:
        """Return the only active public title that is this work, judged without its provider's id.

        It is of the same medium and has one of the further ids, or else one of the names and the same year, and no
        other id of a source of the work. Of several titles it is none.
        """

    async def add(self, title_id: UUID, external: ExternalTitle) -> bool:
        """Add an id to a title, as its first one of the source. Returns whether neither of them was taken."""
