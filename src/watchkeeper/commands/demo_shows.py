"""Seasons and episodes of the demo catalogue: facts, and shows that are invented, which air around a day."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import groupby
from typing import Any, Final

from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import ExternalTitle, MetadataSource
from watchkeeper.models.types.episodes.episode_load import ShowOfDataset
from watchkeeper.models.types.episodes.episode_refresh import Airing, ProvidedEpisode, ProvidedSeason, ProvidedShow

DEMO: Final = "demo"
"""The source of ids that mark invented titles, and of all episodes of the demo catalogue."""

_FOLDER = files("watchkeeper.resources") / "demo_catalogue"
_OF_TITLES = ("media_type", "title", "original_title", "overview", "genres", "runtime_minutes")

Invented = Mapping[str, Any]


def real_shows() -> list[ShowOfDataset]:
    """Return the seasons and episodes of well-known shows that have ended."""
    return _real_shows("seasons.csv", Airing.ENDED)


def running_shows() -> list[ShowOfDataset]:
    """Return the finished seasons of well-known shows of which more may come."""
    return _real_shows("running.csv", Airing.UNKNOWN)


def invented_titles(today: date) -> list[CatalogueRecord]:
    """Return the titles that are invented, as rows of a catalogue file that is loaded on that day."""
    return [CatalogueRecord(line, _members(one, today)) for line, one in enumerate(_invented(), start=1)]


def invented_shows(today: date) -> list[ShowOfDataset]:
    """Return the seasons and episodes of the invented titles."""
    return [_invented_show(one, today) for one in _invented()]


def _real_shows(name: str, airing: Airing) -> list[ShowOfDataset]:
    rows = csv.DictReader((_FOLDER / name).read_text(encoding="utf-8").splitlines())
    return [_real_show(key, list(runs), airing) for key, runs in groupby(rows, key=lambda row: row["external_id"])]


def _real_show(key: str, runs: list[dict[str, str]], airing: Airing) -> ShowOfDataset:
    source, _, id_ = key.partition(":")
    media_type = MediaType.ANIME if source == MetadataSource.ANILIST else MediaType.SHOW
    episodes = [episode for run in runs for episode in _aired(run)]
    return _of_dataset(ExternalTitle(source, media_type, id_), airing, episodes)


def _aired(run: Mapping[str, str]) -> Iterator[ProvidedEpisode]:
    first = int(run["first"])
    for number in range(first, int(run["last"]) + 1):
        day = date.fromisoformat(run["air_date"]) + timedelta(days=(number - first) * int(run["days_apart"]))
        yield ProvidedEpisode(int(run["season"]), number, air_date=day)


def _invented() -> list[Invented]:
    shows: list[Invented] = json.loads((_FOLDER / "invented.json").read_text(encoding="utf-8"))
    return shows


def _members(one: Invented, today: date) -> dict[str, Any]:
    first = min(episode.air_date for episode in _made_up(one, today) if episode.air_date)
    shown = {name: one[name] for name in _OF_TITLES if name in one}
    return shown | {"release_date": str(first), "external_ids": {DEMO: one["id"]}}


def _invented_show(one: Invented, today: date) -> ShowOfDataset:
    external = ExternalTitle(DEMO, MediaType(one["media_type"]), one["id"])
    return _of_dataset(external, Airing(one["airing"]), list(_made_up(one, today)))


def _made_up(one: Invented, today: date) -> Iterator[ProvidedEpisode]:
    at = time.fromisoformat(one["time"]) if "time" in one else None
    for season in one["seasons"]:
        for place, title in enumerate(season["titles"]):
            day = today + timedelta(days=season["starts"] + place * season["days_apart"])
            yield ProvidedEpisode(
                season["number"],
                place + 1,
                title=title,
                air_date=day,
                airs_at=None if at is None else datetime.combine(day, at, UTC),
                runtime_minutes=one["runtime_minutes"],
            )


def _of_dataset(external: ExternalTitle, airing: Airing, episodes: Iterable[ProvidedEpisode]) -> ShowOfDataset:
    listed = list(_completed(external.media_type, sorted(episodes, key=lambda one: one.position)))
    first = {one.season: one.air_date for one in reversed(listed)}
    seasons = [ProvidedSeason(number, _name(number), air_date=day) for number, day in sorted(first.items())]
    return ShowOfDataset(external, ProvidedShow(DEMO, airing, seasons, listed))


def _name(season: int) -> str:
    return f"Season {season}" if season > 0 else "Specials"


def _completed(media_type: MediaType, episodes: list[ProvidedEpisode]) -> Iterator[ProvidedEpisode]:
    """Yield the episodes with what follows from all of them. Anime are counted absolutely, too."""
    last = {one.season: one.number for one in episodes}
    absolute = 0
    for one in episodes:
        is_regular = one.season > 0
        absolute += is_regular
        yield replace(
            one,
            absolute_number=absolute if is_regular and media_type is MediaType.ANIME else None,
            is_premiere=is_regular and one.number == 1,
            is_finale=is_regular and one.number == last[one.season],
        )
