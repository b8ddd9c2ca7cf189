"""Titles of Netflix's history, in which show, season and episode are parted by colons.

Traps: a colon alone says nothing, many films have one; a season has another word in each language, `Limited Series`
none of a number; a film may end in `Part Two`, so a part or volume counts only where an episode follows it; a show of
one season has none named, so that its episodes look like films.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.repositories.imports.adapters.readers.netflix_words import (
    LAST_SEASON,
    LIMITED,
    NUMBERED,
    ONLY_NUMBERED,
    PART,
    SEASON,
)

_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class NetflixTitle:
    """The title that a text of the history names; None where nothing stands before the first colon, or nothing behind
    the colons."""

    title: str | None
    media_type: MediaType
    season: int | None = None
    number: int | None = None
    episode_title: str | None = None


def viewed_title(text: str, shows: Container[str] = ()) -> NetflixTitle:
    """Return the film or the episode that a text names. `shows` are names of shows, for those that name no season."""
    pieces = pieces_of(text)
    for place, piece in enumerate(pieces[1:], 1):
        rest = ": ".join(pieces[place + 1 :])
        season = SEASON.fullmatch(piece) or (_named_season(pieces[place - 1], piece) if rest else None)
        is_part = bool(rest) and any(form.fullmatch(piece) for form in (LIMITED, PART, LAST_SEASON))
        if season is not None or is_part:
            number = next((one for one in season.groups() if one), None) if season is not None else None
            return _episode(": ".join(pieces[:place]), int(number) if number is not None else None, rest)
    if not pieces[0] or (not any(pieces[1:]) and len(pieces) > 1):
        return NetflixTitle(None, MediaType.MOVIE)
    show = _show_without_season(pieces, shows)
    if show:
        return _episode(": ".join(pieces[:show]), None, ": ".join(pieces[show:]))
    return NetflixTitle(text.strip(), MediaType.MOVIE)


def pieces_of(text: str) -> list[str]:
    """Return what stands between the colons of a text; a text that is too long for a title is one piece."""
    return [piece.strip() for piece in text.split(":")] if len(text) <= _LONGEST else [text]


def _named_season(show: str, piece: str) -> re.Match[str] | None:
    """Return the number of a season that is named as its show: `Stranger Things: Stranger Things 2: …`."""
    return re.fullmatch(rf"{re.escape(show)} (\d{{1,2}})", piece) if show else None


def _show_without_season(pieces: list[str], shows: Container[str]) -> int:
    """Return how many of the pieces are the name of a show, the most that are known; 0 if they name a film."""
    places = range(len(pieces) - 1, 0, -1)
    known = next((place for place in places if ": ".join(pieces[:place]) in shows), 0)
    if known or len(pieces) == 1:
        return known
    numbered = NUMBERED.fullmatch(pieces[-1])
    marked = pieces[-1][numbered.end("name") :].strip(" ()") if numbered is not None else pieces[-1]
    return len(pieces) - 1 if ONLY_NUMBERED.fullmatch(marked) else 0


def _episode(show: str, season: int | None, rest: str) -> NetflixTitle:
    """Return an episode; the long history has its number in brackets behind its title."""
    numbered, only = NUMBERED.fullmatch(rest), ONLY_NUMBERED.fullmatch(rest)
    name = numbered["name"] if numbered is not None else rest
    digits = numbered["number"] if numbered is not None else only and next(filter(None, only.groups()))
    number = int(digits) if digits else None
    return NetflixTitle(show.strip(" :") or None, MediaType.SHOW, season, number, name or None)
