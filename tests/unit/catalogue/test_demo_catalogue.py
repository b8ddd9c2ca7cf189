"""The demo catalogue as shipped, and the script that makes its films."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest

from scripts import build_demo_catalogue as script

Row = dict[str, str]

FILES = (script.FILMS_NAME, script.CURATED_NAME)
COUNTED = re.compile(r"^\| `(?P<name>[^`]+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
SOURCE = """\
title,year,genres,wikipedia_page
Twice,1922,Drama|Silent,Twice
twice,1922,Historical|Drama,Twice
Pageless,1930,Western,
Pageless,1930,,Pageless_(film)
Namesake,1931,Crime,Namesake_(Fox_film)
Namesake,1931,Crime,Namesake_(Metro_film)
Remade,1940,Sport|Sports|Live Action,Remade
Remade,1950,Suspense,Remade
Within (film),1960,Animated,Stories#Film
 A\u00a0Mark[1],1961,Drama,What%27s_%22That%22%2C_a|b
Roma,2018,Drama,Roma_(2018_film)
"""


def data_of(name: str) -> bytes:
    raw = (script.CATALOGUE / name).read_bytes()
    return gzip.decompress(raw) if name.endswith(".gz") else raw


def parse(data: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def listed(row: Row, column: str) -> list[str]:
    return row[column].split("|") if row[column] else []


@pytest.fixture(scope="module")
def files() -> dict[str, list[Row]]:
    return {name: parse(data_of(name)) for name in FILES}


@pytest.fixture(scope="module")
def rows(files: dict[str, list[Row]]) -> list[Row]:
    return [row for name in FILES for row in files[name]]


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, script.Report]:
    source = tmp_path / "movies.csv"
    source.write_text(SOURCE, encoding="utf-8")
    (tmp_path / script.CURATED_NAME).write_bytes((script.CATALOGUE / script.CURATED_NAME).read_bytes())
    return tmp_path, script.build(source, tmp_path)


def films_in(directory: Path) -> dict[tuple[str, str], Row]:
    packed = (directory / script.FILMS_NAME).read_bytes()
    return {(row["title"], row["external_ids"]): row for row in parse(gzip.decompress(packed))}


@pytest.mark.parametrize("name", FILES)
def test_header_is_the_format_of_load_catalogue(name: str) -> None:
    assert data_of(name).decode("utf-8").splitlines()[0].split(",") == list(script.COLUMNS)


def test_counts_are_the_documented_ones(files: dict[str, list[Row]]) -> None:
    text = (script.CATALOGUE / "ATTRIBUTION.md").read_text(encoding="utf-8")
    documented = {found["name"]: [int(number) for number in found.groups()[1:]] for found in COUNTED.finditer(text)}
    counted = {name: Counter(row["media_type"] for row in files[name]) for name in FILES}
    assert documented == {
        name: [counts["movie"], counts["show"], counts["anime"], counts.total()] for name, counts in counted.items()
    }


def test_documented_ids_and_genres(files: dict[str, list[Row]]) -> None:
    text = (script.CATALOGUE / "ATTRIBUTION.md").read_text(encoding="utf-8")
    films = files[script.FILMS_NAME]
    with_id = sum(bool(row["external_ids"]) for row in films)
    assert f"{with_id:,} films have one and {len(films) - with_id:,} have none" in text
    assert f"{sum(not row['genres'] for row in films)} films have no genre" in text
    assert f"{len(script.CANONICAL_GENRES)} names remain" in text


def test_upstream_licence_is_shipped() -> None:
    assert "Copyright (c) 2016 Peter Rust" in (script.CATALOGUE / "LICENSE-MIT.txt").read_text(encoding="utf-8")


def test_every_media_type_occurs(rows: list[Row]) -> None:
    assert {row["media_type"] for row in rows} == {"movie", "show", "anime"}


def test_titles_are_clean(rows: list[Row]) -> None:
    titles = [row[column] for row in rows for column in ("title", "original_title") if row[column]]
    assert all(row["title"] for row in rows)
    assert [title for title in titles if title != " ".join(unicodedata.normalize("NFC", title).split())] == []
    assert [title for title in titles if len(title) > script.MAX_TITLE or not title.isprintable()] == []


def test_release_dates_are_years_or_days(rows: list[Row]) -> None:
    dates = {row["release_date"] for row in rows}
    assert {len(text) for text in dates} == {4, 10}
    assert all(1900 <= date.fromisoformat(f"{text}-01-01"[:10]).year <= 2023 for text in dates)


def test_runtimes_are_minutes_or_empty(rows: list[Row]) -> None:
    assert all(0 < int(row["runtime_minutes"]) < 300 for row in rows if row["runtime_minutes"])


def test_external_ids_are_unique_per_source_and_media_type(rows: list[Row]) -> None:
    uses = Counter((row["media_type"], pair) for row in rows for pair in listed(row, "external_ids"))
    assert [pair for pair, count in uses.items() if count > 1] == []


def test_external_ids_are_well_formed(rows: list[Row]) -> None:
    pairs = [pair for row in rows for pair in listed(row, "external_ids")]
    forms = {"wikipedia": r"[^#\s]+", "imdb": r"tt\d{7,8}", "tmdb": r"\d+", "anilist": r"\d+"}
    split = [pair.partition(":") for pair in pairs]
    assert {source for source, _, _ in split} == set(forms)
    assert [pair for pair in split if not re.fullmatch(forms[pair[0]], pair[2])] == []


def test_external_ids_are_percent_decoded(rows: list[Row]) -> None:
    pairs = [pair for row in rows for pair in listed(row, "external_ids")]
    assert [pair for pair in pairs if unquote(pair) != pair] == []


def test_genres_are_canonical_and_named_once(rows: list[Row]) -> None:
    assert {genre for row in rows for genre in listed(row, "genres")} == script.CANONICAL_GENRES
    assert [row for row in rows if len(set(listed(row, "genres"))) != len(listed(row, "genres"))] == []


def test_curated_rows_tell_genres_and_overview(files: dict[str, list[Row]]) -> None:
    curated = files[script.CURATED_NAME]
    assert [row["title"] for row in curated if not row["genres"] or not row["overview"]] == []
    assert all(listed(row, "platforms") for row in curated if row["media_type"] == "movie")


def test_no_film_stands_in_both_files(files: dict[str, list[Row]]) -> None:
    films = {(row["title"].casefold(), row["release_date"][:4]) for row in files[script.FILMS_NAME]}
    curated = [row for row in files[script.CURATED_NAME] if row["media_type"] == "movie"]
    assert [row["title"] for row in curated if (row["title"].casefold(), row["release_date"][:4]) in films] == []


@pytest.mark.parametrize("name", FILES)
def test_shipped_rows_render_to_the_shipped_text(name: str) -> None:
    assert script.render(parse(data_of(name))) == data_of(name)


def test_gzip_is_deterministic() -> None:
    data = data_of(script.FILMS_NAME)
    packed = script.compress(data)
    shipped = (script.CATALOGUE / script.FILMS_NAME).read_bytes()
    assert packed == script.compress(data)
    assert packed[:10] == shipped[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def test_build_is_deterministic(built: tuple[Path, script.Report]) -> None:
    directory, _ = built
    first = (directory / script.FILMS_NAME).read_bytes()
    script.main([str(directory / "movies.csv"), "--catalogue", str(directory)])
    assert (directory / script.FILMS_NAME).read_bytes() == first


def test_build_joins_one_film_and_keeps_two(built: tuple[Path, script.Report]) -> None:
    directory, report = built
    films = films_in(directory)
    assert films["Twice", "wikipedia:Twice"]["genres"] == "Drama|Silent|History"
    assert films["Pageless", "wikipedia:Pageless_(film)"]["genres"] == "Western"
    assert report.merged == ("twice (1922)", "Pageless (1930)")
    assert report.kept_apart == ("Namesake (1931)",)


def test_build_leaves_curated_films_out(built: tuple[Path, script.Report]) -> None:
    directory, report = built
    assert report.curated == ("Roma_(2018_film)",)
    assert not any(title == "Roma" for title, _ in films_in(directory))


def test_build_gives_an_id_to_one_film_only(built: tuple[Path, script.Report]) -> None:
    directory, report = built
    assert [ids for title, ids in films_in(directory) if title in {"Remade", "Within"}] == ["", ""]
    assert report.pages_repeated == ("Remade",)
    assert report.pages_not_one_film == ("Stories#Film",)


def test_build_cleans_titles_and_decodes_pages(built: tuple[Path, script.Report]) -> None:
    films = films_in(built[0])
    assert ("A Mark", 'wikipedia:What\'s_"That",_a%7Cb') in films
    assert ("Within", "") in films


@pytest.mark.parametrize("raw", ["", "   ", "a\x07b", "x" * 501])
def test_what_is_no_title_stops_the_build(raw: str) -> None:
    with pytest.raises(ValueError, match="not a title"):
        script.clean_title(raw)


def test_unknown_genre_stops_the_build() -> None:
    with pytest.raises(ValueError, match="unknown genres"):
        script.clean_genres("Drama|Dramma")
