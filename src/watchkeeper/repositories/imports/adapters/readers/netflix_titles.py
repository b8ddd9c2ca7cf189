"""Titles of Netflix's history, in which show, season and episode are parted by colons.

Traps: a colon alone says nothing, many films have one; a season has another word in each language, `Limited Series`
none of a number; a film may end in `Part Two`, so a part or volume counts only where an episode follows it.
"""

import re
from dataclasses import dataclass
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType

_SEASON_WORDS: Final = (
    *(
        "season",
        "series",
        "staffel",
        "temporada",
        "saison",
        "stagione",
        "seizoen",
        "sezon",
        "sesong",
        "säsong",
        "sæson",
    ),
    *("ฤดูกาล", "phần", "सीज़न", "denboraldia", "sezóna", "κύκλος"),
    *("kausi", "évad", "série", "řada", "sezonul", "sezona", "сезон", "σεζόν", "musim", "mùa", "עונה", "الموسم", "ซีซั่น"),
)
_PART_WORDS: Final = (
    *(
        "part",
        "volume",
        "vol",
        "book",
        "chapter",
        "collection",
        "teil",
        "partie",
        "parte",
        "parti",
        "deel",
        "del",
        "osa",
    ),
    *(
        "część",
        "rész",
        "část",
        "časť",
        "livre",
        "livro",
        "libro",
        "chapitre",
        "capítulo",
        "capitolo",
        "kapitel",
        "buch",
    ),
    *("часть", "μέρος", "bölüm", "volumen", "colección", "coleção", "collezione", "kokoelma"),
)
_LIMITED: Final = re.compile(
    r"limited series|miniseries|mini-series|miniserie|mini-série|minissérie|série limitée|serie limitada|"
    r"limitierte serie|serie limitata|begrenset serie|begränsad serie|begrænset serie|minisorozat|miniserial|"
    r"мини-сериал|リミテッドシリーズ|리미티드 시리즈",
    re.IGNORECASE,
)
_LONGEST: Final = 1000
_NUMBER: Final = r"(?P<number>\d{1,4})"
_SEASON: Final = re.compile(
    rf"(?:{'|'.join(_SEASON_WORDS)})\s*{_NUMBER}|{_NUMBER.replace('number', 'before')}\.?\s*"
    rf"(?:{'|'.join(_SEASON_WORDS)})|シーズン\s*(?P<ja>\d+)|시즌\s*(?P<ko>\d+)|第\s*(?P<zh>\d+)\s*[季部]",
    re.IGNORECASE,
)
_PART: Final = re.compile(rf"(?:{'|'.join(_PART_WORDS)})\.?\s*(?P<number>\d{{1,4}}|[ivx]+)", re.IGNORECASE)
_LAST_SEASON: Final = re.compile(
    r"(?:the )?final season|letzte staffel|finale staffel|saison finale|temporada final|(?:la )?última temporada|"
    r"stagione finale|laatste seizoen|sista säsongen|siste sesong",
    re.IGNORECASE,
)
_ONLY_NUMBERED: Final = re.compile(
    r"(?:episode|épisode|episodio|episódio|folge|aflevering|odcinek|avsnitt|afsnit|episod|jakso|epizoda?|epizód|"
    r"bölüm|серия|эпизод|серія|επεισόδιο|エピソード|에피소드|الحلقة)\s*(?P<number>\d{1,5})|"
    r"第\s*(?P<cjk>\d{1,5})\s*[集話话]",
    re.IGNORECASE,
)
"""What Netflix writes where an episode has no title. A chapter is a title: it may be counted over seasons."""
_EPISODE: Final = re.compile(r"(?P<name>.*?)\s*\(\D*?(?P<number>\d{1,5})\D{0,3}\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NetflixTitle:
    """The title that a text of the history names. The title is None where nothing stands before the first colon."""

    title: str | None
    media_type: MediaType
    season: int | None = None
    number: int | None = None
    episode_title: str | None = None


def viewed_title(text: str) -> NetflixTitle:
    """Return the film or the episode that a text names."""
    if len(text) > _LONGEST:
        return NetflixTitle(text, MediaType.MOVIE)
    pieces = [piece.strip() for piece in text.split(":")]
    for place, piece in enumerate(pieces[1:], 1):
        rest = ": ".join(pieces[place + 1 :])
        season = _SEASON.fullmatch(piece) or (_named_season(pieces[place - 1], piece) if rest else None)
        is_part = bool(rest) and any(form.fullmatch(piece) for form in (_LIMITED, _PART, _LAST_SEASON))
        if season is not None or is_part:
            number = next((one for one in season.groups() if one), None) if season is not None else None
            return _episode(": ".join(pieces[:place]), int(number) if number is not None else None, rest)
    title = text.strip() if pieces[0] else None
    return NetflixTitle(title, MediaType.MOVIE)


def _named_season(show: str, piece: str) -> re.Match[str] | None:
    """Return the number of a season that is named as its show: `Stranger Things: Stranger Things 2: …`."""
    return re.fullmatch(rf"{re.escape(show)} (\d{{1,2}})", piece) if show else None


def _episode(show: str, season: int | None, rest: str) -> NetflixTitle:
    """Return an episode; the long history has its number in brackets behind its title."""
    numbered, only = _EPISODE.fullmatch(rest), _ONLY_NUMBERED.fullmatch(rest)
    name = numbered["name"] if numbered is not None else rest
    digits = numbered["number"] if numbered is not None else only and (only["number"] or only["cjk"])
    number = int(digits) if digits else None
    return NetflixTitle(show.strip(" :") or None, MediaType.SHOW, season, number, name or None)
