"""Episodes of the demo catalogue as shipped: of well-known shows, and of invented ones around a day."""

import csv
import re
from collections import Counter
from datetime import date, timedelta

from scripts import build_demo_catalogue as script
from tests.support.each import for_each
from watchkeeper.commands.demo_shows import DEMO, invented_shows, invented_titles, real_shows, running_shows
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_load import ShowOfDataset

TODAY = date(2026, 2, 28)
DAY = timedelta(days=1)


def every_show() -> list[ShowOfDataset]:
    return [*real_shows(), *running_shows(), *invented_shows(TODAY)]


def test_each_row_is_of_a_title_of_the_catalogue() -> None:
    files = [(script.CATALOGUE / name).read_text(encoding="utf-8") for name in ("seasons.csv", "running.csv")]
    rows = [row for text in files for row in csv.DictReader(text.splitlines())]
    curated = csv.DictReader((script.CATALOGUE / script.CURATED_NAME).read_text(encoding="utf-8").splitlines())
    titles = {id_: one["title"] for one in curated for id_ in one["external_ids"].split("|") if id_}
    assert [row for row in rows if titles.get(row["external_id"]) != row["title"]] == []


@for_each("show", every_show())
def test_seasons_have_every_number_once_in_the_order_of_their_days(show: ShowOfDataset) -> None:
    for season in {one.season for one in show.show.episodes}:
        episodes = [one for one in show.show.episodes if one.season == season]
        assert [one.number for one in episodes] == list(range(1, len(episodes) + 1))
        days = [one.air_date for one in episodes if one.air_date]
        assert len(days) == len(episodes)
        assert days == sorted(days)
    assert {one.number for one in show.show.seasons} == {one.season for one in show.show.episodes}


@for_each("show", every_show())
def test_anime_are_counted_absolutely(show: ShowOfDataset) -> None:
    absolute = [one.absolute_number for one in show.show.episodes if one.season > 0]
    is_anime = show.external.media_type is MediaType.ANIME
    assert absolute == ([*range(1, len(absolute) + 1)] if is_anime else [None] * len(absolute))


def test_well_known_shows_begin_with_their_title() -> None:
    curated = csv.DictReader((script.CATALOGUE / script.CURATED_NAME).read_text(encoding="utf-8").splitlines())
    released = {id_: one["release_date"] for one in curated for id_ in one["external_ids"].split("|")}
    shows = [*real_shows(), *running_shows()]
    first = {f"{one.external.source}:{one.external.external_id}": one.show.episodes[0].air_date for one in shows}
    assert {id_: day for id_, day in first.items() if not str(day).startswith(released[id_])} == {}


def test_invented_shows_say_so_and_air_around_the_day_of_loading() -> None:
    shows = invented_shows(TODAY)
    assert Counter(one.external.media_type for one in shows) == {MediaType.SHOW: 5, MediaType.ANIME: 3}
    assert {one.external.source for one in shows} == {DEMO}
    assert all(one.members["overview"].startswith("Invented for the demo.") for one in invented_titles(TODAY))
    days = [one.air_date for show in shows for one in show.show.episodes if one.air_date]
    assert [day for day in range(-14, 15) if TODAY + day * DAY not in days] == []
    assert any(one.season == 0 for show in shows for one in show.show.episodes)


def test_documented_counts() -> None:
    text = re.sub(r"\s+", " ", (script.CATALOGUE / "ATTRIBUTION.md").read_text(encoding="utf-8"))
    counts = Counter(one.external.media_type for one in real_shows())
    assert f"{counts[MediaType.SHOW]} shows and {counts[MediaType.ANIME]} anime that have ended" in text
    assert f"the finished seasons of {len(running_shows())} shows" in text
