"""One play: logged, read, changed and removed."""

import asyncio
import random
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
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


async def undone(person: Person, answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 204, answer.text
    response = await person.http.post(f"/api/v1/operations/{answer.headers['Operation-ID']}/undo")
    assert response.status_code == 200, response.text
    report: dict[str, Any] = response.json()
    return report


async def test_deleted_play_comes_back_with_the_entry_that_it_made(person: Person, title_id: UUID) -> None:
    play = await played(person, title_id, watched_on="2026-01-31", note="Loud.")
    before = await required_entry(person, title_id)

    report = await undone(person, await person.http.delete(f"{PLAYS}/{play['id']}"))

    assert (report["restored"], report["left"]) == (2, [])
    (restored,) = await plays_of(person)
    assert {**restored, "updated_at": None} == {**play, "updated_at": None}
    entry = await required_entry(person, title_id)
    assert {**entry, "updated_at": None} == {**before, "updated_at": None}


async def test_play_that_comes_back_moves_the_status_again(person: Person, title_id: UUID) -> None:
    await added(person, title_id, status="dropped", notes="boring")
    play = await played(person, title_id, watched_on="2026-01-31")
    deleted = await person.http.delete(f"{PLAYS}/{play['id']}")
    assert (await required_entry(person, title_id))["status"] == "dropped"

    assert (await undone(person, deleted))["restored"] == 2

    entry = await required_entry(person, title_id)
    assert (entry["status"], entry["status_by"], entry["plays_count"]) == ("completed", "play", 1)


async def test_play_whose_key_was_used_again_stays_away(person: Person, title_id: UUID) -> None:
    play = await played(person, title_id, source="trakt", source_key="1")
    deleted = await person.http.delete(f"{PLAYS}/{play['id']}")
    again = await played(person, title_id, source="trakt", source_key="1")

    report = await undone(person, deleted)

    assert [left["kind"] for left in report["left"]] == ["watch_entry", "play"]
    assert [one["id"] for one in await plays_of(person)] == [again["id"]]


async def test_entry_comes_back_with_the_plays_that_went_with_it(person: Person, title_id: UUID) -> None:
    for watched_on in ("2012", "2026-01-31"):
        await played(person, title_id, watched_on=watched_on)
    entry = await required_entry(person, title_id)

    report = await undone(person, await person.http.delete(address(entry), params={"plays": "delete"}))

    assert report["restored"] == 3
    after = await required_entry(person, title_id)
    assert (after["plays_count"], after["status"], after["finished_on"]) == (2, "completed", entry["finished_on"])


async def test_feed_tells_of_a_play_and_of_the_entry_that_it_changes(person: Person, title_id: UUID) -> None:
    entry = await added(person, title_id)
    cursor = (await person.http.get("/api/v1/changes/latest")).json()["cursor"]

    play = await played(person, title_id, watched_on="2012")

    changes = (await person.http.get("/api/v1/changes", params={"cursor": cursor})).json()["items"]
    assert {(one["kind"], one["id"], one["change"]) for one in changes} == {
        ("plays", play["id"], "upsert"),
        ("watchlist", entry["id"], "upsert"),
    }
    assert next(one["data"] for one in changes if one["kind"] == "plays") == play
    assert (await person.http.get("/api/v1/changes/latest")).json()["areas"]["plays"]["count"] == 1


async def test_deletions_in_any_order_leave_what_the_plays_left_would_have_led_to(
    person: Person, connection: asyncpg.Connection
) -> None:
    chance = random.Random(20_260_131)
    for turn in range(12):
        media_type = chance.choice(["movie", "show"])
        first, second = [await stored_title(connection, f"{turn}", media_type=media_type) for _ in range(2)]
        said = chance.choice([None, "planned", "watching", "completed", "on_hold", "dropped"])
        for title_id in (first, second):
            if said is not None:
                await added(person, title_id, status=said)
        bodies = [_body(chance, media_type) for _ in range(5)]
        logged = [(body, await played(person, first, **body)) for body in bodies]
        gone = chance.sample(logged, chance.randint(1, 5))
        for _, play in gone:
            await person.http.delete(f"{PLAYS}/{play['id']}")
        for body, play in logged:
            if (body, play) not in gone:
                await played(person, second, **body)
        assert await _led_to(person, first) == await _led_to(person, second), (said, bodies)


def _body(chance: random.Random, media_type: str) -> dict[str, Any]:
    body: dict[str, Any] = {"watched_on": chance.choice(["2012", "2026-01-31", None, "2020-02"])}
    if media_type == "show" and chance.random() < 0.8:
        body["episode"] = {"season": chance.randint(0, 1), "number": chance.randint(1, 2)}
    if chance.random() < 0.2:
        body["status"] = "keep"
    return body


async def _led_to(person: Person, title_id: UUID) -> dict[str, Any] | None:
    entry = await entry_of(person, title_id)
    members = ("status", "status_by", "plays_count", "started_on", "finished_on", "last_watched_on", "progress")
    return None if entry is None else {name: entry[name] for name in members}
