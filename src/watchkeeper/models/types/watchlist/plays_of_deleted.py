from enum import StrEnum

from watchkeeper.foundation.core.principal import ScopeChoices
from watchkeeper.models.types.identity.scope import Scope, needed_if


class PlaysOfDeleted(StrEnum):
    """What becomes of the plays of a title that leaves a watchlist."""

    KEEP = "keep"
    DELETE = "delete"

    @property
    def scopes(self) -> ScopeChoices:
        """What deleting plays needs beside the scope of the watchlist."""
        return needed_if(self is PlaysOfDeleted.DELETE, Scope.WRITE_PLAYS)
