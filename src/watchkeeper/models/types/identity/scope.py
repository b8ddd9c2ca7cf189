from enum import StrEnum

from watchkeeper.foundation.core.principal import ScopeChoices


class Scope(StrEnum):
    """What an application token may do.

    `read` is for one's own rows and the catalogue. Those of writing have everything below a resource with them:
    `write:ratings` reviews, `write:lists` tags and marks. `admin` is what admins may do besides, and only they have it.
    """

    READ = "read"
    WRITE_WATCHLIST = "write:watchlist"
    WRITE_PLAYS = "write:plays"
    WRITE_RATINGS = "write:ratings"
    WRITE_LISTS = "write:lists"
    IMPORT = "import"
    ADMIN = "admin"


def needed_if(is_needed: bool, scope: Scope) -> ScopeChoices:
    """Return what a member of a body needs beside the scope of its operation."""
    return (frozenset({scope}) if is_needed else frozenset(),)
