"""Rollbacks of imports into a library that is not empty: each row becomes what it was, unless edited since."""

import json
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.each import for_each
from tests.support.import_running import committed, previewed, rolled_back
from tests.support.libraries import all_of
from tests.support.watchlist import WATCHLIST, added, stored_title
from tests.unit.imports.reading import LETTERBOXD_DIARY, records_of
from tests.unit.imports.test_samples import opened
from watchkeeper.configs.container import Container
from watchkeeper.models.types.imports.import_state import ImportMode

_TABLES = {
    **dict.fromkeys(("watch_entries", "viewings", "plays", "ratings", "reviews"), "user_id"),
    **dict.fromkeys(("tags", "marks", "lists", "list_items", "row_origins"), "user_id"),
    "titles": "owner_id",
}
_CASES = (
    *("letterboxd/whole-zip", "letterboxd/import-format", "imdb/list-2024", "imdb/ratings-translated"),
    *("trakt/zip-flat", "trakt/zip-folders", "myanimelist/xml", "tvtime/privacy-zip", "anilist/privacy-json"),
    *("simkl/backup", "yamtrack/csv", "watchkeeper/zip", "netflix/short-month-first", "movary/zip-of-three"),
)
_ANIME = """<myanimelist><anime><series_animedb_id>5114</series_animedb_id><series_title>Frieren</series_title>
<series_type>TV</series_type><my_watched_episodes>12</my_watched_episodes><my_start_date>2023-10-01</my_start_date>
<my_finish_date>2024-03-22</my_finish_date><my_score>9</my_score><my_status>Completed</my_status>
<my_comments>Again.</my_comments><my_times_watched>1</my_times_watched><my_tags>elves</my_tags></anime></myanimelist>"""


