from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.title_entity import TitleEntity
from watchkeeper.models.types.metadata import ExternalTitle


class ExternalTitleRepository(Protocol):
    """Titles of the catalogue by their ids at other services."""

    async def find(self, external: ExternalTitle) -> UUID | None:
        """Return the id of the title that has this id at another service, if there is one."""

    async def get_or_create(self, title: TitleEntity, external: ExternalTitle) -> UUID:
        """Return the id of the one title that has this id at its source, kept from deletion until the transaction ends.

        Where there is none, `title` is entered as it; where there is one, nothing of it changes. However many enter
        the same at once, one title comes of it. Needs a transaction.
        """
