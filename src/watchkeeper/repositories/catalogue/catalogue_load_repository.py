from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from watchkeeper.models.types.catalogue_load import AppliedRows, RowClaim, StagedName, StagedTitle
from watchkeeper.models.types.load_report import RejectedRow


class CatalogueLoadRepository(Protocol):
    """Brings rows of a file into the catalogue, all at once. The methods belong into one transaction, in this order."""

    async def begin(self) -> None:
        """Make room for the rows, and lift the bounds on time for the transaction."""

    async def record_dataset(self, name: str, at: datetime) -> bool:
        """Return whether `name` was not loaded before, and note that it is now.

        Where another transaction is about to load it, waits until that has ended.
        """

    async def stage(self, titles: Sequence[StagedTitle]) -> None:
        """Lay rows aside. No two of a load have the same line."""

    async def match_ids(self) -> list[RejectedRow]:
        """Find the titles of rows by external id; from here to the commit no other load finds or makes titles.

        Refuses rows whose ids belong to several titles, or to one that has another id at a source of theirs.
        """

    async def find_claims(self) -> list[RowClaim]:
        """Return the marks that several rows have in common, in the order of the file.

        The marks of a row are its external ids, the title they belong to and, without any, its `name_key`.
        """

    async def set_aside(self, lines: Sequence[int]) -> None:
        """Leave these rows out of all that follows."""

    async def match_names(self) -> None:
        """Find the titles of the other rows by media type, title without regard to case, and year.

        A title is found by one row at most, and not where it has another id at a source of the row. Where there is a
        choice, rows without external ids find titles without, and rows with them titles with.
        """

    async def add_names(self, genres: Sequence[StagedName], platforms: Sequence[StagedName], at: datetime) -> None:
        """Make the genres and platforms that are missing, as far as a row needs them."""

    async def apply(self, at: datetime) -> AppliedRows:
        """Make the titles that were not found, each with its figures, and change those that were.

        Empty members of a row leave the title's as they are, and so does a bare year that fits its date. Genres,
        platforms and external ids are added. `updated_at` is renewed where something really changed.
        """
