from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.title_entity import TitleEntity
from watchkeeper.models.types.metadata import ExternalTitle


class ExternalTitleRepository(Protocol):
    """Titles of the catalogue by their ids at other services."""

    async def find(self, external: ExternalTitle, owner_id: UUID | None = None) -> UUID | None:
        """Return the id of the title that has this id at another service, if there is one: the public one, else that of
        the owner."""

    async def find_and_lock(self, external: ExternalTitle, owner_id: UUID) -> UUID | None:
        """Return the same as `find`, locked against deletion until the transaction ends."""

    async def get_or_create(self, title: TitleEntity, external: ExternalTitle) -> UUID:
        """Return the id of the title that has this id at its source, locked against deletion until the transaction
        ends.

        Creates `title` where there is none; an existing title is not changed. Concurrent calls for the same id create
        one title. Needs a transaction.
        """
