from typing import NamedTuple


class OverviewCounts(NamedTuple):
    """The numbers of rows, and the bytes of the database."""

    users: int
    users_active_30d: int
    titles: int
    without_poster: int
    ratings: int
    database_bytes: int
