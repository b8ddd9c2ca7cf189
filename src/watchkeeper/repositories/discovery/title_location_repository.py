from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.catalogue.located_titles import LocatedTitles
from watchkeeper.models.types.discovery.metadata import ExternalTitle


class TitleLocationRepository(Protocol):
    """Many titles by their ids, in one statement."""

    async def lock_and_locate(
        self,
        user_id: UUID,
        title_ids: Collection[UUID],
        external: Collection[ExternalTitle],
        episode_ids: Collection[UUID],
        *,
        most: int,
    ) -> LocatedTitles:
        """Lock the account until the transaction ends, and return the titles that have any of the ids: the public one
        of an id at another service, else that of the person; and the titles of episodes.

        The person's own titles are counted up to `most`.

        Raises InvalidTokenError if the account is gone.
        """
