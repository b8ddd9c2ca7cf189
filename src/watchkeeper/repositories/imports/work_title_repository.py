from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.models.types.imports.import_work import FoundTitles, Work
from watchkeeper.models.types.undo.operation import ChangedRow


class WorkTitleRepository(Protocol):
    """Titles that works of an upload may be: active ones of the catalogue, and the person's own."""

    async def find(self, user_id: UUID, works: Sequence[Work]) -> list[FoundTitles]:
        """Return the titles with the ids of each work, and those of its medium with its name, in one statement.

        Ids of IMDb are found under every medium. Of a name there are at most twenty public titles.
        """

    async def link(self, genres: Mapping[UUID, Sequence[str]], platforms: Mapping[UUID, Sequence[str]]) -> None:
        """Give titles those of the named genres and platforms that the catalogue has."""

    async def add_ids(
        self, user_id: UUID, ids: Mapping[UUID, Sequence[ExternalTitle]], at: datetime
    ) -> list[ChangedRow]:
        """Give those of the titles that are the person's own, and of the medium, the ids of services of which they have
        none; a provider completes them then. Needs a transaction that has locked the account.

        Returns what an undo has to know: the ids that each title was given, and its metadata as they were.
        """
