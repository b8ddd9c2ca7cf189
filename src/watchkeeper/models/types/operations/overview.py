from typing import NamedTuple


class OverviewCounts(NamedTuple):
    """The numbers of rows, the bytes of the database, and the migration it is at."""

    users: int
    users_active_30d: int
    titles: int
    without_poster: int
    ratings: int
    database_bytes: int
    schema_version: str
