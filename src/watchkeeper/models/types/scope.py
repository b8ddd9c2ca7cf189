from enum import StrEnum


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