async def library_rows(connection: asyncpg.Connection, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of a person's library, without their versions."""
    found = {}
    for table, owner in _TABLES.items():
        rows = await connection.fetch(f"SELECT to_jsonb(own) AS row FROM {table} AS own WHERE {owner} = $1", person.id)
        images = [json.loads(row["row"]) for row in rows]
        found[table] = sorted(({**image, "updated_at": None} for image in images), key=repr)
    return found


@pytest.mark.long
@for_each("mode", ImportMode)
@for_each("case", _CASES)
async def test_a_second_import_is_rolled_back_to_what_the_first_left(
    container: Container, person: Person, connection: asyncpg.Connection, case: str, mode: ImportMode
) -> None:
    history, records = opened(case)
    source = history.source.value
    await committed(container, person, await previewed(container, person, records[::2], source))
    before = await library_rows(connection, person)

    import_id = await previewed(container, person, records, source)
    assert (await committed(container, person, import_id, mode)).state == "committed"
    assert await library_rows(connection, person) != before
    await rolled_back(container, person, import_id)
    assert await library_rows(connection, person) == before


async def entered_by_hand(person: Person, connection: asyncpg.Connection) -> str:
    """Enter a title with everything that an import may change, and return the path of its entry."""
    title_id = await stored_title(connection, "Frieren", media_type="anime", external_ids={"myanimelist": "5114"})
    entry = await added(person, title_id, status="watching", notes="Mine.")
    path = f"{WATCHLIST}/{entry['id']}"
    answer = await person.http.patch(path, json={"started_on": "2024-01-05"})
    assert answer.status_code == 200, answer.text
    await connection.execute("UPDATE viewings SET stated_count = 3")
    return path


async def overwritten(container: Container, person: Person) -> UUID:
    """Overwrite the title with what MyAnimeList has of it, and return the import."""
    import_id = await previewed(container, person, records_of(_ANIME, "animelist.xml"), "myanimelist")
    await committed(container, person, import_id, ImportMode.OVERWRITE)
    (entry,) = await all_of(person, "/watchlist")
    assert (entry["status"], entry["notes"]) == ("completed", "Mine.\n\nAgain.")
    return import_id


async def test_what_was_entered_by_hand_comes_back(
    container: Container, person: Person, connection: asyncpg.Connection
) -> None:
    await entered_by_hand(person, connection)
    before, entries = await library_rows(connection, person), await all_of(person, "/watchlist")
    await rolled_back(container, person, await overwritten(container, person))
    assert await library_rows(connection, person) == before
    version = {"updated_at": None}
    assert [{**entry, **version} for entry in await all_of(person, "/watchlist")] == [{**entries[0], **version}]


async def test_an_edited_entry_keeps_the_edit_without_what_was_imported_beside_it(
    container: Container, person: Person, connection: asyncpg.Connection
) -> None:
    path = await entered_by_hand(person, connection)
    import_id = await overwritten(container, person)
    edit = {"notes": "Edited.", "started_on": "2024-02-02"}
    assert (await person.http.patch(path, json=edit)).status_code == 200
    await rolled_back(container, person, import_id)
    (entry,) = await all_of(person, "/watchlist")
    assert (entry["notes"], entry["started_on"]) == ("Edited.", "2024-02-02")
    assert not [one for name in ("plays", "ratings", "reviews") for one in await all_of(person, f"/{name}")]


async def test_tags_of_an_import_go_with_it_unless_something_has_them(container: Container, person: Person) -> None:
    diary = f'{LETTERBOXD_DIARY}2024-01-01,Heat,1995,https://boxd.it/1,,,"cosy, loud",2024-01-01\n'
    import_id = await previewed(container, person, records_of(diary, "diary.csv"), "letterboxd")
    await committed(container, person, import_id)
    (play,) = await all_of(person, "/plays")
    assert (await person.http.patch(f"/api/v1/plays/{play['id']}", json={"tags": ["loud"]})).status_code == 200
    await rolled_back(container, person, import_id)
    assert [tag["name"] for play in await all_of(person, "/plays") for tag in play["tags"]] == ["loud"]
    assert [tag["name"] for tag in await all_of(person, "/tags")] == ["loud"]


_OF_OWN_TITLES = {
    "titles": "SELECT to_jsonb(own) - 'updated_at' FROM titles AS own WHERE owner_id = $1",
    "ids": "SELECT to_jsonb(own) FROM personal_title_ids AS own WHERE owner_id = $1 ORDER BY source",
    "copies": """SELECT to_jsonb(refs.external_ids) FROM titles AS own
        JOIN title_references AS refs ON refs.title_id = own.id WHERE owner_id = $1""",
}
_WITH_IDS = "title,year,imdb_id,tmdb_id,watched_on\nHeat,1995,tt0113277,949,2024-02-02\n"


async def own_titles(connection: asyncpg.Connection, person: Person) -> dict[str, list[Any]]:
    """Return a person's own titles, with their ids and the copies of them."""
    found = {name: await connection.fetch(sql, person.id) for name, sql in _OF_OWN_TITLES.items()}
    return {name: [row[0] for row in rows if row[0] is not None] for name, rows in found.items()}


async def test_ids_that_an_import_gave_to_a_personal_title_go_with_it(
    container: Container, person: Person, connection: asyncpg.Connection
) -> None:
    diary = f"{LETTERBOXD_DIARY}2024-01-01,Heat,1995,https://boxd.it/1,,,,2024-01-01\n"
    await committed(container, person, await previewed(container, person, records_of(diary, "diary.csv"), "letterboxd"))
    before = await own_titles(connection, person)
    import_id = await previewed(container, person, records_of(_WITH_IDS, "mine.csv"), "generic")
    await committed(container, person, import_id)
    assert len((await own_titles(connection, person))["ids"]) == len(before["ids"]) + 2
    await rolled_back(container, person, import_id)
    assert await own_titles(connection, person) == before


async def test_a_title_that_a_provider_completed_by_ids_of_an_import_keeps_them(
    container: Container, person: Person, connection: asyncpg.Connection
) -> None:
    diary = f"{LETTERBOXD_DIARY}2024-01-01,Heat,1995,https://boxd.it/1,,,,2024-01-01\n"
    await committed(container, person, await previewed(container, person, records_of(diary, "diary.csv"), "letterboxd"))
    import_id = await previewed(container, person, records_of(_WITH_IDS, "mine.csv"), "generic")
    await committed(container, person, import_id)
    await connection.execute("UPDATE titles SET metadata_state = 'current' WHERE owner_id = $1", person.id)
    completed = await own_titles(connection, person)
    await rolled_back(container, person, import_id)
    assert await own_titles(connection, person) == completed
