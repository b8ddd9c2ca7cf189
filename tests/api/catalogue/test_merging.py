"""Two titles that are one work become one: nothing of people is lost, and old addresses lead to the survivor."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.audit import audit_rows
from tests.support.feedback import (
    RATINGS,
    REVIEWS,
    TITLES,
    Json,
    completed,
    people,
    rate,
    rated,
    review,
    review_at,
    reviews_of,
    shown,
    walked,
    watched_title,
)
from tests.support.personal_titles import typed
from tests.support.plays import PLAYS, played, plays_of, required_entry, stored_episode
from tests.support.watchlist import MATRIX, WATCHLIST, added, problem, stored_genre, stored_title

ADD_ID = "INSERT INTO title_external_ids (source, media_type, external_id, title_id) VALUES ($1, $2, $3, $4)"


async def merged(admin: Person, title_id: object, into_id: object) -> Json:
    answer = await admin.http.post(f"{TITLES}/{title_id}/merge", json={"into_id": str(into_id)})
    assert answer.status_code == 200, answer.text
    survivor: Json = answer.json()
    assert survivor["id"] == str(into_id)
    return survivor


async def test_ids_become_aliases_and_names_are_united(admin: Person, connection: asyncpg.Connection) -> None:
    genres = [await stored_genre(connection, name) for name in ("Crime", "Drama")]
    into = await stored_title(connection, "Heat", genre_id=genres[0])
    old = await stored_title(connection, "Fuego contra fuego", original_title="HEAT", genre_id=genres[1])
    for source, external_id, title_id in (("tmdb", "949", into), ("tmdb", "1", old), ("imdb", "tt0113277", old)):
        await connection.execute(ADD_ID, source, "movie", external_id, title_id)
    await connection.execute("UPDATE titles SET overview = 'Two of a kind.' WHERE id = $1", old)

    survivor = await merged(admin, old, into)

    assert survivor["external_ids"] == {"tmdb": "949", "imdb": "tt0113277"}
    assert survivor["external_id_aliases"] == [{"source": "tmdb", "media_type": "movie", "external_id": "1"}]
    assert [genre["name"] for genre in survivor["genres"]] == ["Crime", "Drama"]
    assert (survivor["title"], survivor["overview"]) == ("Heat", "Two of a kind.")
    assert survivor["alternative_titles"] == ["Fuego contra fuego"]
    assert (await admin.http.get(TITLES, params={"q": "fuego"})).json()["items"][0]["id"] == str(into)
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1


async def test_what_people_have_moves_and_the_figures_are_right_at_once(
    admin: Person, accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    ada, bob, eve = await people(accounts, 3)
    old, into = await watched_title(connection, ada, bob), await watched_title(connection, bob, eve)
    await review(ada, old, 5)
    await rate(bob, old, 1)
    await rate(eve, into, 2)
    await client.get(f"{TITLES}/{into}")  # into the cache

    survivor = await merged(admin, old, into)

    assert survivor["rating"] == rated([5, 1, 2])
    assert survivor["reviews_count"] == 1
    assert await shown(client, into) == {**rated([5, 1, 2]), "reviews": 1}
    for one, count in ((ada, 1), (bob, 1), (eve, 1)):
        assert [entry["title"]["id"] for entry in await walked(one.http, WATCHLIST)] == [str(into)] * count
        assert [rating["title"]["id"] for rating in await walked(one.http, RATINGS)] == [str(into)]
    assert [one["rating"] for one in await walked(client, reviews_of(into))] == [5]


@pytest.mark.parametrize(
    ("old_status", "into_status", "kept"),
    [
        ("completed", "planned", "completed"),
        ("planned", "completed", "completed"),
        ("completed", "dropped", "completed"),
        ("dropped", "on_hold", "dropped"),
        ("watching", "on_hold", "on_hold"),
        ("watching", "planned", "watching"),
    ],
)
async def test_the_further_status_stays_with_the_notes_of_both(
    admin: Person, person: Person, connection: asyncpg.Connection, old_status: str, into_status: str, kept: str
) -> None:
    old, into = await stored_title(connection), await stored_title(connection)
    for title_id, status, notes in ((old, old_status, "An old note."), (into, into_status, "A new note.")):
        await completed(connection, person, title_id, status)
        await connection.execute("UPDATE watch_entries SET notes = $1 WHERE title_id = $2", notes, title_id)

    await merged(admin, old, into)

    (entry,) = await walked(person.http, WATCHLIST)
    assert (entry["status"], entry["title"]["id"]) == (kept, str(into))
    assert (entry["completed_at"] is not None) == (kept == "completed")
    assert sorted(entry["notes"].split("\n\n")) == ["A new note.", "An old note."]


@pytest.mark.parametrize("is_old_newer", [True, False])
async def test_the_newer_rating_stays_and_the_older_review_is_kept_for_its_author(
    admin: Person,
    person: Person,
    accounts: Accounts,
    connection: asyncpg.Connection,
    client: httpx.AsyncClient,
    is_old_newer: bool,
) -> None:
    old, into = await watched_title(connection, person), await watched_title(connection, person)
    first, second = (into, old) if is_old_newer else (old, into)
    older = await review(person, first, 1, body="Not at all.")
    newer = await review(person, second, 5, body="I was wrong.")

    survivor = await merged(admin, old, into)

    assert survivor["rating"] == rated([5])
    assert survivor["reviews_count"] == 1
    (listed,) = await walked(client, reviews_of(into))
    assert (listed["id"], listed["rating"], listed["superseded"]) == (newer["id"], 5, False)
    kept = (await person.http.get(review_at(older))).json()
    assert (kept["body"], kept["superseded"], kept["title_id"]) == ("Not at all.", True, str(into))
    assert {one["id"] for one in await walked(person.http, REVIEWS)} == {older["id"], newer["id"]}
    for other in (client, admin.http, (await accounts.person()).http):
        problem(await other.get(review_at(older)), 404, "review_not_found")
    assert (await person.http.get(f"{TITLES}/{into}")).json()["viewer"]["review_id"] == newer["id"]

    assert (await person.http.delete(review_at(older))).status_code == 204
    assert (await shown(client, into))["reviews"] == 1
    assert (await person.http.delete(review_at(newer))).status_code == 204
    assert (await shown(client, into))["reviews"] == 0
    await review(person, into, 4)


async def test_old_addresses_lead_to_the_survivor(
    admin: Person, client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    one, two, three = [await stored_title(connection) for _ in range(3)]
    await merged(admin, one, two)
    await merged(admin, two, three)

    for method in ("GET", "HEAD"):
        for path in ("", "/reviews"):
            answer = await client.request(method, f"{TITLES}/{one}{path}?", params={} if path == "" else {"limit": 5})
            assert answer.status_code == 301
            query = "" if path == "" else "?limit=5"
            assert answer.headers["Location"] == f"{TITLES}/{three}{path}{query}"
            assert answer.headers["Cache-Control"] == "no-cache"
    followed = await client.get(f"{TITLES}/{str(one).upper()}", follow_redirects=True)
    assert followed.json()["id"] == str(three)


async def test_an_old_address_is_missing_for_who_may_not_see_the_survivor_and_when_it_is_gone(
    admin: Person, client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    old, into = await stored_title(connection), await stored_title(connection)
    await merged(admin, old, into)
    await admin.http.patch(f"{TITLES}/{into}", json={"is_active": False})

    problem(await client.get(f"{TITLES}/{old}"), 404, "title_not_found")
    problem(await client.get(reviews_of(old)), 404, "title_not_found")
    assert (await admin.http.get(f"{TITLES}/{old}")).status_code == 301

    assert (await admin.http.delete(f"{TITLES}/{into}")).status_code == 204
    problem(await admin.http.get(f"{TITLES}/{old}"), 404, "title_not_found")
    assert await connection.fetchval("SELECT count(*) FROM merged_titles") == 0


async def test_other_methods_and_members_follow_silently(
    admin: Person, person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    old, into = await stored_title(connection), await stored_title(connection)
    await connection.execute(ADD_ID, "tmdb", "movie", "603", old)
    await merged(admin, old, into)

    added = await person.http.post(WATCHLIST, json={"title_id": str(old), "status": "completed"})
    assert (added.status_code, added.json()["title"]["id"]) == (201, str(into))
    problem(await person.http.post(WATCHLIST, json={"media": MATRIX}), 409, "already_in_watchlist")
    keyed = {"Idempotency-Key": "once"}
    body = {"title_id": str(old), "score": 4}
    for _ in range(2):
        answer = await person.http.post(RATINGS, json=body, headers=keyed)
        assert (answer.status_code, answer.json()["title"]["id"]) == (201, str(into))
    other = await accounts.person()
    written = await review(other, old, 3, mark_completed=True)
    assert written["title_id"] == str(into)
    changed = await admin.http.patch(f"{TITLES}/{old}", json={"title": "Changed"})
    assert (changed.status_code, changed.json()["id"]) == (200, str(into))
    problem(await admin.http.delete(f"{TITLES}/{old}"), 409, "in_use")


async def test_what_can_not_be_merged(admin: Person, person: Person, connection: asyncpg.Connection) -> None:
    old, into = await stored_title(connection), await stored_title(connection, is_active=False)

    def sent(title_id: object, into_id: object) -> Any:
        return admin.http.post(f"{TITLES}/{title_id}/merge", json={"into_id": str(into_id)})

    problem(await sent(old, old), 422, "merge_into_itself")
    problem(await sent(old, uuid4()), 404, "title_not_found")
    problem(await sent(uuid4(), old), 404, "title_not_found")
    problem(await sent(old, into), 409, "title_inactive")
    problem(await sent(old, "7"), 422, "validation_failed")
    refused = await person.http.post(f"{TITLES}/{old}/merge", json={"into_id": str(into)})
    problem(refused, 403, "admin_required")
    assert await connection.fetchval("SELECT count(*) FROM titles") == 2


async def test_merging_again_changes_nothing(admin: Person, connection: asyncpg.Connection) -> None:
    old, into = await stored_title(connection), await stored_title(connection)
    first = await merged(admin, old, into)
    assert await merged(admin, old, into) == first
    assert len(await audit_rows(connection, "title_merged")) == 1


async def test_merge_is_audited(admin: Person, connection: asyncpg.Connection) -> None:
    old, into = await stored_title(connection, "heat"), await stored_title(connection, "Heat")
    await connection.execute(ADD_ID, "tmdb", "movie", "949", old)
    await merged(admin, old, into)

    (entry,) = await audit_rows(connection, "title_merged")
    assert (entry["actor_id"], entry["entity_id"]) == (admin.id, old)
    assert entry["before"]["title"] == "heat"
    assert entry["after"] == {"into_id": str(into)}
    (change,) = await audit_rows(connection, "title_updated")
    assert (change["entity_id"], change["after"]["external_ids"]) == (into, {"tmdb": "949"})


async def test_titles_merge_while_people_rate_enter_and_review(
    admin: Person, accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    crowd = await people(accounts, 6)
    titles = [await watched_title(connection, *crowd[:3]) for _ in range(4)]
    survivor = titles[-1]

    async def takes_part(number: int, one: Person) -> list[int]:
        statuses: list[int] = []
        for title_id in titles:
            body = {"title_id": str(title_id), "score": 1 + number % 5, "mark_completed": True}
            written = {"rating": 2, "body": "Seen.", "mark_completed": True}
            answers = await asyncio.gather(
                one.http.post(RATINGS, json=body),
                one.http.post(WATCHLIST, json={"title_id": str(title_id)}),
                one.http.post(reviews_of(title_id), json=written),
            )
            statuses += [answer.status_code for answer in answers]
        return statuses

    async def merges() -> list[int]:
        pairs = [(titles[0], titles[1]), (titles[1], titles[2]), (titles[2], survivor), (titles[0], survivor)]
        sent = [admin.http.post(f"{TITLES}/{old}/merge", json={"into_id": str(into)}) for old, into in pairs]
        return [answer.status_code for answer in await asyncio.gather(*sent)]

    results = await asyncio.gather(merges(), *(takes_part(number, one) for number, one in enumerate(crowd)))

    assert set(results[0]) == {200}
    assert {status for of_person in results[1:] for status in of_person} <= {201, 409}
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1
    counted = {**rated(await scores(connection, survivor)), "reviews": 6}
    assert await shown(client, survivor) == counted
    assert counted["count"] == 6
    for one in crowd:
        assert [entry["status"] for entry in await walked(one.http, WATCHLIST)] == ["completed"]
        assert [rating["title"]["id"] for rating in await walked(one.http, RATINGS)] == [str(survivor)]


async def scores(connection: asyncpg.Connection, title_id: UUID) -> list[float]:
    rows = await connection.fetch("SELECT half_steps FROM ratings WHERE title_id = $1", title_id)
    return [row["half_steps"] / 2 for row in rows]


async def test_ratings_change_and_reviews_go_while_titles_merge(
    admin: Person, accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    crowd = await people(accounts, 6)
    for _ in range(3):
        old, into = await watched_title(connection, *crowd), await stored_title(connection)
        ratings = [await rate(one, old, 2) for one in crowd[:4]]
        written = [await review(one, old, 3) for one in crowd[4:]]
        merging = admin.http.post(f"{TITLES}/{old}/merge", json={"into_id": str(into)})

        answers = await asyncio.gather(
            *(
                one.http.put(f"{RATINGS}/{rating['id']}", json={"score": 5})
                for one, rating in zip(crowd[:2], ratings[:2], strict=True)
            ),
            merging,
            *(
                one.http.patch(f"{RATINGS}/{rating['id']}", json={"score": 4})
                for one, rating in zip(crowd[2:4], ratings[2:], strict=True)
            ),
            crowd[4].http.put(review_at(written[0]), json={"rating": 1, "body": "No."}),
            crowd[5].http.delete(review_at(written[1])),
        )

        assert [answer.status_code for answer in answers] == [200] * 6 + [204]
        assert await shown(client, into) == {**rated([5, 5, 4, 4, 1, 3]), "reviews": 1}


async def test_titles_of_ones_own_are_not_merged(admin: Person, person: Person, connection: asyncpg.Connection) -> None:
    own, public = (await typed(person, "Heat"))["id"], await stored_title(connection)
    for title_id, into_id in ((own, public), (public, own)):
        answer = await admin.http.post(f"{TITLES}/{title_id}/merge", json={"into_id": str(into_id)})
        problem(answer, 409, "title_personal")


async def test_ids_of_merged_titles_find_the_survivor(
    admin: Person, client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    old, into = await stored_title(connection), await stored_title(connection)
    await connection.execute(ADD_ID, "tmdb", "movie", "1", into)
    await connection.execute(ADD_ID, "tmdb", "movie", "603", old)
    await merged(admin, old, into)

    for query in ({"ids": str(old)}, {"external_id": "tmdb:603"}, {"external_id": "tmdb:603", "media_type": "movie"}):
        found = (await client.get(TITLES, params=query)).json()["items"]
        assert [title["id"] for title in found] == [str(into)], query


async def test_entries_are_found_by_the_ids_of_merged_titles(
    admin: Person, person: Person, connection: asyncpg.Connection
) -> None:
    old, into = await stored_title(connection), await stored_title(connection)
    entry = await added(person, old)
    await added(person, await stored_title(connection))
    await merged(admin, old, into)

    for title_ids in ([old], [into], [old, into]):
        found = (await person.http.get(WATCHLIST, params={"title_id": list(map(str, title_ids))})).json()["items"]
        assert [(one["id"], one["title"]["id"]) for one in found] == [(entry["id"], str(into))]
    assert (await person.http.get(f"{WATCHLIST}/counts", params={"title_id": str(old)})).json()["total"] == 1


async def test_plays_of_both_titles_are_plays_of_the_survivor(
    accounts: Accounts, admin: Person, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    kept, merged = [await stored_title(connection, "Lost", media_type="show") for _ in range(2)]
    at_kept = await stored_episode(connection, kept, 1, 1)
    at_merged = await stored_episode(connection, merged, 1, 1)
    alone = await stored_episode(connection, merged, 1, 2)
    await played(person, kept, episode={"season": 1, "number": 1}, watched_on="2012")
    for episode_id in (at_merged, alone):
        answer = await person.http.post(PLAYS, json={"episode_id": str(episode_id), "watched_on": "2019"})
        assert answer.status_code == 201, answer.text
    await played(person, merged, episode={"season": 9, "number": 9}, watched_on=None)

    answer = await admin.http.post(f"/api/v1/titles/{merged}/merge", json={"into_id": str(kept)})

    assert answer.status_code == 200, answer.text
    plays = await plays_of(person, title_id=merged)
    assert {play["title"]["id"] for play in plays} == {str(kept)}
    assert sorted(str(play["episode"]["id"]) for play in plays) == sorted(map(str, (at_kept, at_kept, alone, None)))
    entry = await required_entry(person, kept)
    assert (entry["plays_count"], entry["progress"]["seen"], entry["viewing"]) == (4, 2, 1)
    assert (entry["started_on"], entry["last_watched_on"]) == ("2012", "2019")
