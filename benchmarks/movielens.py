"""The MovieLens data set "ml-latest-small", read from a folder, and the figures of its titles in plain arithmetic."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path

SCORES = tuple(f"{half_steps / 2:g}" for half_steps in range(2, 11))
LEAST_SCORE = 1.0

_YEAR = re.compile(r"^(?P<title>.*\S)\s+\((?P<year>\d{4})\)\s*$")
_NO_GENRES = "(no genres listed)"


@dataclass(frozen=True, slots=True)
class Title:
    movie_id: str
    title: str
    year: str
    genres: str
    imdb_id: str
    tmdb_id: str


@dataclass(frozen=True, slots=True)
class Rating:
    """`score` is on the scale of the service: what is below 1 counts as 1."""

    person: int
    movie_id: str
    score: float
    is_raised: bool


@dataclass(frozen=True, slots=True)
class RatingStatistics:
    average: float | None
    count: int
    distribution: dict[str, int]


def read_titles(folder: Path) -> list[Title]:
    links = {row["movieId"]: row for row in _rows(folder / "links.csv")}
    return [_title(row, links[row["movieId"]]) for row in _rows(folder / "movies.csv")]


def read_ratings(folder: Path, people: int | None) -> list[Rating]:
    """Return the ratings of the first so many people, of all where it is None."""
    return [_rating(row) for row in _rows(folder / "ratings.csv") if people is None or int(row["userId"]) <= people]


def write_catalogue(titles: Iterable[Title], file: Path) -> list[str]:
    """Write what `manage.py load-catalogue` reads; return the ids at TMDb left out because two titles share them."""
    seen: set[str] = set()
    shared = []
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["media_type", "title", "year", "genres", "external_ids"])
        for title in titles:
            ids = [f"movielens:{title.movie_id}", f"imdb:tt{title.imdb_id}"]
            if title.tmdb_id in seen:
                shared.append(title.tmdb_id)
            elif title.tmdb_id:
                seen.add(title.tmdb_id)
                ids.append(f"tmdb:{title.tmdb_id}")
            writer.writerow(["movie", title.title, title.year, title.genres, "|".join(ids)])
    return shared


def figures_by_title(ratings: Iterable[Rating]) -> dict[str, RatingStatistics]:
    """Return the figures of each title that is rated."""
    scores: dict[str, list[float]] = defaultdict(list)
    for rating in ratings:
        scores[rating.movie_id].append(rating.score)
    return {movie_id: figures_of(given) for movie_id, given in scores.items()}


def figures_of(scores: list[float]) -> RatingStatistics:
    """Return average (to two places, halves upwards), count and distribution."""
    distribution = dict.fromkeys(SCORES, 0)
    for score in scores:
        distribution[f"{score:g}"] += 1
    mean = sum(map(Fraction, scores), Fraction(0)) / len(scores) if scores else None
    average = None if mean is None else floor(mean * 100 + Fraction(1, 2)) / 100
    return RatingStatistics(average, len(scores), distribution)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _title(row: dict[str, str], link: dict[str, str]) -> Title:
    dated = _YEAR.match(row["title"])
    name, year = (dated["title"], dated["year"]) if dated else (row["title"].strip(), "")
    genres = "" if row["genres"] == _NO_GENRES else row["genres"]
    return Title(row["movieId"], name, year, genres, link["imdbId"], link["tmdbId"])


def _rating(row: dict[str, str]) -> Rating:
    score = float(row["rating"])
    return Rating(int(row["userId"]), row["movieId"], max(score, LEAST_SCORE), is_raised=score < LEAST_SCORE)
