"""Rewrite the films of the demo catalogue from the upstream table of films.

    python scripts/build_demo_catalogue.py path/to/movies.csv

The table has the columns title, year, genres (separated by |) and wikipedia_page. The same table always gives the
same bytes. What is changed on the way, and why, is told in ATTRIBUTION.md beside the result.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote

CATALOGUE: Final = Path(__file__).resolve().parents[1] / "src" / "watchkeeper" / "resources" / "demo_catalogue"
CURATED_NAME: Final = "shows_and_anime.csv"
FILMS_NAME: Final = "films.csv.gz"

COLUMNS: Final = (
    "media_type",
    "title",
    "original_title",
    "alternative_titles",
    "overview",
    "release_date",
    "runtime_minutes",
    "poster_url",
    "genres",
    "platforms",
    "external_ids",
)
MAX_TITLE: Final = 500

# Every spelling the source uses, and the name the catalogue uses; None is dropped because it is no genre.
GENRES: Final[dict[str, str | None]] = {
    "Action": "Action",
    "Adventure": "Adventure",
    "Animated": "Animation",
    "Biography": "Biography",
    "Comedy": "Comedy",
    "Crime": "Crime",
    "Dance": "Dance",
    "Disaster": "Disaster",
    "Documentary": "Documentary",
    "Drama": "Drama",
    "Erotic": "Erotic",
    "Family": "Family",
    "Fantasy": "Fantasy",
    "Found Footage": "Found Footage",
    "Historical": "History",
    "Horror": "Horror",
    "Independent": "Independent",
    "Legal": "Legal",
    "Live Action": None,
    "Martial Arts": "Martial Arts",
    "Musical": "Musical",
    "Mystery": "Mystery",
    "Noir": "Noir",
    "Performance": "Performance",
    "Political": "Political",
    "Romance": "Romance",
    "Satire": "Satire",
    "Science Fiction": "Science Fiction",
    "Short": "Short",
    "Silent": "Silent",
    "Slasher": "Slasher",
    "Sport": "Sports",
    "Sports": "Sports",
    "Spy": "Spy",
    "Superhero": "Superhero",
    "Supernatural": "Supernatural",
    "Suspense": "Thriller",
    "Teen": "Teen",
    "Thriller": "Thriller",
    "War": "War",
    "Western": "Western",
}
CANONICAL_GENRES: Final = frozenset(name for name in GENRES.values() if name is not None)

# What stands at the end of a title but belongs to the article it was read from.
FOOTNOTE: Final = re.compile(r"\s*\[(?:\d+|[a-z]{2})\]$")
DISAMBIGUATION: Final = re.compile(r" \((?:\d{4} )?(?:film|serial)\)$")
STYLE_SHEET: Final = re.compile(r"\.mw-parser-output.*\}")
TITLE_FIXES: Final = {
    "Baby Puss (Tom and Jerry)": "Baby Puss",
    "Naked Gun 33+1⁄3: The Final Insult": "Naked Gun 33⅓: The Final Insult",  # noqa: RUF001
    "Reserved for Ladies (UK as Service for Ladies)": "Reserved for Ladies",
    "The Wizard of Oz (TV special)": "The Wizard of Oz",
}
# Pages which are about something else than the one film of the row.
NOT_ONE_FILM: Final = re.compile(r"#|^List_of_|_\((?:actor|film_series|TV_series)\)$")


@dataclass(frozen=True, slots=True)
class Film:
    """One film: its page is empty when no page is about this film alone."""

    title: str
    year: int
    genres: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the rows of the source."""

    source_rows: int
    merged: tuple[str, ...]
    kept_apart: tuple[str, ...]
    curated: tuple[str, ...]
    retitled: tuple[tuple[str, str], ...]
    pages_not_one_film: tuple[str, ...]
    pages_repeated: tuple[str, ...]
    films: int
    without_id: int
    without_genre: int


def clean_title(raw: str) -> str:
    """Trim, normalise to NFC and take off what belongs to the article rather than to the title."""
    spaced = " ".join(unicodedata.normalize("NFC", raw).split())
    bare = DISAMBIGUATION.sub("", FOOTNOTE.sub("", STYLE_SHEET.sub("", spaced)))
    title = TITLE_FIXES.get(bare, bare)
    if not 0 < len(title) <= MAX_TITLE or any(unicodedata.category(sign).startswith("C") for sign in title):
        raise ValueError(f"not a title: {raw!r}")
    return title


def clean_genres(raw: str) -> tuple[str, ...]:
    """The canonical names, each once, in the order of the source; an unknown spelling is an error."""
    spellings = [spelling.strip() for spelling in raw.split("|") if spelling.strip()]
    unknown = [spelling for spelling in spellings if spelling not in GENRES]
    if unknown:
        raise ValueError(f"unknown genres: {unknown}")
    return tuple(dict.fromkeys(name for spelling in spellings if (name := GENRES[spelling]) is not None))


def decode_page(raw: str) -> str:
    """The page name as plain text: percent-decoded, NFC, underscores for spaces."""
    return unicodedata.normalize("NFC", unquote(raw.strip())).replace(" ", "_")


def clean_page(raw: str) -> str:
    """The page name, or nothing when the page is an anchor, a list, a series or a person."""
    page = decode_page(raw)
    return "" if NOT_ONE_FILM.search(page) else page


