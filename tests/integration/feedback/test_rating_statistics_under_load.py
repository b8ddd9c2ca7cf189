"""Many people at once on real PostgreSQL: whatever runs beside what, the figures are those of the rows."""

import asyncio
import random
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.feedback import (
    BODY,
    RATINGS,
    SCORES,
    TITLES,
    codes,
    people,
    rate,
    rated,
    rating_at,
    recounted,
    review,
    review_at,
    reviews_of,
    shown,
    walked,
    watched_title,
)
from tests.support.watchlist import WATCHLIST

RATING = "INSERT INTO ratings VALUES ($1, gen_random_uuid(), $2, $3, NULL, NULL, now(), now())"
REVIEW = "INSERT INTO reviews VALUES ($1, gen_random_uuid(), $2, 'Good.', false, now(), now())"
ACCOUNT = "/api/v1/auth/me"


async def _rate(person: Person, title_id: UUID, score: float, **members: object) -> httpx.Response:
    return await person.http.post(RATINGS, json={"title_id": str(title_id), "score": score, **members})


async def _removal(admin: Person, person: Person) -> httpx.Response:
    return await admin.http.delete(f"/api/v1/users/{person.id}")


async def _leave(person: Person) -> httpx.Response:
    return await person.http.request("DELETE", ACCOUNT, json={"password": PASSWORD})


