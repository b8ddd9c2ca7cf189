from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from watchkeeper.models.types.catalogue.catalogue_load import AppliedRows, RowClaim, StagedName, StagedTitle
from watchkeeper.models.types.catalogue.load_report import RejectedRow


class CatalogueLoadRepository(Protocol):
    """Loads rows of a file into the catalogue as one set. Call the methods in one transaction, in this order."""

    async def begin(self) -> None:
        """Create the staging tables, and lift the timeouts for the transaction."""

    async def record_dataset(self, name: str, at: datetime) -> bool:
        """Record that `name` is loaded, and return whether it was not before.

        Waits for a concurrent transaction that records the same name.
        """

    async def stage(self, titles: Sequence[StagedTitle]) -> None:
        """Stage rows. Lines are unique within a load."""

    async def match_ids(self) -> list[RejectedRow]:
        """Match rows with titles by external id; from here to the commit no other load matches or creates titles.

        Returns rejected rows: those whose ids belong to several titles, or to one with another id at the same source.
        """

    async def find_claims(self) -> list[RowClaim]:
        """Return the keys that several rows share, in the order of the file.

        The keys of a row are its external ids, the title they belong to and, without any, its `name_key`.
        """

    async def set_aside(self, lines: Sequence[int]) -> None:
        """Exclude these rows from all later steps."""

    async def match_names(self) -> None:
        """Match the remaining rows with titles by media type, year, and one of their names.

        Names are title, original and alternative titles, without case, accents, signs and a leading article. A title
        matches one row at most, and none if it has another id at a source of the row. Titles with the very title of the
        row come first; then rows without external ids prefer titles without, and rows with them titles with. Several
        titles that come first are none, unless the row has no ids and they its very title.
        """

    async def add_names(self, genres: Sequence[StagedName], platforms: Sequence[StagedName], at: datetime) -> None:
        """Create the missing genres and platforms that rows need."""

    async def apply(self, at: datetime) -> AppliedRows:
        """Create the titles that were not matched, with their rating statistics, and update those that were.

        Empty members of a row leave the title's unchanged, and so does a year alone that equals the year of its date.
        Genres, platforms and external ids are added. `updated_at` changes only with an actual change.
        """
