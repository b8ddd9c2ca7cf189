from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport

CLAIM: Final = timedelta(seconds=60)
"""How long a process may be silent before another one takes its import over."""


class ImportQueue(Protocol):
    """Running imports, each worked on by one process at a time."""

    async def claim(self, at: datetime) -> ClaimedImport | None:
        """Claim a running import that no process works on for 60 seconds, and return it, or None. The longest waiting
        comes first."""

    async def extend(self, claimed: ClaimedImport) -> None:
        """Extend a claim to 60 seconds from now. Raises ClaimLostError where the import is gone, or another process has
        taken it over."""

    async def release(self, claimed: ClaimedImport) -> None:
        """End a claim without having done anything, so that another process begins at once."""

    async def renew(self, claimed: ClaimedImport, done: int, total: int | None) -> None:
        """Extend a claim as `extend` does, and store how many records have been through its step.

        Call it first in each transaction of a step: it locks the import, so that no other process writes for it. Raises
        ClaimLostError as `extend` does.
        """

    async def measure_tables(self) -> None:
        """Measure the tables that imports have filled much since they were measured last: PostgreSQL would plan for
        empty ones, and take a time that grows with the square of the rows. A table that is locked or takes too long
        is left out. Call it between transactions."""

    async def move(self, claimed: ClaimedImport, state: ImportState, **changes: Any) -> None:  # noqa: ANN401 - columns
        """End the claim and the step: the import goes on in another state, with other columns changed along.

        Call it in a transaction. Raises ClaimLostError as `extend` does, ImportNotFoundError where the import is gone.
        """
