from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.title_entity import TitleEntity


class ExternalTitleRepository(Protocol):
    """Titles of the catalogue by their ids at other services."""

    async def enter(self, title: TitleEntity, source: str, external_id: str) -> UUID:
        """Return the id of the one title that has this id at `source`, kept from deletion until the transaction ends.

        Where there is none, `title` is entered as it; where there is one, nothing of it changes. However many enter
        the same at once, one title comes of it. Needs a transaction.
        """
