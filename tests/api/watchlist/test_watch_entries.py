"""One entry: made, read, replaced, changed and removed."""

from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.watchlist import WATCHLIST, added, address, problem, stored_genre, stored_title

MEMBERS = {
    "id",
    "user_id",
    "status",
    "status_set_at",
    "status_by",
    "notes",
    "completed_at",
    "hidden_from",
    "include_specials",
    "tags",
    "viewing",
    "started_on",
    "started_on_precision",
    "finished_on",
    "finished_on_precision",
    "plays_count",
    "last_watched_on",
    "last_watched_precision",
    "progress",
    "title",
    "rating",
    "created_at",
    "updated_at",
}


@pytest.fixture
async def entry(person: Person, connection: asyncpg.Connection) -> dict[str, Any]:
    """A planned entry with notes."""
    return await added(person, await stored_title(connection), notes="recommended by Ada")


async def test_title_of_the_catalogue_is_added_and_answered_in_full(
    person: Person, connection: asyncpg.Connection
) -> None:
    genre_id = await stored_genre(connection)
    title_id = await stored_title(
        connection,
        "Heat",
        release_date=date(1995, 12, 15),
        runtime_minutes=170,
        half_steps=(7, 8, 8),
        genre_id=genre_id,
        external_ids={"tmdb": "949", "imdb": "tt0113277"},
    )

    answer = await person.http.post(WATCHLIST, json={"title_id": str(title_id)})

    entry = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == address(entry)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer.headers["Vary"]
    assert set(entry) == MEMBERS
    assert (entry["user_id"], entry["status"], entry["notes"]) == (str(person.id), "planned", None)
    assert (entry["completed_at"], entry["rating"]) == (None, None)
    assert entry["created_at"] == entry["updated_at"]
    assert entry["created_at"].endswith("Z")
    assert entry["title"] == {
        "id": str(title_id),
        "media_type": "movie",
        "title": "Heat",
        "release_date": "1995-12-15",
        "release_date_precision": "day",
        "runtime_minutes": 170,
        "poster_url": None,
        "genres": [{"id": str(genre_id), "name": "Crime"}],
        "external_ids": {"imdb": "tt0113277", "tmdb": "949"},
        "average_rating": 3.83,
        "ratings_count": 3,
    }
    assert (await person.http.get(address(entry))).json() == entry
    changed = await person.http.put(address(entry), json={"status": "watching"})
    assert changed.json()["title"] == entry["title"]


async def test_title_that_little_is_known_of_has_empty_members(person: Person, entry: dict[str, Any]) -> None:
    title = entry["title"]
    assert (title["release_date"], title["release_date_precision"], title["runtime_minutes"]) == (None, "day", None)
    assert (title["genres"], title["external_ids"]) == ([], {})
    assert (title["average_rating"], title["ratings_count"]) == (None, 0)


async def test_made_read_and_listed_entry_are_the_same(person: Person, entry: dict[str, Any]) -> None:
    read = await person.http.get(address(entry))
    page = await person.http.get(WATCHLIST)

    assert read.json() == entry
    assert page.json() == {"items": [entry], "next_cursor": None}
    assert read.headers["Cache-Control"] == page.headers["Cache-Control"] == "private, no-cache"


async def test_read_entry_is_not_sent_again_to_who_has_it(person: Person, entry: dict[str, Any]) -> None:
    for path in (address(entry), WATCHLIST):
        tag = (await person.http.get(path)).headers["ETag"]
        assert (await person.http.get(path, headers={"If-None-Match": tag})).status_code == 304


async def test_trailing_slash_is_accepted(person: Person, entry: dict[str, Any]) -> None:
    assert (await person.http.get(f"{address(entry)}/")).json() == entry
    assert (await person.http.get(f"{WATCHLIST}/")).json()["items"] == [entry]


@pytest.mark.parametrize("status", ["planned", "watching", "completed", "on_hold", "dropped"])
async def test_every_status_can_be_given_at_the_start(
    person: Person, connection: asyncpg.Connection, status: str
) -> None:
    entry = await added(person, await stored_title(connection), status=status)

    assert entry["status"] == status
    assert entry["completed_at"] == (entry["created_at"] if status == "completed" else None)


