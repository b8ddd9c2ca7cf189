"""Statements that read all that decides about a new play at once."""

from typing import Final
from uuid import UUID

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.watching_statements import WATCHING_COLUMNS, WATCHING_TABLES

_SEEN: Final = """
EXISTS (
    SELECT FROM plays WHERE plays.user_id = :user_id AND plays.title_id = title.id
        AND plays.viewing = coalesce(viewing.number, 1) AND {condition}
)
"""
EPISODE: Final = ("episode_id", "season", "number", "airs_at", "air_date", "is_seen")
"""What the rows in `episodes` have, in this order."""


def _context(episodes: str, is_place_seen: str = "false") -> Statement:
    """Return the statement, by which episodes of the title a play may mean."""
    seen = _SEEN.format(condition="plays.episode_id = episode.id")
    return text_statement(
        f"""
        SELECT {WATCHING_COLUMNS}, {is_place_seen} AS is_place_seen,
            (SELECT ROW (id, title_id) FROM plays
                WHERE user_id = :user_id AND source = :source AND source_key = :source_key) AS known,
            ARRAY(
                SELECT ROW (episode.id, season, number, airs_at, air_date, {seen})
                FROM episodes AS episode WHERE episode.title_id = title.id AND {episodes}
            ) AS episodes
        {WATCHING_TABLES}
        WHERE title.id = :title_id AND is_active AND (owner_id IS NULL OR owner_id = :user_id)
        """  # noqa: S608 - built from constants
    )


OF_TITLE: Final = _context("false")
BY_ID: Final = _context("episode.id = :episode_id")
# A number greater than its season has is looked for as an absolute one.
BY_PLACE: Final = _context(
    """
    state = 'current' AND (
        (season = :season AND number = :number) OR (absolute_number = :number AND :number > (
            SELECT max(other.number) FROM episodes AS other
            WHERE other.title_id = title.id AND other.season = :season AND other.state = 'current'
        ))
    )
    """,
    _SEEN.format(condition="plays.episode_id IS NULL AND plays.season = :season AND plays.number = :number"),
)


def context(episode_id: UUID | None, place: tuple[int, int] | None) -> Statement:
    """Return the statement for an episode by its id, by its place, or for the whole title."""
    if episode_id is not None:
        return BY_ID
    return OF_TITLE if place is None else BY_PLACE
