"""Rows of catalogue files, checked one by one, and rows about the same title."""

from datetime import date
from typing import Any

import pytest

from watchkeeper.logics.catalogue.catalogue_rows import StagedRows, check_claims
from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord, RowClaim, StagedTitle
from watchkeeper.models.types.catalogue.load_report import RejectedRow
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts

HEAT = {"media_type": "movie", "title": "Heat"}


def staged(**members: Any) -> StagedTitle:
    rows = StagedRows(PosterHosts(["image.tmdb.org"]))
    (title,) = rows.stage([CatalogueRecord(2, HEAT | members)])
    assert rows.rejected == []
    return title


def refusal(**members: Any) -> str:
    rows = StagedRows(PosterHosts(["image.tmdb.org"]))
    assert rows.stage([CatalogueRecord(2, HEAT | members)]) == []
    (rejected,) = rows.rejected
    return rejected.reason


@pytest.mark.parametrize(
    ("members", "day", "precision"),
    [
        ({}, None, "day"),
        ({"release_date": "1995"}, date(1995, 1, 1), "year"),
        ({"release_date": " 1995-12-15 "}, date(1995, 12, 15), "day"),
        ({"year": 1995}, date(1995, 1, 1), "year"),
        ({"year": 1995, "release_date": ""}, date(1995, 1, 1), "year"),
        ({"year": 1995, "release_date": "1995"}, date(1995, 1, 1), "year"),
        ({"year": 1995, "release_date": "1995-12-15"}, date(1995, 12, 15), "day"),
    ],
)
def test_dates_are_days_or_years(members: dict[str, Any], day: date | None, precision: str) -> None:
    title = staged(**members)
    assert (title.release_date, title.release_date_precision) == (day, precision)


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "a\ud800b"}, "title"),
        ({"title": 7}, "title"),
        ({"media_type": "film"}, "media_type"),
        ({"media_type": ""}, "media_type"),
        ({"overview": "x" * 10_001}, "overview"),
        ({"release_date": "0000"}, "release_date"),
        ({"release_date": "1995-02-30"}, "release_date"),
        ({"release_date": "12/15/1995"}, "release_date"),
        ({"release_date": 1995}, "release_date"),
        ({"year": 0}, "year"),
        ({"year": 10_000}, "year"),
        ({"year": "about 1995"}, "year"),
        ({"year": 1995, "release_date": "1996"}, "contradict"),
        ({"runtime_minutes": 0}, "runtime_minutes"),
        ({"runtime_minutes": 170.5}, "runtime_minutes"),
        ({"runtime_minutes": True}, "runtime_minutes"),
        ({"poster_url": "javascript:alert(1)"}, "poster_url"),
        ({"poster_url": "http://localhost/x.png"}, "poster_url"),
        ({"genres": ["x" * 81]}, "genres.0"),
        ({"genres": "Crime"}, "genres"),
        ({"platforms": ["a\x07"]}, "platforms.0"),
        ({"external_ids": {"imdb": ""}}, "external_ids.imdb"),
        ({"external_ids": {"imdb": "x" * 201}}, "external_ids.imdb"),
        ({"external_ids": {"IM DB": "tt1"}}, "external_ids"),
        ({"external_ids": {"imdb": "nm0000206"}}, "imdb"),
        ({"external_ids": {"tmdb": "https://www.themoviedb.org/tv/1396"}}, "tmdb"),
        ({"external_ids": {"wikipedia": "Heat"}, "wikipedia_page": "Heat_(film)"}, "two pages"),
        ({"wikipedia_page": "a%00b"}, "wikipedia_page"),
        ({"wikipedia_page": "a%FFb"}, "wikipedia_page"),
    ],
)
def test_row_beyond_the_limits_of_the_api_is_refused(members: dict[str, Any], place: str) -> None:
    assert place in refusal(**members)


def test_reason_does_not_repeat_what_stood_there() -> None:
    assert "secret" not in refusal(poster_url="ftp://secret.example")


def test_bad_row_leaves_the_others_alone() -> None:
    rows = StagedRows(PosterHosts(["image.tmdb.org"]))
    kept = rows.stage([CatalogueRecord(2, fault="broken"), CatalogueRecord(3, HEAT), CatalogueRecord(4, {})])
    assert [title.line for title in kept] == [3]
    assert rows.count == 1
    assert [rejected.line for rejected in rows.rejected] == [2, 4]


def test_page_of_wikipedia_is_an_external_id_by_its_name() -> None:
    title = staged(wikipedia_page="What%27s Up, 100%_Doc?", external_ids={"imdb": "TT1"})
    ids = dict(zip(title.sources, title.external_ids, strict=True))
    assert ids == {"imdb": "tt0000001", "wikipedia": "What's_Up,_100%_Doc?"}


def test_names_differing_in_case_are_one_and_keep_their_first_spelling() -> None:
    rows = StagedRows(PosterHosts(["image.tmdb.org"]))
    first, second = rows.stage(
        [
            CatalogueRecord(2, HEAT | {"genres": ["Film Noir", "film noir", "Crime"]}),
            CatalogueRecord(3, HEAT | {"genres": ["FILM NOIR"]}),
        ]
    )
    assert first.genre_keys == ["film noir", "crime"]
    assert second.genre_keys == ["film noir"]
    assert [name.name for name in rows.genres.values()] == ["Film Noir", "Crime"]


def test_rows_saying_the_same_have_one_digest() -> None:
    assert staged(year=1995).digest == staged(release_date="1995").digest
    assert staged(year=1995).digest != staged(release_date="1995-01-01").digest


def test_name_key_ignores_case_but_not_accents_year_or_media_type() -> None:
    keys = [
        staged(title=title, media_type=kind, year=year).name_key
        for title, kind, year in [
            ("Heat", "movie", 1995),
            ("HEAT", "movie", 1995),
            ("Héat", "movie", 1995),
            ("Heat", "show", 1995),
            ("Heat", "movie", 1996),
        ]
    ]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_later_row_with_a_mark_of_an_earlier_one_is_refused_or_only_repeats_it() -> None:
    judged = check_claims([RowClaim(2, "a", b"1"), RowClaim(3, "a", b"1"), RowClaim(4, "a", b"2")])
    assert judged.repeats == [3]
    assert judged.rejected == [RejectedRow(4, "Line 2 is about the same title and has other values")]


def test_marks_of_a_refused_row_count_for_nothing() -> None:
    judged = check_claims(
        [RowClaim(2, "a", b"1"), RowClaim(3, "a", b"2"), RowClaim(3, "b", b"2"), RowClaim(4, "b", b"3")]
    )
    assert [row.line for row in judged.rejected] == [3]
    assert judged.repeats == []