async def test_unknown_or_inactive_title_is_not_found(person: Person, connection: asyncpg.Connection) -> None:
    for title_id in (uuid4(), await stored_title(connection, is_active=False)):
        answer = await person.http.post(WATCHLIST, json={"title_id": str(title_id)})
        problem(answer, 404, "title_not_found")


async def test_title_added_twice_is_in_conflict(person: Person, entry: dict[str, Any]) -> None:
    answer = await person.http.post(WATCHLIST, json={"title_id": entry["title"]["id"], "status": "dropped"})

    problem(answer, 409, "already_in_watchlist")
    assert (await person.http.get(address(entry))).json() == entry


async def test_same_title_stands_in_the_watchlists_of_two_people(
    person: Person, entry: dict[str, Any], accounts: Accounts
) -> None:
    other = await added(await accounts.person(), entry["title"]["id"])

    assert other["id"] != entry["id"]
    assert other["title"] == entry["title"]


async def test_removed_title_can_be_added_again(person: Person, entry: dict[str, Any]) -> None:
    await person.http.delete(address(entry))

    assert (await added(person, entry["title"]["id"]))["id"] != entry["id"]


async def test_entry_of_a_title_made_inactive_later_stays(
    person: Person, entry: dict[str, Any], connection: asyncpg.Connection
) -> None:
    await connection.execute("UPDATE titles SET is_active = false")

    assert (await person.http.get(WATCHLIST)).json()["items"] == [entry]
    assert (await person.http.patch(address(entry), json={"status": "watching"})).status_code == 200


async def test_put_replaces_and_drops_notes_left_out(person: Person, entry: dict[str, Any]) -> None:
    answer = await person.http.put(address(entry), json={"status": "watching"})

    replaced = answer.json()
    assert answer.status_code == 200
    assert (replaced["status"], replaced["notes"]) == ("watching", None)
    assert replaced["updated_at"] > entry["updated_at"]
    moved = {"status": "", "status_set_at": "", "notes": "", "updated_at": ""}
    assert replaced | moved == entry | moved
    read = await person.http.get(address(entry))
    assert read.json() == replaced
    assert read.headers["ETag"] == answer.headers["ETag"]


async def test_patch_changes_only_what_was_sent(person: Person, entry: dict[str, Any]) -> None:
    renamed = (await person.http.patch(address(entry), json={"status": "on_hold"})).json()
    assert (renamed["status"], renamed["notes"]) == ("on_hold", "recommended by Ada")

    noted = (await person.http.patch(address(entry), json={"notes": "half-way"})).json()
    assert (noted["status"], noted["notes"]) == ("on_hold", "half-way")

    cleared = (await person.http.patch(address(entry), json={"notes": None})).json()
    assert (cleared["status"], cleared["notes"]) == ("on_hold", None)
    assert entry["updated_at"] < renamed["updated_at"] < noted["updated_at"] < cleared["updated_at"]


async def test_patch_of_nothing_changes_nothing(person: Person, entry: dict[str, Any]) -> None:
    answer = await person.http.patch(address(entry), json={})

    assert answer.status_code == 200
    assert answer.json() == entry


async def test_completed_at_is_set_kept_and_taken_away_with_the_status(person: Person, entry: dict[str, Any]) -> None:
    completed = (await person.http.patch(address(entry), json={"status": "completed"})).json()
    assert completed["completed_at"] == completed["updated_at"]

    for change in ({"status": "completed"}, {"notes": "again"}):
        kept = (await person.http.patch(address(entry), json=change)).json()
        assert kept["completed_at"] == completed["completed_at"]
    replaced = (await person.http.put(address(entry), json={"status": "completed"})).json()
    assert replaced["completed_at"] == completed["completed_at"]

    left = (await person.http.put(address(entry), json={"status": "watching"})).json()
    assert left["completed_at"] is None
    again = (await person.http.put(address(entry), json={"status": "completed"})).json()
    assert again["completed_at"] > completed["completed_at"]


