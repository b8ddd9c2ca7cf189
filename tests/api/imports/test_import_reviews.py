"""What a person does with a preview: decide, commit, import again, roll back."""

import json
from typing import Any

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.imports import IMPORTS, previewed, settled, uploaded, zipped
from tests.support.libraries import all_of
from tests.support.watchlist import stored_title

_LISTS = ("watchlist", "plays", "ratings", "reviews", "lists", "marks")
AMBIGUOUS = 'Title,Date\n"Twice","12/31/20"\n"Once","12/30/20"\n'
SHOW = {"title": "Harbour Lights", "year": 2015, "ids": {"trakt": 2, "tmdb": 12}}
_TITLE = {"media_type": "movie", "title": "Twice"}


@pytest.fixture
async def twins(accounts: Accounts) -> list[dict[str, Any]]:
    """Two films of one name in the catalogue."""
    admin = await accounts.admin()
    made = [
        await admin.http.post("/api/v1/titles", json=_TITLE | {"release_date": day})
        for day in ("1990-01-01", "2000-01-01")
    ]
    return [answer.json() for answer in made]


async def rows_of(person: Person, import_id: str, **filters: Any) -> list[dict[str, Any]]:
    parameters = {"limit": 100} | filters
    found: list[dict[str, Any]] = (await person.http.get(f"{IMPORTS}/{import_id}/rows", params=parameters)).json()[
        "items"
    ]
    return found


async def committed(person: Person, import_id: str, **options: Any) -> dict[str, Any]:
    answer = await person.http.post(f"{IMPORTS}/{import_id}/commit", json=options)
    assert answer.status_code == 202, answer.text
    return await settled(person, import_id)


async def everything_of(person: Person) -> list[list[dict[str, Any]]]:
    return [await all_of(person, f"/{name}") for name in _LISTS]


async def test_a_decision_goes_for_the_work_and_is_remembered(person: Person, twins: list[dict[str, Any]]) -> None:
    shown = await previewed(person, AMBIGUOUS)
    assert (shown["undecided"], shown["counts"]["ambiguous"], shown["counts"]["ready"]) == (1, 1, 1)
    one = f"{IMPORTS}/{shown['id']}"
    refused = await person.http.post(f"{one}/commit", json={"mode": "only_new"})
    assert (refused.status_code, refused.json()["code"], refused.json()["undecided"]) == (409, "rows_undecided", 1)
    row = (await rows_of(person, shown["id"], result="ambiguous"))[0]
    assert {candidate["title_id"] for candidate in row["candidates"]} == {title["id"] for title in twins}
    wrong = await person.http.patch(f"{one}/rows/{row['id']}", json={"decision": "candidate", "title_id": shown["id"]})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "not_a_candidate")
    chosen = row["candidates"][1]["title_id"]
    for vague in ({"title_id": chosen}, {"decision": "skip", "title_id": chosen}):
        wrong = await person.http.patch(f"{one}/rows/{row['id']}", json=vague)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "not_a_candidate")
    said = await person.http.patch(f"{one}/rows/{row['id']}", json={"decision": "candidate", "title_id": chosen})
    assert (said.json()["decision"], said.json()["title_id"], said.json()["result"]) == (
        "candidate",
        chosen,
        "ambiguous",
    )
    assert (await person.http.get(one)).json()["undecided"] == 0
    await committed(person, shown["id"])
    assert chosen in {entry["title"]["id"] for entry in await all_of(person, "/watchlist")}
    late = await person.http.patch(f"{one}/rows/{row['id']}", json={"decision": "skip"})
    assert (late.status_code, late.json()["code"]) == (409, "import_not_in_preview")
    again = await previewed(person, AMBIGUOUS)
    assert (again["undecided"], again["counts"]["exists"]) == (0, 2)


async def test_a_row_gets_a_title_that_the_person_looked_for(
    person: Person, twins: list[dict[str, Any]], connection: asyncpg.Connection
) -> None:
    shown = await previewed(person, AMBIGUOUS)
    rows = f"{IMPORTS}/{shown['id']}/rows"
    row = (await rows_of(person, shown["id"], result="ambiguous"))[0]
    right = str(await stored_title(connection, "Quite another name"))
    for wrong in ({}, {"title_id": shown["id"]}):
        refused = await person.http.patch(f"{rows}/{row['id']}", json={"decision": "title", **wrong})
        assert (refused.status_code, refused.json()["code"]) == (422, "not_a_candidate")
    said = (await person.http.patch(f"{rows}/{row['id']}", json={"decision": "title", "title_id": right})).json()
    assert (said["decision"], said["title_id"]) == ("candidate", right)
    assert [one["title_id"] for one in said["candidates"]] == [*(one["id"] for one in twins), right]
    back = (await person.http.patch(f"{rows}/{row['id']}", json={"decision": None})).json()
    assert (back["decision"], back["title_id"]) == (None, None)
    again = await person.http.patch(f"{rows}/{row['id']}", json={"decision": "candidate", "title_id": right})
    assert len(again.json()["candidates"]) == 3
    await committed(person, shown["id"])
    assert right in {entry["title"]["id"] for entry in await all_of(person, "/watchlist")}
    assert (await previewed(person, AMBIGUOUS))["counts"]["exists"] == 2


