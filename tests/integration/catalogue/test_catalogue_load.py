"""Loading files into a real PostgreSQL."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from watchkeeper.commands.load_catalogue import run_load
from watchkeeper.configs.container import Container
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord
from watchkeeper.models.types.catalogue.load_report import LoadReport
from watchkeeper.models.types.catalogue.media_type import MediaType

DEMO = PROJECT_ROOT / "src" / "watchkeeper" / "resources" / "demo_catalogue"
HEADER = (
    "media_type,title,original_title,overview,release_date,runtime_minutes,poster_url,genres,platforms,external_ids"
)
Load = Callable[..., Awaitable[LoadReport]]
TITLES = """
    SELECT t.*, ARRAY(SELECT g.name FROM title_genres l JOIN genres g ON g.id = l.genre_id
                      WHERE l.title_id = t.id ORDER BY 1) AS genres,
           ARRAY(SELECT p.name FROM title_platforms l JOIN platforms p ON p.id = l.platform_id
                 WHERE l.title_id = t.id ORDER BY 1) AS platforms,
           ARRAY(SELECT e.source || ':' || e.external_id FROM title_external_ids e
                 WHERE e.title_id = t.id ORDER BY 1) AS ids
    FROM titles t
    ORDER BY t.id
"""


@pytest.fixture
def load(container: Container, empty_tables: None, tmp_path: Path) -> Load:
    """Loads rows of movies; the first line names the columns."""

    async def load(*lines: str) -> LoadReport:
        path = tmp_path / "titles.csv"
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return await run_load(container, path, MediaType.MOVIE)

    return load


@pytest.fixture
def titles(connection: asyncpg.Connection) -> Callable[[], Awaitable[list[Any]]]:
    async def titles() -> list[Any]:
        return list(await connection.fetch(TITLES))

    return titles


def counts(report: LoadReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, len(report.rejected)


async def test_row_becomes_a_title_with_all_it_says(load: Load, titles: Any, connection: asyncpg.Connection) -> None:
    row = (
        "anime,Akira,アキラ,Neo-Tokyo.,1988-07-16,124,https://image.tmdb.org/a.png,Action|Sci-Fi,Netflix,imdb:tt0094625"
    )
    report = await load(HEADER, row)
    (title,) = await titles()
    assert counts(report) == (1, 0, 0, 0)
    assert (title["media_type"], title["title"], title["original_title"]) == ("anime", "Akira", "アキラ")
    assert (str(title["release_date"]), title["release_date_precision"]) == ("1988-07-16", "day")
    assert (title["overview"], title["runtime_minutes"]) == ("Neo-Tokyo.", 124)
    assert (title["genres"], title["platforms"], title["ids"]) == (
        ["Action", "Sci-Fi"],
        ["Netflix"],
        ["imdb:tt0094625"],
    )
    assert (title["poster_url"], title["is_active"]) == ("https://image.tmdb.org/a.png", True)
    assert (title["title_sort"], title["title_key"]) == ("akira", "akira")
    assert {"akira", "=あきら", "きら"} <= set(title["search_words"])
    rating_statistics = await connection.fetch("SELECT title_id, ratings_count FROM title_figures")
    assert [tuple(row) for row in rating_statistics] == [(title["id"], 0)]


@pytest.mark.long
async def test_shipped_films_load_whole_and_again_change_nothing(
    container: Container, empty_tables: None, connection: asyncpg.Connection
) -> None:
    first = await run_load(container, DEMO / "films.csv.gz")
    before = await connection.fetchval("SELECT max(updated_at) FROM titles")
    again = await run_load(container, DEMO / "films.csv.gz")
    assert counts(first) == (first.rows, 0, 0, 0)
    assert counts(again) == (0, 0, first.rows, 0)
    assert await connection.fetchval("SELECT max(updated_at) FROM titles") == before
    assert await connection.fetchval("SELECT count(*) FROM titles") == first.rows
    assert await connection.fetchval("SELECT count(*) FROM title_figures") == first.rows
    assert await connection.fetchval(
        "SELECT count(*) FROM title_external_ids WHERE external_id = '99_and_44/100%_Dead'"
    )


async def test_plain_file_of_films_loads_with_year_and_page(load: Load, titles: Any) -> None:
    await load("title,year,genres,wikipedia_page", "Heat,1995,Crime|Drama,Heat_(1995_film)", "Ali,2001,,")
    heat, ali = await titles()
    assert (heat["media_type"], str(heat["release_date"]), heat["release_date_precision"]) == (
        "movie",
        "1995-01-01",
        "year",
    )
    assert (heat["genres"], heat["ids"]) == (["Crime", "Drama"], ["wikipedia:Heat_(1995_film)"])
    assert (ali["genres"], ali["ids"]) == ([], [])


async def test_row_sets_what_it_says_and_adds_to_lists(load: Load, titles: Any, connection: asyncpg.Connection) -> None:
    columns = "title,original_title,overview,release_date,runtime_minutes,genres,platforms,external_ids"
    await load(columns, "Heat,Heat!,Old,1995-12-15,100,Crime,HBO,imdb:tt0000001")
    (before,) = await titles()
    await connection.execute("UPDATE titles SET is_active = false")
    report = await load(columns, "Heat,,New,,170,crime|Drama,Max,tmdb:949|imdb:tt0000001")
    (after,) = await titles()
    assert counts(report) == (0, 1, 0, 0)
    assert (after["id"], after["created_at"], after["is_active"]) == (before["id"], before["created_at"], False)
    assert (after["original_title"], after["overview"], after["runtime_minutes"]) == ("Heat!", "New", 170)
    assert after["release_date"] == before["release_date"]
    assert after["genres"] == ["Crime", "Drama"]
    assert after["platforms"] == ["HBO", "Max"]
    assert after["ids"] == ["imdb:tt0000001", "tmdb:949"]
    assert after["updated_at"] > before["updated_at"]


async def test_only_titles_that_change_get_a_new_time(load: Load, titles: Any) -> None:
    await load("title,year,genres", "Heat,1995,Crime", "Ali,2001,Drama")
    before = await titles()
    report = await load("title,year,genres", "Heat,1995,Crime", "Ali,2001,Drama|Sports")
    after = await titles()
    assert counts(report) == (0, 1, 1, 0)
    assert [new["updated_at"] > old["updated_at"] for old, new in zip(before, after, strict=True)] == [False, True]


async def test_year_alone_leaves_a_day_in_it_and_replaces_another_year(load: Load, titles: Any) -> None:
    columns = "title,release_date,external_ids"
    await load(columns, "Heat,1995-12-15,imdb:tt0000001", "Ali,2001-12-25,imdb:tt0000002")
    report = await load(columns, "Heat,1995,imdb:tt0000001", "Ali,2002,imdb:tt0000002")
    dates = [(str(title["release_date"]), title["release_date_precision"]) for title in await titles()]
    assert counts(report) == (0, 1, 1, 0)
    assert dates == [("1995-12-15", "day"), ("2002-01-01", "year")]
    assert counts(await load(columns, "Ali,2002-05-01,imdb:tt0000002")) == (0, 1, 0, 0)
    assert [(await titles())[1][name] for name in ("release_date_precision",)] == ["day"]


async def test_title_renamed_by_its_id_is_found_by_all_its_names(load: Load, titles: Any) -> None:
    columns = "title,original_title,external_ids"
    await load(columns, "Spirited Away,Sen to Chihiro,imdb:tt0000001")
    await load(columns, "Chihiros Reise,,imdb:tt0000001")
    (title,) = await titles()
    assert (title["title"], title["title_sort"]) == ("Chihiros Reise", "chihiros reise")
    assert {"chihiros", "reise", "sen", "to", "chihiro"} <= set(title["search_words"])


async def test_alternative_titles_of_a_row_replace_those_that_are_there(load: Load, titles: Any) -> None:
    columns = "title,alternative_titles,year,external_ids"
    await load(columns, "Spirited Away,Chihiros Reise|Le Voyage de Chihiro,2001,imdb:tt1")
    (title,) = await titles()
    assert title["alternative_titles"] == ["Chihiros Reise", "Le Voyage de Chihiro"]
    assert {"reise", "voyage", "=chihirosreise"} <= set(title["search_words"])

    assert counts(await load("title,year,external_ids", "Spirited Away,2001,imdb:tt1")) == (0, 0, 1, 0)
    await load("title,original_title,external_ids", "Spirited Away,Sen to Chihiro,imdb:tt1")
    (title,) = await titles()
    assert title["alternative_titles"] == ["Chihiros Reise", "Le Voyage de Chihiro"]
    assert {"reise", "voyage", "sen", "@2001"} <= set(title["search_words"])

    assert counts(await load(columns, "Spirited Away,Chihiro,,imdb:tt1")) == (0, 1, 0, 0)
    (title,) = await titles()
    assert title["alternative_titles"] == ["Chihiro"]
    assert {"=chihiro", "@2001"} <= set(title["search_words"])
    assert "reise" not in title["search_words"]


async def test_title_is_found_by_name_without_case_and_year(load: Load, titles: Any) -> None:
    await load("title,year", "ÉTÉ,1995")
    report = await load("title,year", "été,1995", "Ete,1995", "ÉTÉ,1996", "ÉTÉ,")
    assert counts(report) == (3, 1, 0, 0)
    assert [title["title"] for title in await titles()] == ["été", "Ete", "ÉTÉ", "ÉTÉ"]


async def test_other_media_type_is_another_title(load: Load, titles: Any) -> None:
    columns = "media_type,title,year,external_ids"
    report = await load(columns, "movie,Fargo,1996,tmdb:1", "show,Fargo,1996,tmdb:1", "anime,Fargo,1996,")
    assert counts(report) == (3, 0, 0, 0)
    assert len(await titles()) == 3


async def test_same_name_and_year_with_two_pages_stay_two(load: Load, titles: Any) -> None:
    columns = "title,year,wikipedia_page"
    rows = ["Namesake,1931,Namesake_(Fox)", "Namesake,1931,Namesake_(Metro)"]
    assert counts(await load(columns, rows[0])) == (1, 0, 0, 0)
    assert counts(await load(columns, rows[1])) == (1, 0, 0, 0)
    assert counts(await load(columns, *rows)) == (0, 0, 2, 0)
    assert [title["ids"] for title in await titles()] == [["wikipedia:Namesake_(Fox)"], ["wikipedia:Namesake_(Metro)"]]


async def test_ids_compare_with_their_case(load: Load, titles: Any) -> None:
    report = await load("title,year,wikipedia_page", "Heat,1995,Heat", "Heat,1995,heat")
    assert counts(report) == (2, 0, 0, 0)


async def test_title_without_ids_gets_those_of_the_row_with_its_name(load: Load, titles: Any) -> None:
    await load("title,year", "Heat,1995")
    report = await load("title,year,external_ids", "Heat,1995,imdb:tt0000001")
    assert counts(report) == (0, 1, 0, 0)
    assert [title["ids"] for title in await titles()] == [["imdb:tt0000001"]]


async def test_row_with_an_id_and_one_without_are_two_titles_however_often_loaded(load: Load, titles: Any) -> None:
    columns = "title,year,wikipedia_page"
    rows = ["The Decoy,1916,", "The Decoy,1916,The_Decoy"]
    assert counts(await load(columns, *rows)) == (2, 0, 0, 0)
    assert counts(await load(columns, *rows)) == (0, 0, 2, 0)
    assert counts(await load(columns, *reversed(rows))) == (0, 0, 2, 0)


async def test_name_in_the_catalogue_goes_to_one_row_only(load: Load, titles: Any) -> None:
    await load("title,year", "Heat,1995")
    rows = ["Heat,1995,imdb:tt0000001", "Heat,1995,imdb:tt0000002"]
    assert counts(await load("title,year,external_ids", *rows)) == (1, 1, 0, 0)
    assert counts(await load("title,year,external_ids", *rows)) == (0, 0, 2, 0)
    assert [title["ids"] for title in await titles()] == [["imdb:tt0000001"], ["imdb:tt0000002"]]


async def test_second_row_about_a_title_is_refused_unless_it_says_the_same(load: Load, titles: Any) -> None:
    rows = [
        "Heat,1995,imdb:tt0000001",
        "Heat,1995,imdb:tt0000001",
        "Heat 2,1995,imdb:tt0000001",
        "Ali,2001,",
        "ALI,2001,",
        "Ali,2001,",
    ]
    for new in (2, 0):
        report = await load("title,year,external_ids", *rows)
        assert counts(report) == (new, 0, 4 - new, 2)
        assert [(row.line, row.reason[:6]) for row in report.rejected] == [(4, "Line 2"), (6, "Line 5")]
    assert [title["title"] for title in await titles()] == ["Heat", "Ali"]


async def test_rows_finding_one_title_by_different_ids_are_one_too_many(load: Load, titles: Any) -> None:
    await load("title,external_ids", "Heat,imdb:tt0000001|tmdb:949")
    report = await load("title,external_ids", "Heat,imdb:tt0000001", "Heat!,tmdb:949")
    assert counts(report) == (0, 0, 1, 1)
    assert [title["title"] for title in await titles()] == ["Heat"]


async def test_ids_of_two_titles_and_another_id_at_a_source_are_refused(load: Load, titles: Any) -> None:
    await load("title,external_ids", "Heat,imdb:tt0000001", "Ali,imdb:tt0000002|tmdb:2")
    report = await load(
        "title,external_ids",
        "One,imdb:tt0000001|tmdb:2",
        "Two,imdb:tt0000002|tmdb:3",
        "Three,imdb:tt0000003",
        "Heat,imdb:tt0000001|tmdb:1",
    )
    assert counts(report) == (1, 1, 0, 2)
    assert [row.line for row in report.rejected] == [2, 3]
    assert "several titles" in report.rejected[0].reason
    assert report.rejected[1].reason == "Its title has another id at tmdb: 2"
    assert [title["title"] for title in await titles()] == ["Heat", "Ali", "Three"]


async def test_bad_rows_are_refused_with_line_and_reason_and_spoil_nothing(
    load: Load, titles: Any, connection: asyncpg.Connection
) -> None:
    lines = ["Heat,1995,Crime", ",1995,Void", "Ali,later,Void", 'Bad,"1995', "Thief,1981,Crime"]
    report = await load("title,year,genres", *lines)
    assert counts(report) == (2, 0, 0, 3)
    assert [(row.line, row.reason.split(":")[0]) for row in report.rejected] == [
        (3, "title"),
        (4, "year"),
        (5, "The line can't be read as CSV"),
    ]
    assert [title["title"] for title in await titles()] == ["Heat", "Thief"]
    assert [row["name"] for row in await connection.fetch("SELECT name FROM genres")] == ["Crime"]


async def test_load_that_breaks_off_leaves_nothing(
    container: Container, empty_tables: None, connection: asyncpg.Connection
) -> None:
    def broken() -> Iterator[CatalogueRecord]:
        for line in range(3000):
            yield CatalogueRecord(line, {"media_type": "movie", "title": f"Film {line}"})
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        await container.catalogue_load_logic().load_once("demo", broken())
    for table in ("titles", "genres", "loaded_datasets"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_loads_at_the_same_time_make_one_catalogue(
    container: Container, empty_tables: None, connection: asyncpg.Connection
) -> None:
    reports = await asyncio.gather(*(run_load(container, DEMO / "shows_and_anime.csv") for _ in range(4)))
    rows = reports[0].rows
    assert sorted(counts(report) for report in reports) == [(0, 0, rows, 0)] * 3 + [(rows, 0, 0, 0)]
    assert await connection.fetchval("SELECT count(*) FROM titles") == rows


async def test_data_set_wanted_by_several_at_once_is_loaded_once(
    container: Container, empty_tables: None, connection: asyncpg.Connection
) -> None:
    logic = container.catalogue_load_logic()
    rows = [CatalogueRecord(2, {"media_type": "movie", "title": "Heat"})]
    reports = await asyncio.gather(*(logic.load_once("demo", rows) for _ in range(4)))
    assert [report for report in reports if report is not None] == [LoadReport(new=1)]
    await connection.execute("DELETE FROM title_figures; DELETE FROM titles")
    assert await logic.load_once("demo", rows) is None
    assert await connection.fetchval("SELECT count(*) FROM titles") == 0


async def test_load_is_bound_by_no_time_and_the_next_user_of_the_connection_is(container: Container) -> None:
    database = container.database()
    bounds = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
    async with container.unit_of_work().transaction(), database.connection() as connection:
        usual = tuple(await connection.fetchrow(bounds))
        await container.catalogue_loads().begin()
        assert tuple(await connection.fetchrow(bounds)) == ("0", "0")
    async with database.connection() as connection:
        assert tuple(await connection.fetchrow(bounds)) == usual == ("10s", "3s")


@pytest.mark.parametrize(
    "row",
    ["spider-man", "SPIDERMAN", "Spider Man", "The Spider-Man", '"Spider-Man, The"', "Spíder–Man"],
)
async def test_name_is_the_same_whatever_its_signs_and_articles(load: Any, titles: Any, row: str) -> None:
    await load("title,year", "Spider-Man,2002")

    assert counts(await load("title,year,external_ids", f"{row},2002,imdb:tt0145487"))[0] == 0
    assert [title["ids"] for title in await titles()] == [["imdb:tt0145487"]]


@pytest.mark.parametrize("row", ["Chihiro,Spirited Away", "Sen to Chihiro,", "Spirited Away,Sen to Chihiro"])
async def test_original_title_is_a_name_too(load: Any, titles: Any, row: str) -> None:
    await load("title,original_title,year", "Spirited Away,Sen to Chihiro,2001")

    assert counts(await load("title,original_title,year", f"{row},2001"))[0] == 0
    assert len(await titles()) == 1


async def test_of_two_titles_with_a_similar_name_none_is_meant(load: Any, titles: Any) -> None:
    await load("title,year", "Spider-Man,2002", "Spiderman,2002")
    row = "Spider Man,2002,imdb:tt0145487"

    assert counts(await load("title,year,external_ids", row)) == (1, 0, 0, 0)
    assert counts(await load("title,year,external_ids", row)) == (0, 0, 1, 0)
    assert counts(await load("title,year", "Spider-Man,2002", "Spiderman,2002", "SPIDER  MAN,2002")) == (1, 0, 2, 0)
    assert counts(await load("title,year", "Spider-Man,2002", "Spiderman,2002", "SPIDER  MAN,2002")) == (0, 0, 3, 0)
