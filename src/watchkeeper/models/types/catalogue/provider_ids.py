"""The canonical form of ids at other services: no other is stored or matched."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType


@dataclass(frozen=True, slots=True)
class _Site:
    """The pages of a source. `kinds` are the segments of a path that an id follows, each with the media type that the
    page can't be about. With `has_slugs` a name may follow the number: `605-the-matrix-revolutions`."""

    hosts: frozenset[str]
    kinds: Mapping[str, MediaType | None]
    has_slugs: bool = True


_APART: Final[Mapping[str, MediaType | None]] = {
    "movie": MediaType.SHOW,
    "movies": MediaType.SHOW,
    "tv": MediaType.MOVIE,
    "shows": MediaType.MOVIE,
}
_ANIME: Final[Mapping[str, MediaType | None]] = {"anime": None}
# A slug of TheTVDB or Trakt may begin with a number that is no id: 12-angry-men-1957.
_SITES: Final[Mapping[str, _Site]] = {
    "tmdb": _Site(frozenset({"themoviedb.org", "tmdb.org"}), _APART),
    "anilist": _Site(frozenset({"anilist.co"}), _ANIME),
    "mal": _Site(frozenset({"myanimelist.net"}), _ANIME),
    "tvdb": _Site(frozenset({"thetvdb.com"}), {**_APART, "series": MediaType.MOVIE}, has_slugs=False),
    "tvmaze": _Site(frozenset({"tvmaze.com"}), {"shows": None}),
    "simkl": _Site(frozenset({"simkl.com"}), {**_APART, **_ANIME}),
    "trakt": _Site(frozenset({"trakt.tv"}), _APART, has_slugs=False),
    "imdb": _Site(frozenset({"imdb.com"}), {"title": None}, has_slugs=False),
}
CANONICAL_SOURCES: Final = frozenset(_SITES)
"""The sources whose ids have one canonical form; ids of others are text as it is."""

_IMDB: Final = "imdb"
_LEAST_IMDB_DIGITS: Final = 7
_ADDRESS: Final = re.compile(r"(?:(?:(?:https?:)?//)?(?P<host>[a-z0-9.-]+\.[a-z]{2,})/)?(?P<path>[^?#]*)(?:[?#].*)?")
_NUMBER: Final = re.compile(r"0*(?P<number>[1-9][0-9]{0,9})(?P<slug>-.*)?")
_FULLWIDTH: Final = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)}


def canonical_id(source: str, external_id: str, media_type: MediaType | None = None) -> str | None:
    """Return the canonical form of an id, or None for what can't be an id of the source.

    Understood are leading zeros, upper case, digits of any script, bare numbers of IMDb, and addresses of pages, which
    must not be about another media type than `media_type`. An id of a source without a canonical form stays as it is.
    """
    site = _SITES.get(source)
    if site is None:
        return external_id
    segment = _id_segment(site, _plain(external_id), media_type)
    if segment is None:
        return None
    is_imdb = source == _IMDB
    found = _NUMBER.fullmatch(segment.removeprefix("tt") if is_imdb else segment)
    if found is None or (found["slug"] and not site.has_slugs):
        return None
    return f"tt{found['number'].zfill(_LEAST_IMDB_DIGITS)}" if is_imdb else found["number"]


def _plain(text: str) -> str:
    """Return `text` in lower case with digits and signs of ASCII, without invisible characters."""
    visible = (sign for sign in text.translate(_FULLWIDTH).lower() if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in visible).strip()


def _id_segment(site: _Site, text: str, media_type: MediaType | None) -> str | None:
    """Return the part of an address that should be the id: what follows the kind of the page, or all of the text."""
    address = _ADDRESS.fullmatch(text)
    if address is None:
        return None
    host = address["host"]
    if host is not None and not any(f".{host}".endswith(f".{known}") for known in site.hosts):
        return None
    segments = address["path"].strip("/").split("/")
    for kind, following in pairwise(segments):
        if kind in site.kinds:
            return None if media_type is not None and site.kinds[kind] is media_type else following
    return segments[0] if host is None and len(segments) == 1 else None