async def test_a_row_that_was_matched_wrongly_gets_the_right_title(
    person: Person, twins: list[dict[str, Any]], connection: asyncpg.Connection
) -> None:
    other = str(await stored_title(connection, "Once"))
    shown = await previewed(person, AMBIGUOUS)
    one = f"{IMPORTS}/{shown['id']}"
    [row] = [row for row in await rows_of(person, shown["id"]) if row["title"] == "Once"]
    assert (row["result"], row["title_id"], row["matched"]["title"]) == ("ready", other, "Once")
    right = twins[0]["id"]
    said = (await person.http.patch(f"{one}/rows/{row['id']}", json={"decision": "title", "title_id": right})).json()
    assert (said["decision"], said["result"], said["title_id"]) == ("candidate", "ready", right)
    assert (said["matched"]["year"], [one["title_id"] for one in said["candidates"]]) == (1990, [other, right])
    for decision in ("skip", "new_title", None):
        back = (await person.http.patch(f"{one}/rows/{row['id']}", json={"decision": decision})).json()
        assert back["title_id"] == (None if decision == "new_title" else other)
    wrong = await person.http.patch(f"{one}/rows", json={"decision": "title", "filter": {"title_id": other}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "not_a_candidate")
    sent = {"decision": "title", "title_id": right, "filter": {"title_id": other}}
    assert (await person.http.patch(f"{one}/rows", json=sent)).json()["undecided"] == 1
    asked = [row["id"] for row in await rows_of(person, shown["id"], result="ambiguous")]
    sent = {"decision": "title", "title_id": right, "filter": {"ids": asked}}
    assert (await person.http.patch(f"{one}/rows", json=sent)).json()["undecided"] == 0
    await committed(person, shown["id"])
    assert {entry["title"]["id"] for entry in await all_of(person, "/watchlist")} == {right}
    assert (await previewed(person, AMBIGUOUS))["counts"]["exists"] == 2


async def test_a_remembered_decision_that_is_taken_back_leaves_what_the_names_tell(
    person: Person, twins: list[dict[str, Any]], connection: asyncpg.Connection
) -> None:
    other = str(await stored_title(connection, "Once"))
    first = await previewed(person, AMBIGUOUS)
    ids = [row["id"] for row in await rows_of(person, first["id"])]
    sent = {"decision": "title", "title_id": twins[0]["id"], "filter": {"ids": ids}}
    assert (await person.http.patch(f"{IMPORTS}/{first['id']}/rows", json=sent)).status_code == 200

    again = await previewed(person, AMBIGUOUS)
    one = f"{IMPORTS}/{again['id']}"
    remembered = await rows_of(person, again["id"])
    shown = (await person.http.patch(f"{one}/rows", json={"decision": None, "filter": {}})).json()
    twice, once = await rows_of(person, again["id"])

    assert [(row["title_id"], row["reason"]) for row in remembered] == [
        (twins[0]["id"], "decided_before"),
        (twins[0]["id"], None),
    ]
    assert (twice["result"], twice["title_id"], twice["reason"], once["title_id"]) == ("ambiguous", None, None, other)
    assert (shown["undecided"], shown["counts"]["ambiguous"], shown["counts"]["rows"]) == (1, 1, 2)


@pytest.mark.parametrize(("decision", "entries"), [("best", 2), ("new_title", 2), ("skip", 1)])
async def test_many_rows_are_decided_at_once(
    person: Person, twins: list[dict[str, Any]], decision: str, entries: int
) -> None:
    shown = await previewed(person, AMBIGUOUS)
    one = f"{IMPORTS}/{shown['id']}"
    sent = {"filter": {"result": "ambiguous"}, "decision": decision}
    assert (await person.http.patch(f"{one}/rows", json=sent)).json()["undecided"] == 0
    await committed(person, shown["id"])
    titles = {entry["title"]["id"] for entry in await all_of(person, "/watchlist")}
    assert len(titles) == entries
    assert bool(titles & {title["id"] for title in twins}) is (decision == "best")


async def test_what_was_edited_stays_after_a_rollback(person: Person) -> None:
    shown = await previewed(person)
    await committed(person, shown["id"])
    entry = (await all_of(person, "/watchlist"))[0]
    await person.http.patch(f"/api/v1/watchlist/{entry['id']}", json={"notes": "mine"})
    operation = (await person.http.get("/api/v1/operations", params={"kind": "import"})).json()["items"][0]
    answer = await person.http.post(f"/api/v1/operations/{operation['id']}/undo")
    assert (answer.status_code, answer.headers["Location"]) == (202, f"{IMPORTS}/{shown['id']}")
    assert (await settled(person, shown["id"]))["state"] == "rolled_back"
    assert [one["notes"] for one in await all_of(person, "/watchlist")] == ["mine"]
    assert await all_of(person, "/plays") == await all_of(person, "/ratings") == []
    again = await person.http.post(f"{IMPORTS}/{shown['id']}/rollback")
    assert (again.status_code, again.json()["code"]) == (409, "import_not_committed")


async def test_overwriting_brings_the_old_values_back(person: Person) -> None:
    first = await previewed(person)
    await committed(person, first["id"])
    rating = (await all_of(person, "/ratings"))[0]
    await person.http.patch(f"/api/v1/ratings/{rating['id']}", json={"score": 2})
    second = await previewed(person)
    await committed(person, second["id"])
    assert [one["score"] for one in await all_of(person, "/ratings")] == [2]
    third = await previewed(person)
    await committed(person, third["id"], mode="overwrite")
    assert [one["score"] for one in await all_of(person, "/ratings")] == [4.5]
    await person.http.post(f"{IMPORTS}/{third['id']}/rollback")
    await settled(person, third["id"])
    assert [one["score"] for one in await all_of(person, "/ratings")] == [2]


async def test_a_rollback_ends_after_90_days(person: Person, connection: asyncpg.Connection) -> None:
    shown = await previewed(person)
    done = await committed(person, shown["id"])
    assert done["expires_at"] > done["committed_at"]
    await connection.execute("UPDATE imports SET expires_at = now() - interval '1 second'")
    answer = await person.http.post(f"{IMPORTS}/{shown['id']}/rollback")
    assert (answer.status_code, answer.json()["code"]) == (410, "undo_expired")


async def test_a_list_of_imdb_becomes_a_list(person: Person) -> None:
    header = "Position,Const,Created,Description,Title,Title Type,Year,Your Rating,Date Rated\n"
    rows = "1,tt0000123,2020-01-01,why,Heat,Movie,1995,,\n2,tt0000124,2020-01-01,,Ronin,Movie,1998,8,2020-01-01\n"
    made = (await uploaded(person, header + rows, "Heists.csv", lists_as="list")).json()
    assert (await settled(person, made["id"]))["counts"]["rows"] == 1
    assert (await committed(person, made["id"]))["written"]["lists"] == 1
    [shown] = await all_of(person, "/lists")
    items = await all_of(person, f"/lists/{shown['id']}/items")
    assert (shown["name"], [(item["title"]["title"], item["note"]) for item in items]) == (
        "Heists",
        [("Heat", "why"), ("Ronin", None)],
    )
    assert [entry["title"]["title"] for entry in await all_of(person, "/watchlist")] == ["Ronin"]


async def test_parts_that_nobody_knows_are_left_out_of_a_list_and_told(person: Person) -> None:
    item = {"rank": 1, "listed_at": "2024-01-01T00:00:00Z", "notes": None, "type": "show", "show": SHOW}
    part = {**item, "rank": 2, "type": "episode", "episode": {"season": 1, "number": 2}}
    who = {**item, "rank": 3, "type": "person", "show": None, "person": {"name": "Somebody"}}
    header = {"name": "Rain", "item_count": 3, "ids": {"trakt": 9, "slug": "rain"}}
    members = {"lists-lists.json": [header], "lists-list-9-rain.json": [item, part, who]}
    made = await previewed(person, zipped({name: json.dumps(elements) for name, elements in members.items()}))
    shown = await committed(person, made["id"])
    [warning] = shown["warnings"]
    assert made["warnings"] == shown["warnings"]
    assert (warning["code"], warning["member"]) == ("list_items_left_out", "lists-list-9-rain.json")
    assert warning["detail"].endswith(": 2 (Somebody; Harbour Lights S1E2).")
    [kept] = await all_of(person, "/lists")
    assert kept["items_count"] == 1


async def test_ratings_whose_medium_no_file_tells_are_written(person: Person) -> None:
    header = "Profile Name,Title Name,Rating Type,Star Value,Thumbs Value,Event Utc Ts\n"
    made = await previewed(person, f"{header}A,Heat,thumb,,2,2024-01-01 20:00:00\nA,Ronin,star,4,,\n")
    assert (await committed(person, made["id"]))["state"] == "committed"
    assert sorted(entry["title"]["title"] for entry in await all_of(person, "/watchlist")) == ["Heat", "Ronin"]


async def test_a_viewing_that_fits_two_films_of_the_upload_is_asked_about(person: Person) -> None:
    name = "The Haunted Castle,1897"
    watched = (
        f"Date,Name,Year,Letterboxd URI\n2024-01-01,{name},https://boxd.it/a\n2024-01-02,{name},https://boxd.it/b\n"
    )
    diary = f"Date,Name,Year,Letterboxd URI,Rating,Watched Date\n2024-01-03,{name},https://boxd.it/d1,4,2024-01-01\n"
    made = await previewed(person, zipped({"watched.csv": watched, "diary.csv": diary}))
    [row] = await rows_of(person, made["id"], result="ambiguous")
    assert (row["member"], row["candidates"], made["undecided"]) == ("diary.csv", [], 1)
    answer = await person.http.patch(f"{IMPORTS}/{made['id']}/rows/{row['id']}", json={"decision": "new_title"})
    assert answer.status_code == 200
    assert (await committed(person, made["id"]))["written"]["titles"] == 3
