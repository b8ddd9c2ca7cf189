"""Show, season and episode in the titles of Netflix's history, in the languages and forms of its countries."""

import pytest

from tests.unit.imports.reading import read, records_of, zipped
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_source import RecordResult
from watchkeeper.repositories.imports.adapters.readers.netflix_titles import viewed_title


@pytest.mark.parametrize(
    ("text", "title", "season", "number"),
    [
        ("Přístav: 1. řada: 3. díl", "Přístav", 1, 3),
        ("Přístav: Minisérie: Mlha", "Přístav", None, None),
        ("Přístav: 3. svazek: Tři lodě: Návrat", "Přístav", None, None),
        ("Přístav – Bratrství: 1. část: Mlha", "Přístav – Bratrství", None, None),
        ("港: 第1シリーズ: 霧", "港", 1, None),
        ("港: パート4: The Fog", "港", None, None),
        ("Liman: Mini Dizi: 2. Bölüm", "Liman", None, 2),
        ("Liman: 1. Kısım: 3. Bölüm", "Liman", None, 3),
        ("Liman (Dizi): Dizi: Sis", "Liman (Dizi)", None, None),
        ("Puerto: Serie 6: Niebla", "Puerto", 6, None),
        ("Przystań: Księga 1: Powietrze: Mgła", "Przystań", None, None),
        ("Kikötő: 2. évad: 4. rész", "Kikötő", 2, 4),
        ("Satama: Kausi 1: 5. jakso", "Satama", 1, 5),
    ],
)
def test_seasons_parts_and_episodes_of_more_languages(
    text: str, title: str, season: int | None, number: int | None
) -> None:
    viewed = viewed_title(text)
    assert (viewed.media_type, viewed.title, viewed.season, viewed.number) == (MediaType.SHOW, title, season, number)


@pytest.mark.parametrize(
    ("text", "title", "number", "name"),
    [
        ("Fog Bay: Odcinek 4", "Fog Bay", 4, "Odcinek 4"),
        ("Fog Bay: Der Film: Folge 2", "Fog Bay: Der Film", 2, "Folge 2"),
        ("Fog Bay: The Long Way Home (Episode 8)", "Fog Bay", 8, "The Long Way Home"),
    ],
)
def test_numbered_episode_needs_no_season(text: str, title: str, number: int, name: str) -> None:
    viewed = viewed_title(text)
    assert (viewed.media_type, viewed.title, viewed.number) == (MediaType.SHOW, title, number)
    assert (viewed.season, viewed.episode_title) == (None, name)


@pytest.mark.parametrize("text", ["Fog Bay: Chapter 2", "Fog Bay: Episode IV", "Fog Bay: The Cut (1982)", "Serie 7"])
def test_film_may_have_a_chapter_or_a_year(text: str) -> None:
    assert (viewed_title(text).media_type, viewed_title(text).title) == (MediaType.MOVIE, text)


def _history(*rows: tuple[str, str]) -> str:
    return "Title,Date\n" + "".join(f'"{title}","{day}"\n' for title, day in rows)


def test_four_titles_of_one_name_on_a_day_are_episodes() -> None:
    """Netflix names no season where a show has one alone."""
    names = ("Fog", "Tide", "Storm", "Home")
    day = [(f"Tidal: Deep: {name}", "2024-12-31") for name in names]
    rows = records_of(_history(*day, ("Tidal: Deep: Again", "2025-01-02"), ("Tidal: The Film", "2025-01-03")))

    assert [(one.media_type, one.title) for one in rows] == [(MediaType.SHOW, "Tidal: Deep")] * 5 + [
        (MediaType.MOVIE, "Tidal: The Film")
    ]
    assert [one.plays[0].episode_title for one in rows[:5]] == [*names, "Again"]


def test_films_of_one_name_stay_films() -> None:
    titles = ("The Ring", "The Towers", "The King")
    rows = records_of(_history(*((f"Saga: {title}", "2024-12-31") for title in titles), ("Saga: War", "2024-12-30")))
    assert {one.media_type for one in rows} == {MediaType.MOVIE}


def test_one_episode_seen_often_is_not_many() -> None:
    rows = records_of(_history(*[("Saga: The Ring", "2024-12-31")] * 6))
    assert {one.media_type for one in rows} == {MediaType.MOVIE}


def test_chapters_that_are_counted_are_episodes() -> None:
    rows = records_of(_history(*((f"Fog: CHAPTER {number}", f"2024-12-2{number}") for number in range(1, 4))))
    assert [(one.media_type, one.title, one.plays[0].episode_title) for one in rows] == [
        (MediaType.SHOW, "Fog", f"CHAPTER {number}") for number in range(1, 4)
    ]


def test_episode_that_is_not_named_is_no_film() -> None:
    [row] = records_of(_history(("Fog Bay: : ", "2024-12-31")))
    assert (row.result, row.reason, row.source_text) == (RecordResult.MISSING_IDENTITY, "title", "Fog Bay: :")


def test_long_history_tells_shows_too() -> None:
    header = "Profile Name,Start Time,Duration,Attributes,Title\n"
    lines = "".join(f"Ann,2024-12-31 1{hour}:00:00,00:45:00,,Tidal: Tide {'I' * hour}\n" for hour in range(1, 5))
    rated = "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Event Utc Ts\nAnn,Tidal,thumb,,2,\n"
    rows = read(zipped({"ViewingActivity.csv": header + lines, "Ratings.csv": rated}))[1]
    assert [(one.media_type, one.title) for one in rows] == [(MediaType.SHOW, "Tidal")] * 5