async def test_deleted_entry_is_gone(person: Person, entry: dict[str, Any]) -> None:
    answer = await person.http.delete(address(entry))

    assert (answer.status_code, answer.content) == (204, b"")
    for method, body in (("DELETE", None), ("GET", None), ("PUT", {"status": "planned"}), ("PATCH", {})):
        again = await person.http.request(method, address(entry), json=body)
        problem(again, 404, "watch_entry_not_found")
    assert (await person.http.get(WATCHLIST)).json()["items"] == []


@pytest.mark.parametrize(
    ("method", "body"), [("PUT", {"status": "dropped"}), ("PATCH", {"notes": "x"}), ("DELETE", None)]
)
async def test_change_of_an_old_version_is_refused(
    person: Person, entry: dict[str, Any], method: str, body: dict[str, str] | None
) -> None:
    old = (await person.http.get(address(entry))).headers["ETag"]
    current = (await person.http.patch(address(entry), json={"status": "watching"})).headers["ETag"]

    stale = await person.http.request(method, address(entry), json=body, headers={"If-Match": old})
    problem(stale, 412, "precondition_failed")
    assert (await person.http.get(address(entry))).headers["ETag"] == current

    fresh = await person.http.request(method, address(entry), json=body, headers={"If-Match": current})
    assert fresh.status_code == (204 if method == "DELETE" else 200)


async def test_missing_entry_is_404_whatever_if_match_says(person: Person) -> None:
    answer = await person.http.delete(f"{WATCHLIST}/{uuid4()}", headers={"If-Match": '"abc"'})

    problem(answer, 404, "watch_entry_not_found")


async def test_rating_of_others_changes_the_tag_but_not_the_version(
    person: Person, entry: dict[str, Any], connection: asyncpg.Connection
) -> None:
    tag = (await person.http.get(address(entry))).headers["ETag"]
    await connection.execute("UPDATE title_figures SET ratings_count = 1, half_steps_sum = 9")

    read = await person.http.get(address(entry), headers={"If-None-Match": tag})
    assert (read.status_code, read.json()["title"]["average_rating"]) == (200, 4.5)
    changed = await person.http.patch(address(entry), json={"notes": "mine"}, headers={"If-Match": tag})
    assert changed.status_code == 200


async def test_client_of_before_erases_no_member_that_it_does_not_know(
    person: Person, connection: asyncpg.Connection
) -> None:
    entry = await added(
        person, await stored_title(connection), hidden_from=["next_up", "calendar", "next_up"], include_specials=True
    )
    assert (entry["hidden_from"], entry["include_specials"]) == (["calendar", "next_up"], True)

    replaced = (await person.http.put(address(entry), json={"status": "watching"})).json()
    assert (replaced["hidden_from"], replaced["include_specials"]) == (["calendar", "next_up"], True)

    changed = (await person.http.patch(address(entry), json={"hidden_from": []})).json()
    assert (changed["hidden_from"], changed["include_specials"], changed["status"]) == ([], True, "watching")
    put = (await person.http.put(address(entry), json={"status": "watching", "include_specials": False})).json()
    assert put["include_specials"] is False


@pytest.mark.parametrize("value", [["home"], "next_up", None, [None]])
async def test_entry_is_hidden_only_from_places_that_there_are(
    person: Person, entry: dict[str, Any], value: object
) -> None:
    rejected = await person.http.patch(address(entry), json={"hidden_from": value})

    assert rejected.status_code == 422
    assert (await person.http.get(address(entry))).json() == entry


async def test_time_of_the_status_changes_with_the_status_alone(person: Person, entry: dict[str, Any]) -> None:
    assert (entry["status_set_at"], entry["status_by"]) == (entry["created_at"], "person")

    same = (await person.http.put(address(entry), json={"status": "planned"})).json()
    assert same["status_set_at"] == entry["created_at"]

    other = (await person.http.patch(address(entry), json={"status": "dropped"})).json()
    assert other["status_set_at"] == other["updated_at"] > entry["created_at"]
    noted = (await person.http.patch(address(entry), json={"notes": "no"})).json()
    assert noted["status_set_at"] == other["status_set_at"]
