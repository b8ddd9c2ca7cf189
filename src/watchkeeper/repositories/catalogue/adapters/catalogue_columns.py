"""The names that columns of catalogue files have elsewhere, and the words for media types."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from watchkeeper.models.errors.catalogue_file_errors import CatalogueFileError
from watchkeeper.models.types.catalogue.media_type import MediaType

_ALSO_CALLED: Final[Mapping[str, Sequence[str]]] = {
    "title": ("name", "primary_title", "primarytitle", "movie_title", "film_title", "show_title"),
    "media_type": ("type", "title_type", "titletype", "kind", "media"),
    "original_title": ("originaltitle", "original_name"),
    "overview": ("description", "plot", "synopsis", "summary"),
    "release_date": ("released", "premiered", "first_air_date"),
    "year": ("release_year", "start_year", "startyear"),
    "runtime_minutes": ("runtime", "runtime_mins", "runtime_min", "runtimeminutes"),
    "poster_url": ("poster",),
    "genres": ("genre",),
    "platforms": ("platform", "streaming", "network", "networks"),
    "imdb": ("imdb_id", "imdbid", "const", "tconst"),
    "tmdb": ("tmdb_id", "tmdbid", "themoviedb"),
    "tvdb": ("tvdb_id", "tvdbid", "thetvdb"),
    "anilist": ("anilist_id", "anilistid"),
    "mal": ("mal_id", "malid", "myanimelist", "myanimelist_id"),
    "tvmaze": ("tvmaze_id", "tvmazeid"),
    "trakt": ("trakt_id", "traktid"),
    "simkl": ("simkl_id", "simklid"),
}
SOURCES: Final = ("imdb", "tmdb", "tvdb", "anilist", "mal", "tvmaze", "trakt", "simkl")
"""Columns that hold the id at one service."""

_NAMES = {other: name for name, others in _ALSO_CALLED.items() for other in others}
_MEDIA_TYPES: Final[Mapping[MediaType, Sequence[str]]] = {
    MediaType.MOVIE: ("movies", "film", "films", "feature", "feature film", "tv movie", "tvmovie", "short", "video"),
    MediaType.SHOW: (
        *("shows", "tv", "tv show", "tvshow", "tv shows", "series", "tv series", "tvseries", "serie"),
        *("tv mini series", "tvminiseries", "mini series", "miniseries", "tv mini-series", "tv special", "tvspecial"),
    ),
    MediaType.ANIME: ("animes", "anime series", "anime tv", "tv anime", "anime movie", "ova", "ona"),
}
_MEDIA_TYPE_OF = {word: kind.value for kind, words in _MEDIA_TYPES.items() for word in words}
_BETWEEN_WORDS = re.compile(r"[\s_.()-]+")


def known_columns(names: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    """Return the columns of a file by their names here; others are left out.

    A column that is named as here comes before one of another name. Raises CatalogueFileError for two of other names.
    """
    found = {name: name for name in names if name in known}
    own = set(found)
    for name in names:
        folded = _BETWEEN_WORDS.sub("_", name).strip("_")
        column = folded if folded in known or folded in SOURCES else _NAMES.get(folded)
        if column is None or column in own:
            continue
        if found.setdefault(column, name) != name:
            raise CatalogueFileError(f"Two columns are both taken for {column}: {found[column]} and {name}.")
    return found


def media_type_of(word: str) -> str:
    """Return the media type that a word means, or the word itself if it means none."""
    folded = word.strip().casefold()
    return _MEDIA_TYPE_OF.get(folded.replace("_", " "), folded)


def with_ids(members: dict[str, Any]) -> dict[str, Any]:
    """Move ids at one service to `external_ids`. Raises ValueError for two ids at one source."""
    own = {source: str(members.pop(source)).strip() for source in SOURCES if source in members}
    own = {source: value for source, value in own.items() if value and value != "None"}
    given = members.get("external_ids") or {}
    if not own or not isinstance(given, dict):
        return members
    if any(given.get(source, value) != value for source, value in own.items()):
        raise ValueError("external_ids: One source has two ids")
    return {**members, "external_ids": {**given, **own}}
