"""What one account takes away, another takes in, and then exports the same."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.api.imports.test_import_reviews import committed
from tests.support.accounts import Accounts, Person
from tests.support.exports import fetched, lines_of
from tests.support.feedback import rate, review
from tests.support.imports import IMPORTS, settled, uploaded
from tests.support.libraries import all_of
from tests.support.lists import created, items_of, put_in
from tests.support.marks import marked
from tests.support.personal_titles import typed
from tests.support.plays import played, required_entry, stored_episode
from tests.support.watchlist import WATCHLIST, added, stored_title

pytestmark = pytest.mark.usefixtures("empty_tables")

AGED = """
UPDATE watch_entries SET created_at = created_at - interval '1 year', completed_at = completed_at - interval '10 days';
UPDATE ratings SET created_at = created_at - interval '400 days';
UPDATE viewings SET stated_count = 3 WHERE number = 2;
UPDATE reviews SET created_at = created_at - interval '300 days';
"""


async def saved(person: Person, method: str, path: str, **members: Any) -> dict[str, Any]:
    answer = await person.http.request(method, path, json=members)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def second_viewing(person: Person, title_id: UUID) -> None:
    """End the viewing of a title with days that are said, and be in the middle of the next."""
    path = f"{WATCHLIST}/{(await required_entry(person, title_id))['id']}"
    await saved(person, "PATCH", path, status="completed", started_on="2024-02", finished_on="2024-04-05")
    await saved(person, "POST", f"{path}/rewatch", started_on="2025-01")
    await played(person, title_id, episode={"season": 1, "number": 1}, watched_on="2025-01-02T20:00:00Z")
    await saved(person, "PATCH", path, status="on_hold")


async def test_export_is_taken_in_and_exported_equal(accounts: Accounts, connection: asyncpg.Connection) -> None:
    first, second = await accounts.person(), await accounts.person()
    film = await stored_title(connection, "Heat", external_ids={"imdb": "tt0113277"})
    show = await stored_title(connection, "Severance", media_type="show", external_ids={"tvdb": "371980"})
    await stored_episode(connection, show, 1, 2)
    await added(first, film, notes="Twice.", tags=["loud", "long"], hidden_from=["calendar"])
    await added(first, show, status="on_hold", include_specials=True)
    for day in ("2024-02-29", "2024-02-29", None):
        await played(first, film, watched_on=day, note=day and "Late.", tags=["alone"], score=4)
    await played(first, show, episode={"season": 1, "number": 2}, watched_on="2024-03", status="keep")
    await rate(first, film, 4.5)
    await review(first, film, 4.5, body="Still good.", contains_spoilers=True)
    shown = await created(first, "Rainy days", description="Inside.", is_ranked=True)
    await put_in(first, shown, show, note="First")
    await put_in(first, shown, film)
    await marked(first, film, note="Of all.")

    await second_viewing(first, show)
    await saved(first, "PATCH", f"/api/v1/lists/{shown['id']}", default_sort="-title", visibility="link")
    season = await connection.fetchval("SELECT id FROM seasons WHERE title_id = $1", show)
    unranked = await created(first, "Unranked")
    assert (await first.http.post(items_of(unranked), json={"season_id": str(season)})).status_code == 201
    for other in ("Ronin", "Alien", "Zodiac"):
        await marked(first, await stored_title(connection, other))
    planned = await stored_title(connection, "Seen, and planned again")
    await played(first, planned, watched_on="2020", status="keep")
    await added(first, planned, notes="One.\n\n\nOne.\n\nOne.")
    for number, key in ((3, "7114"), (4, None)):
        await played(
            first, show, episode={"season": 1, "number": number}, watched_on=None, source="trakt", source_key=key
        )
    await brought(first, "Heat", "2", "2001-01-01")
    await brought(first, "Brought along", "3", "2002-02-02")
    own = await typed(first, "Home movie")
    await saved(first, "PATCH", f"/api/v1/titles/{own['id']}", overview="Us.", runtime_minutes=12)
    await left_alone(first, connection, show)
    await connection.execute(AGED)

    archive = (await fetched(first, "watchkeeper.zip")).content
    import_id = await taken_in(second, archive)
    before, after = await lines_of(first), await lines_of(second)
    assert {name: after[name] for name in before} == before
    sources = {(play["source"], play["source_key"]) for play in before["plays.jsonl"]}
    assert {(None, None), ("trakt", "7114"), ("trakt", None)} < sources
    assert "letterboxd" in {source for source, _ in sources}
    lone = next(line for line in before["titles.jsonl"] if line["title"] == "Nothing but a title")
    assert (lone["genres"], lone["platforms"]) == (["Cosy genres"], ["Cosy platforms"])
    assert {"of": None, "tags": ["Also unused", "Unused"]} in before["tags.jsonl"]
    assert [len(before[f"{name}.jsonl"]) for name in ("positions", "personal")] == [2, 1]
    assert {"source": "letterboxd"}.items() <= before["ratings.jsonl"][0]["origin"].items()

    again = await taken_in(second, archive)
    assert set(await results_of(second, again)) == {"exists"}
    assert await lines_of(second) == after

    assert (await second.http.post(f"{IMPORTS}/{import_id}/rollback")).status_code == 202
    assert (await settled(second, import_id))["state"] == "rolled_back"
    assert not any((await lines_of(second)).values())


async def taken_in(person: Person, archive: bytes) -> str:
    """Import an archive, and return the import."""
    import_id: str = (await uploaded(person, archive, "watchkeeper.zip")).json()["id"]
    await settled(person, import_id)
    done = await committed(person, import_id, undecided="skip")
    assert (done["state"], done["error"]) == ("committed", None)
    return import_id


async def left_alone(person: Person, connection: asyncpg.Connection, show: UUID) -> None:
    """Have what no entry names: tags that nothing has, a title of one's own, and where one stopped."""
    tagged = await added(person, await stored_title(connection, "Tagged once"), tags=["Unused", "Also unused"])
    await saved(person, "PATCH", f"{WATCHLIST}/{tagged['id']}", tags=[])
    own = await typed(person, "Nothing but a title")
    genre, platform = [await stored_lookup(connection, table) for table in ("genres", "platforms")]
    await saved(person, "PATCH", f"/api/v1/titles/{own['id']}", genre_ids=[str(genre)], platform_ids=[str(platform)])
    (entry,) = [one for one in await all_of(person, "/watchlist") if one["title"]["id"] == own["id"]]
    assert (await person.http.delete(f"{WATCHLIST}/{entry['id']}")).status_code == 204
    episode = await connection.fetchval("SELECT id FROM episodes WHERE title_id = $1 ORDER BY season, number", show)
    for about, seconds in ((tagged["title"]["id"], 61), (episode, 1200)):
        place = {"seconds": seconds, "of_seconds": 4800}
        assert (await person.http.put(f"/api/v1/positions/{about}", json=place)).status_code == 201


async def stored_lookup(connection: asyncpg.Connection, table: str) -> UUID:
    stored: UUID = await connection.fetchval(
        f"INSERT INTO {table} (id, name, name_key, name_sort, created_at, updated_at)"
        f" VALUES (gen_random_uuid(), 'Cosy {table}', 'cosy {table}', 'cosy {table}', now(), now()) RETURNING id"
    )
    return stored


async def brought(person: Person, name: str, rating: str, day: str) -> None:
    """Take a film in from Letterboxd, with a rating and a viewing without a key of its own."""
    text = f"Title,Year,WatchedDate,Rating10\n{name},,{day},{rating}\n"
    made = (await uploaded(person, text, "letterboxd.csv")).json()
    assert (await settled(person, made["id"]))["source"] == "letterboxd"
    await committed(person, made["id"], undecided="skip")


async def results_of(person: Person, import_id: str) -> list[str]:
    await settled(person, import_id)
    rows = (await person.http.get(f"{IMPORTS}/{import_id}/rows", params={"limit": 100})).json()["items"]
    return [row["result"] for row in rows]
