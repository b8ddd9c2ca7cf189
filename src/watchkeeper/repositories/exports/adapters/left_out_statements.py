"""Counts the rows of a person that a form of exports can't carry, by one statement a form."""

from collections.abc import Mapping
from typing import Final

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.exports.export import ExportFormat
from watchkeeper.repositories.text_statements import text_statement

_TABLES: Final = ("watch_entries", "plays", "ratings", "reviews", "lists", "marks")
_IS_MOVIE: Final = "titles.media_type = 'movie'"
_IS_NO_ANIME: Final = "titles.media_type <> 'anime'"
_OF_TITLE: Final = "(SELECT FROM {table} AS other WHERE other.user_id = own.user_id AND other.title_id = own.title_id)"
_IS_PLAYED, _IS_RATED, _IS_ENTERED = (
    f"EXISTS {_OF_TITLE.format(table=table)}" for table in ("plays", "ratings", "watch_entries")
)
_HAS_IMDB: Final = f"{_IS_NO_ANIME} AND known.external_ids::json ->> 'imdb' IS NOT NULL"
_HAS_MAL: Final = "titles.media_type = 'anime' AND known.external_ids::json ->> 'mal' IS NOT NULL"


def _statement(carried: Mapping[str, str]) -> Statement:
    """Return the statement that counts the rows of each table which what is carried of it leaves."""
    counts = (_count(table, carried.get(table)) for table in _TABLES)
    return text_statement("SELECT " + " + ".join(counts))


def _count(table: str, carried: str | None) -> str:
    if carried is None:
        return f"(SELECT count(*) FROM {table} WHERE {table}.user_id = :user_id)"  # noqa: S608 - constants
    return f"""(
        SELECT count(*) FROM {table} AS own JOIN titles ON titles.id = own.title_id
        LEFT JOIN title_references AS known ON known.title_id = own.title_id
        WHERE own.user_id = :user_id AND NOT ({carried})
    )"""  # noqa: S608 - constants


LETTERBOXD: Final = _statement(
    {
        "watch_entries": f"{_IS_MOVIE} AND own.status = 'completed'",
        "plays": _IS_MOVIE,
        "ratings": f"{_IS_MOVIE} AND ({_IS_PLAYED} OR {_IS_ENTERED})",
        "reviews": f"{_IS_MOVIE} AND NOT own.is_superseded AND ({_IS_PLAYED} OR {_IS_ENTERED})",
    }
)
IMDB: Final = _statement(
    {
        "watch_entries": f"{_HAS_IMDB} AND own.status = CASE WHEN {_IS_RATED} THEN 'completed' ELSE 'planned' END",
        "ratings": _HAS_IMDB,
    }
)
TRAKT: Final = _statement(
    {
        "watch_entries": f"""{_IS_NO_ANIME} AND (own.status IN ('planned', 'completed')
            OR (own.status = 'dropped' AND titles.media_type = 'show')
            OR (own.status = 'watching' AND {_IS_PLAYED}))""",
        "plays": _IS_NO_ANIME,
        "ratings": _IS_NO_ANIME,
        "reviews": f"{_IS_NO_ANIME} AND NOT own.is_superseded",
    }
)
MYANIMELIST: Final = _statement(
    {
        "watch_entries": _HAS_MAL,
        "plays": f"{_HAS_MAL} AND own.season IS NULL AND {_IS_ENTERED}",
        "ratings": f"{_HAS_MAL} AND {_IS_ENTERED}",
    }
)
LEFT_OUT: Final[Mapping[ExportFormat, Statement]] = {
    ExportFormat.LETTERBOXD: LETTERBOXD,
    ExportFormat.IMDB: IMDB,
    ExportFormat.TRAKT: TRAKT,
    ExportFormat.MYANIMELIST: MYANIMELIST,
}
"""Our own form carries everything."""