def read_source(path: Path) -> list[dict[str, str]]:
    """The rows of the source table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def to_film(row: dict[str, str]) -> Film:
    """One row of the source as a film."""
    return Film(
        title=clean_title(row["title"]),
        year=int(row["year"]),
        genres=clean_genres(row["genres"]),
        page=clean_page(row["wikipedia_page"]),
    )


def same_film(one: Film, other: Film) -> bool:
    """Whether two rows of one title and year are one film: one page, or a page missing and genres that agree."""
    if one.page and other.page:
        return one.page == other.page
    return not one.genres or not other.genres or bool(set(one.genres) & set(other.genres))


def join(one: Film, other: Film) -> Film:
    """Two rows of one film as one row."""
    return replace(one, genres=tuple(dict.fromkeys(one.genres + other.genres)), page=one.page or other.page)


def merge(films: Iterable[Film]) -> tuple[list[Film], list[str], list[str]]:
    """The films with duplicates joined, what was joined, and which films share title and year yet stay apart."""
    groups: dict[tuple[str, int], list[Film]] = {}
    merged: list[str] = []
    for film in films:
        group = groups.setdefault((film.title.casefold(), film.year), [])
        twin = next((place for place, known in enumerate(group) if same_film(known, film)), None)
        if twin is None:
            group.append(film)
            continue
        group[twin] = join(group[twin], film)
        merged.append(f"{film.title} ({film.year})")
    apart = [f"{group[0].title} ({group[0].year})" for group in groups.values() if len(group) > 1]
    return [film for group in groups.values() for film in group], merged, apart


def without_repeated_pages(films: Sequence[Film]) -> tuple[list[Film], list[str]]:
    """The films, none of them holding a page that another film holds too, and the pages taken away."""
    uses = Counter(film.page for film in films if film.page)
    repeated = sorted(page for page, count in uses.items() if count > 1)
    return [replace(film, page="") if uses[film.page] > 1 else film for film in films], repeated


def curated_pages(path: Path) -> frozenset[str]:
    """The pages of the films that the curated file describes, which therefore stay out of this one."""
    with path.open(encoding="utf-8", newline="") as lines:
        ids = [pair for row in csv.DictReader(lines) for pair in row["external_ids"].split("|")]
    return frozenset(pair.removeprefix("wikipedia:") for pair in ids if pair.startswith("wikipedia:"))


def curate(rows: Sequence[dict[str, str]], curated: frozenset[str]) -> tuple[list[Film], Report]:
    """The films of the catalogue, ordered by year, title and page, and what was decided on the way."""
    films, merged, apart = merge(to_film(row) for row in rows)
    unique, repeated = without_repeated_pages(films)
    kept = sorted((film for film in unique if film.page not in curated), key=_order)
    report = Report(
        source_rows=len(rows),
        merged=tuple(merged),
        kept_apart=tuple(apart),
        curated=tuple(sorted(film.page for film in unique if film.page in curated)),
        retitled=tuple((row["title"], clean_title(row["title"])) for row in rows if _retitled(row)),
        pages_not_one_film=tuple(
            decode_page(row["wikipedia_page"])
            for row in rows
            if row["wikipedia_page"] and not clean_page(row["wikipedia_page"])
        ),
        pages_repeated=tuple(repeated),
        films=len(kept),
        without_id=sum(not film.page for film in kept),
        without_genre=sum(not film.genres for film in kept),
    )
    return kept, report


def _order(film: Film) -> tuple[int, str, str, str, tuple[str, ...]]:
    return film.year, film.title.casefold(), film.title, film.page, film.genres


def _retitled(row: dict[str, str]) -> bool:
    return clean_title(row["title"]) != row["title"]


def to_row(film: Film) -> dict[str, str]:
    """One film as a row of the catalogue format; columns not named here are empty."""
    return {
        "media_type": "movie",
        "title": film.title,
        "release_date": f"{film.year:04d}",
        "genres": "|".join(film.genres),
        "external_ids": f"wikipedia:{film.page.replace('|', '%7C')}" if film.page else "",
    }


def render(rows: Iterable[dict[str, str]]) -> bytes:
    """Rows of the catalogue format as CSV."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def compress(data: bytes) -> bytes:
    """Gzip without a time and without a file name, so that the same data give the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as packed:
        packed.write(data)
    return buffer.getvalue()


def summary(report: Report) -> Iterator[str]:
    """The report, line by line."""
    yield f"source rows: {report.source_rows}"
    yield f"films written: {report.films}"
    yield f"films without an id: {report.without_id}"
    yield f"films without a genre: {report.without_genre}"
    yield f"duplicates merged: {len(report.merged)}: {'; '.join(report.merged)}"
    yield f"same title and year kept apart: {len(report.kept_apart)}: {'; '.join(report.kept_apart)}"
    yield f"left to {CURATED_NAME}: {len(report.curated)}: {'; '.join(report.curated)}"
    yield f"pages not about one film: {len(report.pages_not_one_film)}: {'; '.join(report.pages_not_one_film)}"
    yield f"pages of several films: {len(report.pages_repeated)}"
    yield f"titles changed: {len(report.retitled)}"
    yield from (f"  {before!r} -> {after!r}" for before, after in report.retitled)


def build(source: Path, catalogue: Path) -> Report:
    """Write the films of the source into the catalogue's directory."""
    films, report = curate(read_source(source), curated_pages(catalogue / CURATED_NAME))
    (catalogue / FILMS_NAME).write_bytes(compress(render(map(to_row, films))))
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, build and tell what was done."""
    parser = argparse.ArgumentParser(description="Rewrite the films of the demo catalogue.")
    parser.add_argument("source", type=Path, help="CSV with title, year, genres, wikipedia_page")
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE, help="directory of the catalogue")
    chosen = parser.parse_args(arguments)
    print("\n".join(summary(build(chosen.source, chosen.catalogue))))


if __name__ == "__main__":
    main()
