"""Catalogue files as they are read: what they may look like, and what a broken line does to the others."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from watchkeeper.models.errors.catalogue_file_errors import CatalogueFileError
from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.repositories.catalogue.adapters.catalogue_file_reader import CatalogueFileReader


class Read:
    """A file that was read to its end."""

    def __init__(self, path: Path, content: str | bytes, media_type: MediaType | None = None) -> None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with CatalogueFileReader().open(path, media_type) as opened:
            self.records: list[CatalogueRecord] = list(opened.records)
            self.notes = opened.notes()
            self.lines = opened.lines

    @property
    def titles(self) -> list[tuple[int, Any]]:
        return [(record.line, record.members.get("title")) for record in self.records if record.fault is None]

    @property
    def faults(self) -> dict[int, str]:
        return {record.line: record.fault for record in self.records if record.fault is not None}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "titles"


def test_columns_in_any_order_and_case_are_found_by_name(path: Path) -> None:
    (record,) = Read(path, " Genres ,TITLE,Runtime_Minutes\nDrama| Crime |,Heat,170\n").records
    assert record == CatalogueRecord(2, {"genres": ["Drama", " Crime "], "title": "Heat", "runtime_minutes": 170})


def test_unknown_columns_are_told_once_and_ignored(path: Path) -> None:
    read = Read(path, "title,Director,colour\nHeat,Mann,x\nAli,Mann,y\n")
    assert read.notes == ("Columns that are not known were ignored: director, colour.",)
    assert all(set(record.members) == {"title"} for record in read.records)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("label,year\nHeat,1995\n", "none of them is the title. Found: label, year."),
        ("title,Title\nHeat,Heat\n", "twice: title"),
        ("", "empty"),
        ("\n\n", "none of them is the title. Found: none."),
        ('[{"title": "Heat"}]', "JSON array"),
        ("title\nHeat\n".encode("utf-16"), "UTF-16"),
        (b"title\nH\x81at\n", "neither UTF-8 nor Windows-1252"),
        (gzip.compress(b"title\n" + b"Heat\n" * 5000, mtime=0)[:-20], "can't be read"),
        (b"\x1f\x8bnot gzip", "can't be read"),
    ],
)
def test_file_that_is_no_catalogue_is_refused_with_the_reason(path: Path, content: str | bytes, word: str) -> None:
    with pytest.raises(CatalogueFileError) as refusal:
        Read(path, content)
    assert word in refusal.value.detail


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    for place in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(CatalogueFileError), CatalogueFileReader().open(place):
            pass


def test_failure_of_who_reads_is_not_taken_for_one_of_the_file(path: Path) -> None:
    path.write_text("title\nHeat\n")
    with pytest.raises(ConnectionError), CatalogueFileReader().open(path):
        raise ConnectionError


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_with_and_without_mark_packed_or_not_reads_the_same(path: Path, pack: Any, mark: bytes) -> None:
    read = Read(path, pack(mark + "title\nAmélie\n".encode()))
    assert (read.titles, read.notes) == ([(2, "Amélie")], ())


def test_windows_1252_is_read_and_told(path: Path) -> None:
    read = Read(path, "title\nAmélie “2001” €\n".encode("cp1252"))
    assert read.titles == [(2, "Amélie “2001” €")]
    assert read.notes == ("The file is not UTF-8 and was read as Windows-1252.",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_seen_from_the_file(path: Path, delimiter: str, end: str) -> None:
    read = Read(path, end.join([f"title{delimiter}year", f"Heat{delimiter}1995", f"Ali{delimiter}2001", ""]))
    assert [dict(record.members) for record in read.records] == [
        {"title": "Heat", "year": 1995},
        {"title": "Ali", "year": 2001},
    ]


def test_external_ids_keep_colons_case_and_per_cent_signs(path: Path) -> None:
    ids = "wikipedia:99_and_44/100%_Dead|IMDb:tt1|other:a:b%7Cc%20d|"
    (record,) = Read(path, f"title,external_ids\nx,{ids}\n").records
    assert record.members["external_ids"] == {
        "wikipedia": "99_and_44/100%_Dead",
        "imdb": "tt1",
        "other": "a:b|c%20d",
    }


@pytest.mark.parametrize("ids", ["tt1", "imdb:tt1|imdb:tt2", "imdb:tt1|tt2"])
def test_external_ids_that_can_not_be_read_spoil_their_row_only(path: Path, ids: str) -> None:
    read = Read(path, f"title,external_ids\nx,{ids}\nHeat,imdb:tt3\n")
    assert list(read.faults) == [2]
    assert read.titles == [(3, "Heat")]


def test_quoted_line_breaks_keep_the_count_of_lines(path: Path) -> None:
    read = Read(path, 'title,overview\nHeat,"two\nlines"\n\nAli,one\n')
    assert read.titles == [(2, "Heat"), (5, "Ali")]
    assert read.records[0].members["overview"] == "two\nlines"


@pytest.mark.parametrize(
    "broken",
    [
        'Bad,"never closed',
        '"Bad"er,closed too early',
        "Bad,one,too many",
        "Bad",
        'Bad,"' + "x" * 140_000 + '"',
    ],
)
def test_broken_line_spoils_no_other(path: Path, broken: str) -> None:
    read = Read(path, f'title,overview\nHeat,"a\nb"\n{broken}\nAli,"c, d"\nThief,e\n')
    assert list(read.faults) == [4]
    assert read.titles == [(2, "Heat"), (5, "Ali"), (6, "Thief")]


def test_quotation_mark_never_closed_does_not_swallow_the_file(path: Path) -> None:
    rest = [f"Film {number},plain" for number in range(3, 5003)]
    read = Read(path, "\n".join(["title,overview", 'Bad,"never closed', *rest, ""]))
    assert list(read.faults) == [2]
    assert read.titles == [(number, f"Film {number}") for number in range(3, 5003)]


def test_json_lines_hold_lists_and_objects(path: Path) -> None:
    row = {"Title": "Heat", "genres": ["Crime"], "external_ids": {"imdb": "tt0113277"}, "director": "Mann"}
    read = Read(path, f"\n{json.dumps(row)}\n")
    assert read.records == [
        CatalogueRecord(2, {"title": "Heat", "genres": ["Crime"], "external_ids": {"imdb": "tt0113277"}})
    ]
    assert read.notes == ("Columns that are not known were ignored: director.",)


@pytest.mark.parametrize(
    "broken",
    ["{", "[1]", '"Heat"', "7", "null", '{"title": NaN}', '{"title": "a", "Title": "b"}', "[" * 100_000, "9" * 5_000],
)
def test_broken_json_line_spoils_no_other(path: Path, broken: str) -> None:
    read = Read(path, f'{{"title": "Heat"}}\n{broken}\n{{"title": "Ali"}}\n')
    assert list(read.faults) == [2]
    assert read.titles == [(1, "Heat"), (3, "Ali")]


def test_media_type_is_given_to_rows_that_name_none(path: Path) -> None:
    read = Read(path, "title,media_type\nHeat,\nLost, SHOW \n", MediaType.MOVIE)
    assert [record.members["media_type"] for record in read.records] == ["movie", "show"]
    named = Read(path, '{"title": "Heat"}\n{"title": "Lost", "media_type": "show"}\n', MediaType.MOVIE)
    assert [record.members["media_type"] for record in named.records] == ["movie", "show"]


@pytest.mark.parametrize(
    ("header", "row", "members"),
    [
        (
            "Title,Type,Year,Genre,IMDb",
            'Frieren,Anime,2023,"Fantasy, Drama",tt22248376',
            {
                "media_type": "anime",
                "year": 2023,
                "genres": ["Fantasy", " Drama"],
                "external_ids": {"imdb": "tt22248376"},
            },
        ),
        (
            "Const,Your Rating,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres",
            'tt0903747,9,Breaking Bad,x,TV Series,9.5,45,2008,"Crime, Drama"',
            {
                "media_type": "show",
                "year": 2008,
                "runtime_minutes": 45,
                "genres": ["Crime", " Drama"],
                "external_ids": {"imdb": "tt0903747"},
            },
        ),
        ("Name,Kind,TMDb ID", "Heat,Film,949", {"media_type": "movie", "external_ids": {"tmdb": "949"}}),
        ("primaryTitle,titleType,startYear", "Heat,tvMiniSeries,1995", {"media_type": "show", "year": 1995}),
        ("title;description;runtime", "Heat;Cops;170 min", {"overview": "Cops", "runtime_minutes": 170}),
        ("title,genres", '"Heat","Film, Noir|"', {"genres": ["Film, Noir"]}),
    ],
)
def test_common_names_of_columns_and_types_are_understood(
    path: Path, header: str, row: str, members: dict[str, Any]
) -> None:
    (record,) = Read(path, f"{header}\n{row}\n").records
    assert record.fault is None
    assert {name: record.members.get(name) for name in members} == members


def test_json_lines_may_use_common_names_too(path: Path) -> None:
    (record,) = Read(path, '{"Name": "Heat", "Type": "Film", "imdb_id": "tt0113277", "tmdb": 949}\n').records
    ids = {"imdb": "tt0113277", "tmdb": "949"}
    assert record == CatalogueRecord(1, {"title": "Heat", "media_type": "movie", "external_ids": ids})


def test_own_name_of_a_column_comes_before_other_names(path: Path) -> None:
    read = Read(path, "Name,title,film\nB,Heat,x\n")
    assert read.titles == [(2, "Heat")]
    assert read.notes == ("Columns that are not known were ignored: name, film.",)


def test_two_columns_of_one_meaning_are_refused(path: Path) -> None:
    with pytest.raises(CatalogueFileError, match="both taken for imdb: const and imdb_id"):
        Read(path, "title,const,imdb_id\nHeat,tt1,tt2\n")


def test_two_ids_of_one_source_make_a_row_wrong(path: Path) -> None:
    read = Read(path, "title,imdb,external_ids\nHeat,tt0113277,imdb:tt0000001\nAli,,imdb:tt0248667\n")
    assert read.faults == {2: "external_ids: One source has two ids"}
    assert read.records[1].members["external_ids"] == {"imdb": "tt0248667"}


def test_media_type_that_was_assumed_is_told(path: Path) -> None:
    assert Read(path, "title\nHeat\n", MediaType.MOVIE).notes == ("Rows without a media type were taken as movie.",)
    assert Read(path, "title,type\nHeat,film\n", MediaType.MOVIE).notes == ()