async def test_fifty_people_rate_one_title_at_once(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    raters = await people(accounts, 50)
    title_id = await watched_title(connection, *raters)
    scores = [SCORES[number % 9] for number in range(50)]

    answers = await asyncio.gather(*map(_rate, raters, [title_id] * 50, scores))

    assert codes(answers) == [(201, None)] * 50
    assert await shown(client, title_id) == {**rated(scores), "reviews": 0} == await recounted(connection, title_id)
    counted = sorted(answer.json()["title"]["average_rating"] for answer in answers)
    assert len(counted) == 50


async def test_thirty_equal_ratings_at_once_make_one(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    person = await accounts.person()
    title_id = await watched_title(connection, person)

    answers = await asyncio.gather(*(_rate(person, title_id, 4) for _ in range(30)))

    assert codes(answers) == [(201, None), *[(409, "already_rated")] * 29]
    assert await shown(client, title_id) == {**rated([4]), "reviews": 0}


async def test_thirty_equal_reviews_at_once_make_one(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    person = await accounts.person()
    title_id = await watched_title(connection)
    body = {"rating": 4, "body": BODY, "mark_completed": True}

    answers = await asyncio.gather(*(person.http.post(reviews_of(title_id), json=body) for _ in range(30)))

    assert codes(answers) == [(201, None), *[(409, "already_reviewed")] * 29]
    assert await shown(client, title_id) == {**rated([4]), "reviews": 1}
    assert len(await walked(person.http, WATCHLIST)) == 1


async def test_changes_and_deletion_of_one_rating_at_once_take_turns(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    person = await accounts.person()
    title_id = await watched_title(connection, person)
    for _ in range(5):
        address = rating_at(await rate(person, title_id, 3))
        changes = [person.http.put(address, json={"score": score}) for score in SCORES]

        answers = await asyncio.gather(*changes[:5], person.http.delete(address), *changes[5:])

        assert set(codes(answers)) <= {(200, None), (204, None), (404, "rating_not_found")}
        assert (204, None) in codes(answers)
        assert await shown(client, title_id) == {**rated([]), "reviews": 0}


async def test_deletions_of_one_rating_at_once_end_in_one(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    person = await accounts.person()
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, 3)
    (rating,) = await walked(person.http, RATINGS)

    of_rating = await asyncio.gather(*(person.http.delete(rating_at(rating)) for _ in range(10)))
    of_review = await asyncio.gather(*(person.http.delete(review_at(written)) for _ in range(10)))

    assert codes(of_rating) == [(204, None), *[(404, "rating_not_found")] * 9]
    assert codes(of_review) == [(204, None), *[(404, "review_not_found")] * 9]
    assert await shown(client, title_id) == {**rated([]), "reviews": 0}


async def test_rating_and_review_of_one_person_changed_at_once_stay_one_fact(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    person = await accounts.person()
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, 3)
    (rating,) = await walked(person.http, RATINGS)

    answers = await asyncio.gather(
        *(person.http.put(rating_at(rating), json={"score": score}) for score in SCORES),
        *(person.http.patch(review_at(written), json={"rating": score}) for score in SCORES),
    )

    assert codes(answers) == [(200, None)] * 18
    score = (await person.http.get(rating_at(rating))).json()["score"]
    assert (await person.http.get(review_at(written))).json()["rating"] == score
    assert await shown(client, title_id) == {**rated([score]), "reviews": 1}


async def test_rating_and_unwatching_at_once_end_as_one_after_the_other(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    raters = await people(accounts, 10)
    title_id = await watched_title(connection, *raters)
    entries = [f"{WATCHLIST}/{(await walked(person.http, WATCHLIST))[0]['id']}" for person in raters]

    answers = await asyncio.gather(
        *(_rate(person, title_id, 4) for person in raters),
        *(person.http.patch(entry, json={"status": "dropped"}) for person, entry in zip(raters, entries, strict=True)),
    )

    assert set(codes(answers[:10])) <= {(201, None), (409, "title_not_watched")}
    assert codes(answers[10:]) == [(200, None)] * 10
    made = sum(answer.status_code == 201 for answer in answers[:10])
    assert await shown(client, title_id) == {**rated([4] * made), "reviews": 0}


@pytest.mark.parametrize("has_admin", [False, True])
async def test_accounts_that_rated_the_same_titles_are_deleted_at_once(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient, has_admin: bool
) -> None:
    leaving, staying = await people(accounts, 4), await accounts.person()
    titles = [await watched_title(connection, *leaving, staying, title=f"Title {number}") for number in range(30)]
    for number, person in enumerate(leaving):
        for title_id in titles if number % 2 else reversed(titles):  # rows lie in opposite orders
            await connection.execute(RATING, person.id, title_id, number + 2)
            await connection.execute(REVIEW, person.id, title_id)
    for title_id in titles:
        await rate(staying, title_id, 5)
    admin = await accounts.admin() if has_admin else None

    answers = await asyncio.gather(
        *(_leave(person) if admin is None else _removal(admin, person) for person in leaving[:2]),
        *map(_leave, leaving[2:]),
    )

    assert codes(answers) == [(204, None)] * 4
    for title_id in titles:
        assert await shown(client, title_id) == {**rated([5]), "reviews": 0} == await recounted(connection, title_id)


async def test_everything_at_once_leaves_right_figures(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient
) -> None:
    dice = random.Random(11)
    admin, raters = await accounts.admin(), await people(accounts, 6)  # with those that leave, no more than the pool
    titles = [await watched_title(connection, *raters, title=f"Title {number}") for number in range(3)]

    async def live(person: Person) -> list[httpx.Response]:
        answers = []
        for _ in range(20):
            title_id, score = dice.choice(titles), dice.choice(SCORES)
            answers.append(await _rate(person, title_id, score, mark_completed=True))
            body = {"rating": dice.choice(SCORES), "body": BODY, "mark_completed": True}
            answers.append(await person.http.post(reviews_of(title_id), json=body))
            listed = await person.http.get(RATINGS)
            mine = listed.json()["items"] if listed.status_code == 200 else []
            if mine:
                chosen = rating_at(dice.choice(mine))
                answers.append(await person.http.patch(chosen, json={"score": score}))
                answers.append(await person.http.delete(rating_at(dice.choice(mine))))
        return answers

    async def switch() -> list[httpx.Response]:
        changes = [(title_id, is_active) for title_id in titles for is_active in (False, True)]
        return [await admin.http.patch(f"{TITLES}/{id_}", json={"is_active": active}) for id_, active in changes]

    async def leave(person: Person) -> list[httpx.Response]:
        await asyncio.sleep(dice.random() / 5)
        return [await _leave(person)]

    groups = await asyncio.gather(*map(live, raters), switch(), *map(leave, raters[:2]))

    answers = [answer for group in groups for answer in group]
    assert {answer.status_code for answer in answers} <= {200, 201, 204, 401, 404, 409}
    for title_id in titles:
        assert await shown(client, title_id) == await recounted(connection, title_id)
