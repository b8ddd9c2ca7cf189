"""One play: logged, read, changed and removed."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.plays import PLAYS, entry_of, played, plays_of, required_entry
from tests.support.watchlist import MATRIX, WATCHLIST, added, address, problem, stored_title

MEMBERS = {
    "id",
    "title",
    "episode",
    "viewing",
    "watched_on",
    "precision",
    "local_date",
    "score",
    "original_value",
    "original_scale",
    "note",
    "place",
    "tags",
    "source",
    "source_key",
    "created_at",
    "updated_at",
}


@pytest.fixture
async def person(accounts: Accounts) -> Person:
    return await accounts.person()


@pytest.fixture
async def title_id(connection: asyncpg.Connection, person: Person) -> UUID:
    return await stored_title(connection)


async def test_play_of_a_film_is_answered_in_full_and_completes_it(person: Person, title_id: UUID) -> None:
    answer = await person.http.post(
        PLAYS,
        json={
            "title_id": str(title_id),
            "watched_on": "2026-01-31T00:30:00+02:00",
            "note": "In 70 mm.",
            "place": "Rialto",
            "score": 4.5,
        },
    )

    play = answer.json()
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{PLAYS}/{play['id']}"
    assert set(play) == MEMBERS
    assert play["title"] == {
        "id": str(title_id),
        "media_type": "movie",
        "title": "Heat",
        "release_date": None,
        "poster_url": None,
    }
    assert (play["watched_on"], play["precision"], play["local_date"]) == (
        "2026-01-30T22:30:00Z",
        "instant",
        "2026-01-31",
    )
    assert (play["episode"], play["viewing"], play["score"], play["note"], play["place"]) == (
        None,
        1,
        4.5,
        "In 70 mm.",
        "Rialto",
    )
    entry = await required_entry(person, title_id)
    assert (entry["status"], entry["status_by"], entry["plays_count"]) == ("completed", "play", 1)
    assert entry["finished_on"] == entry["started_on"] == entry["last_watched_on"] == "2026-01-30T22:30:00Z"
    assert entry["finished_on_precision"] == entry["last_watched_precision"] == "instant"
    assert entry["rating"] is None
    assert entry["progress"] is None
    read = await person.http.get(answer.headers["Location"])
    assert read.json() == play
    assert read.headers["ETag"]


@pytest.mark.parametrize(
    ("watched_on", "precision", "local_date"),
    [("2026-01-31", "day", "2026-01-31"), ("2026-01", "month", None), ("2012", "year", None), (None, "unknown", None)],
)
async def test_moment_comes_back_as_it_was_sent(
    person: Person, title_id: UUID, watched_on: str | None, precision: str, local_date: str | None
) -> None:
    play = await played(person, title_id, watched_on=watched_on)

    assert (play["watched_on"], play["precision"], play["local_date"]) == (watched_on, precision, local_date)
    entry = await required_entry(person, title_id)
    assert (entry["last_watched_on"], entry["last_watched_precision"]) == (watched_on, precision)
    assert (entry["finished_on"], entry["finished_on_precision"]) == (watched_on, precision)


async def test_play_without_a_moment_is_of_now(person: Person, title_id: UUID) -> None:
    play = await played(person, title_id)

    assert play["precision"] == "instant"
    assert play["watched_on"][:10] == play["created_at"][:10]


async def test_day_of_an_instant_is_that_of_the_persons_time_zone(person: Person, title_id: UUID) -> None:
    await person.http.patch("/api/v1/auth/me", json={"time_zone": "Pacific/Kiritimati"})

    play = await played(person, title_id, watched_on="2026-01-31T20:00:00Z")

    assert play["local_date"] == "2026-02-01"
    await person.http.patch("/api/v1/auth/me", json={"time_zone": "Pacific/Pago_Pago"})
    read = await person.http.get(f"{PLAYS}/{play['id']}")
    assert read.json()["local_date"] == "2026-02-01"


async def test_moment_of_the_future_is_refused(person: Person, title_id: UUID) -> None:
    for watched_on in ("2999-01-01", "2999-01", "2999", "2999-01-01T00:00:00Z"):
        answer = await person.http.post(PLAYS, json={"title_id": str(title_id), "watched_on": watched_on})
        problem(answer, 422, "in_the_future")
    assert await entry_of(person, title_id) is None


async def test_title_of_another_service_is_added(person: Person) -> None:
    answer = await person.http.post(PLAYS, json={"media": MATRIX, "watched_on": "2012"})

    assert answer.status_code == 201, answer.text
    assert answer.json()["title"]["title"] == "The Matrix"


async def test_unknown_or_hidden_title_is_refused(person: Person, connection: asyncpg.Connection) -> None:
    hidden = await stored_title(connection, is_active=False)

    for title_id in (uuid4(), hidden):
        problem(await person.http.post(PLAYS, json={"title_id": str(title_id)}), 404, "title_not_found")


async def test_play_of_somebody_else_does_not_exist(person: Person, accounts: Accounts, title_id: UUID) -> None:
    play = await played(person, title_id)
    other = await accounts.person()

    for method, body in (("GET", None), ("PATCH", {"note": "x"}), ("DELETE", None)):
        problem(await other.http.request(method, f"{PLAYS}/{play['id']}", json=body), 404, "play_not_found")
    assert await plays_of(other) == []


async def test_same_key_of_a_source_is_logged_once_by_thirty_at_once(person: Person, title_id: UUID) -> None:
    body = {"title_id": str(title_id), "source": "trakt", "source_key": "17", "watched_on": "2026-01-31"}

    answers = await asyncio.gather(*(person.http.post(PLAYS, json=body) for _ in range(30)))

    assert sorted(answer.status_code for answer in answers) == [200] * 29 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (await required_entry(person, title_id))["plays_count"] == 1


async def test_key_of_a_source_is_of_one_title(person: Person, title_id: UUID, connection: asyncpg.Connection) -> None:
    await played(person, title_id, source="trakt", source_key="17")
    other = await stored_title(connection, "Ronin")

    body = {"title_id": str(other), "source": "trakt", "source_key": "17"}
    problem(await person.http.post(PLAYS, json=body), 409, "source_key_reused")
    assert (await person.http.post(PLAYS, json=body | {"source": "simkl"})).status_code == 201
    problem(await person.http.post(PLAYS, json={"title_id": str(other), "source_key": "17"}), 422, "validation_failed")


async def test_play_within_the_minutes_is_the_one_that_is_there(person: Person, title_id: UUID) -> None:
    first = await played(person, title_id, watched_on="2026-01-31T20:00:00Z")

    async def again(minute: int, within: int) -> tuple[int, bool]:
        body = {"title_id": str(title_id), "watched_on": f"2026-01-31T20:{minute:02}:00Z"}
        answer = await person.http.post(PLAYS, json=body | {"unless_within_minutes": within})
        return answer.status_code, answer.json()["id"] == first["id"]

    assert await again(10, 10) == (200, True)
    assert await again(0, 0) == (200, True)
    assert await again(11, 10) == (201, False)


async def test_two_plays_on_one_day_are_two(person: Person, title_id: UUID) -> None:
    await played(person, title_id, watched_on="2026-01-31")
    await played(person, title_id, watched_on="2026-01-31")

    assert len(await plays_of(person, title_id=title_id)) == 2
    assert (await required_entry(person, title_id))["plays_count"] == 2


async def test_score_becomes_the_rating_only_when_asked(person: Person, title_id: UUID) -> None:
    await played(person, title_id, score=4)
    assert (await required_entry(person, title_id))["rating"] is None

    await played(person, title_id, score=4.5, set_rating=True)
    assert (await required_entry(person, title_id))["rating"] == 4.5

    await played(person, title_id, score=2, set_rating=True)
    entry = await required_entry(person, title_id)
    assert (entry["rating"], entry["title"]["ratings_count"]) == (2, 1)


async def test_kept_status_makes_no_entry_and_moves_none(person: Person, title_id: UUID) -> None:
    await played(person, title_id, status="keep")
    assert await entry_of(person, title_id) is None

    await added(person, title_id, status="on_hold")
    await played(person, title_id, status="keep")
    entry = await required_entry(person, title_id)
    assert (entry["status"], entry["plays_count"]) == ("on_hold", 2)


async def test_changed_play_keeps_what_was_not_sent(person: Person, title_id: UUID) -> None:
    play = await played(person, title_id, watched_on="2026-01-31", note="Loud.", score=3)

    answer = await person.http.patch(f"{PLAYS}/{play['id']}", json={"watched_on": "2019-05", "place": "At home"})

    changed = answer.json()
    assert (changed["watched_on"], changed["precision"], changed["place"]) == ("2019-05", "month", "At home")
    assert (changed["note"], changed["score"]) == ("Loud.", 3)
    assert changed["updated_at"] > play["updated_at"]
    assert (await required_entry(person, title_id))["finished_on"] == "2019-05"


async def test_stale_change_is_refused(person: Person, title_id: UUID) -> None:
    play = await played(person, title_id)
    stale = {"If-Match": '"0-0"'}

    for method, body in (("PATCH", {"note": "x"}), ("DELETE", None)):
        answer = await person.http.request(method, f"{PLAYS}/{play['id']}", json=body, headers=stale)
        problem(answer, 412, "precondition_failed")


async def test_removing_one_of_two_plays_leaves_the_other(person: Person, title_id: UUID) -> None:
    first = await played(person, title_id, watched_on="2012")
    second = await played(person, title_id, watched_on="2026-01-31")

    assert (await person.http.delete(f"{PLAYS}/{second['id']}")).status_code == 204

    assert [play["id"] for play in await plays_of(person)] == [first["id"]]
    entry = await required_entry(person, title_id)
    assert (entry["status"], entry["plays_count"], entry["last_watched_on"]) == ("completed", 1, "2012")
    problem(await person.http.delete(f"{PLAYS}/{second['id']}"), 404, "play_not_found")


async def test_entry_that_a_play_made_goes_with_the_last_one(person: Person, title_id: UUID) -> None:
    play = await played(person, title_id)

    await person.http.delete(f"{PLAYS}/{play['id']}")

    assert await entry_of(person, title_id) is None


@pytest.mark.parametrize(("said", "left"), [({"status": "watching"}, "watching"), ({"notes": "mine"}, "planned")])
async def test_entry_that_its_person_touched_stays(
    person: Person, title_id: UUID, said: dict[str, Any], left: str
) -> None:
    play = await played(person, title_id)
    await person.http.patch(address(await required_entry(person, title_id)), json=said)

    await person.http.delete(f"{PLAYS}/{play['id']}")

    assert (await required_entry(person, title_id))["status"] == left


async def test_status_that_the_person_had_said_comes_back(person: Person, title_id: UUID) -> None:
    before = await added(person, title_id, status="dropped", notes="boring")
    play = await played(person, title_id)
    assert (await required_entry(person, title_id))["status"] == "completed"

    await person.http.delete(f"{PLAYS}/{play['id']}")

    entry = await required_entry(person, title_id)
    assert {name: entry[name] for name in ("status", "status_by", "status_set_at", "completed_at", "plays_count")} == {
        name: before[name] for name in ("status", "status_by", "status_set_at", "completed_at", "plays_count")
    }


async def test_status_that_the_person_sets_after_a_play_stays(person: Person, title_id: UUID) -> None:
    play = await played(person, title_id)
    entry = await required_entry(person, title_id)
    await person.http.patch(address(entry), json={"status": "completed"})

    await person.http.delete(f"{PLAYS}/{play['id']}")

    entry = await required_entry(person, title_id)
    assert (entry["status"], entry["status_by"], entry["finished_on"]) == ("completed", "person", None)


async def test_plays_of_an_entry_are_those_of_its_title(
    person: Person, title_id: UUID, connection: asyncpg.Connection
) -> None:
    other = await played(person, await stored_title(connection, "Ronin"))
    entry = await added(person, title_id)
    address_ = f"{address(entry)}/plays"

    answer = await person.http.post(address_, json={"watched_on": "2026-01-31"})
    now_ = await person.http.post(address_)

    assert (answer.status_code, now_.status_code) == (201, 201), now_.text
    listed = (await person.http.get(address_)).json()["items"]
    assert [play["id"] for play in listed] == [now_.json()["id"], answer.json()["id"]]
    problem(await person.http.delete(f"{address_}/{other['id']}"), 404, "play_not_found")
    assert (await person.http.delete(f"{address_}/{answer.json()['id']}")).status_code == 204
    assert len((await person.http.get(address_)).json()["items"]) == 1
    for method, path in (("GET", ""), ("POST", ""), ("DELETE", f"/{other['id']}")):
        unknown = await person.http.request(method, f"{WATCHLIST}/{uuid4()}/plays{path}")
        problem(unknown, 404, "watch_entry_not_found")


async def test_removed_entry_keeps_its_plays_unless_they_are_to_go(person: Person, title_id: UUID) -> None:
    await played(person, title_id, watched_on="2012")
    await person.http.delete(address(await required_entry(person, title_id)))
    assert len(await plays_of(person)) == 1

    entry = await added(person, title_id)
    read = (await person.http.get(address(entry))).json()
    assert (read["plays_count"], read["last_watched_on"]) == (1, "2012")

    assert (await person.http.delete(address(entry), params={"plays": "delete"})).status_code == 204
    assert await plays_of(person) == []
    assert (await added(person, title_id))["plays_count"] == 0


async def test_watched_title_may_be_rated_whatever_its_status(person: Person, title_id: UUID) -> None:
    problem(
        await person.http.post("/api/v1/ratings", json={"title_id": str(title_id), "score": 4}),
        409,
        "title_not_watched",
    )
    await played(person, title_id, status="keep")

    rated = await person.http.post("/api/v1/ratings", json={"title_id": str(title_id), "score": 4})
    reviewed = await person.http.post("/api/v1/reviews", json={"title_id": str(title_id), "rating": 4, "body": "Good."})

    assert (rated.status_code, reviewed.status_code) == (201, 201), reviewed.text


async def test_title_with_plays_is_in_use(accounts: Accounts, person: Person, title_id: UUID) -> None:
    await played(person, title_id, status="keep")
    admin = await accounts.admin()

    problem(await admin.http.delete(f"/api/v1/titles/{title_id}"), 409, "in_use")


async def test_deleted_account_takes_its_plays_along(
    person: Person, title_id: UUID, connection: asyncpg.Connection
) -> None:
    await played(person, title_id)

    answer = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": "correct horse battery staple"})

    assert answer.status_code == 204
    assert await connection.fetchval("SELECT (SELECT count(*) FROM plays) + (SELECT count(*) FROM viewings)") == 0
