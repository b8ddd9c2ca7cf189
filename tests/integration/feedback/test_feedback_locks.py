"""What runs beside a change of feedback waits for it, or it for that: interleavings made to happen."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.feedback import (
    RATINGS,
    TITLES,
    held,
    rate,
    rated,
    rating_at,
    recounted,
    review,
    review_at,
    shown,
    until_waiting,
    walked,
    watched_title,
)
from tests.support.problems import problem_of
from tests.support.watchlist import WATCHLIST

COUNT_ONE = "INSERT INTO ratings VALUES ($1, gen_random_uuid(), $2, 10, NULL, NULL, now(), now())"


def _body(title_id: UUID) -> dict[str, object]:
    return {"title_id": str(title_id), "score": 4}


@pytest.mark.parametrize("change", ["UPDATE watch_entries SET status = 'planned', completed_at = NULL",
                                    "DELETE FROM watch_entries"])  # fmt: skip
async def test_rating_waits_for_an_unwatching_under_way_and_is_refused(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection, change: str
) -> None:
    title_id = await watched_title(connection, person)
    async with held(connection, change):
        waiting = asyncio.create_task(person.http.post(RATINGS, json=_body(title_id)))
        await until_waiting(observer)

    problem_of(await waiting, 409, "title_not_watched")


async def test_unwatching_waits_for_a_rating_under_way(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    other = await accounts.person()
    title_id = await watched_title(connection, person, other)
    (entry,) = await walked(person.http, WATCHLIST)
    async with held(connection, COUNT_ONE, other.id, title_id):  # keeps the figures, so that the rating waits inside
        rating = asyncio.create_task(person.http.post(RATINGS, json=_body(title_id)))
        await until_waiting(observer)
        unwatching = asyncio.create_task(person.http.delete(f"{WATCHLIST}/{entry['id']}"))
        await until_waiting(observer, 2)
        assert not unwatching.done()

    assert (await rating).status_code == 201
    assert (await unwatching).status_code == 204
    assert await shown(person.http, title_id) == {**rated([4, 5]), "reviews": 0}


async def test_rating_counts_on_what_was_committed_while_it_waited(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    other = await accounts.person()
    title_id = await watched_title(connection, person, other)
    async with held(connection, COUNT_ONE, other.id, title_id):
        waiting = asyncio.create_task(person.http.post(RATINGS, json=_body(title_id)))
        await until_waiting(observer)

    assert (await waiting).json()["title"]["average_rating"] == 4.5
    assert await shown(person.http, title_id) == await recounted(connection, title_id)


async def test_rating_beside_one_that_is_rolled_back_is_counted_alone(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    other = await accounts.person()
    title_id = await watched_title(connection, person, other)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(COUNT_ONE, other.id, title_id)
    waiting = asyncio.create_task(person.http.post(RATINGS, json=_body(title_id)))
    await until_waiting(observer)
    await transaction.rollback()

    assert (await waiting).json()["title"]["average_rating"] == 4
    assert await shown(person.http, title_id) == {**rated([4]), "reviews": 0}


async def test_title_deleted_under_a_new_rating_is_not_found(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection)
    async with held(connection, "DELETE FROM titles"):
        body = _body(title_id) | {"mark_completed": True}
        waiting = asyncio.create_task(person.http.post(RATINGS, json=body))
        await until_waiting(observer)

    problem_of(await waiting, 404, "title_not_found")


async def test_title_and_its_last_rating_deleted_at_once_take_turns(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    title_id = await watched_title(connection, person)
    rating = await rate(person, title_id)
    await connection.execute("DELETE FROM watch_entries")
    rating_statistics = "SELECT FROM title_figures WHERE title_id = $1 FOR UPDATE"
    async with held(connection, rating_statistics, title_id):
        deletion = asyncio.create_task(admin.http.delete(f"{TITLES}/{title_id}"))
        await until_waiting(observer)
        leaving = asyncio.create_task(person.http.delete(rating_at(rating)))
        await until_waiting(observer, 2)

    problem_of(await deletion, 409, "in_use")
    assert (await leaving).status_code == 204
    assert (await admin.http.delete(f"{TITLES}/{title_id}")).status_code == 204


async def test_account_deleted_under_a_new_rating_is_signed_out(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection, person)
    async with held(connection, "DELETE FROM users WHERE id = $1", person.id):
        waiting = asyncio.create_task(person.http.post(RATINGS, json=_body(title_id)))
        await until_waiting(observer)

    problem_of(await waiting, 401, "invalid_token")
    assert await recounted(connection, title_id) == {**rated([]), "reviews": 0}


async def test_account_deletion_waits_for_the_changes_of_the_person(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    other, stranger = await accounts.person(), await accounts.person()
    title_id = await watched_title(connection, person, other)
    rating = await rate(person, title_id)
    async with held(connection, COUNT_ONE, other.id, title_id):
        change = asyncio.create_task(person.http.put(rating_at(rating), json={"score": 1}))
        await until_waiting(observer)
        leaving = asyncio.create_task(person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD}))
        await until_waiting(observer, 2)

    assert ((await change).status_code, (await leaving).status_code) == (200, 204)
    assert await shown(stranger.http, title_id) == {**rated([5]), "reviews": 0}


async def test_account_deletion_locks_figures_in_the_order_of_titles(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    titles = sorted([await watched_title(connection, person, title=str(number)) for number in range(5)])
    for title_id in reversed(titles):
        await rate(person, title_id)
    rating_statistics = "SELECT FROM title_figures WHERE title_id = $1 FOR UPDATE"
    async with held(connection, rating_statistics, titles[2]):
        leaving = asyncio.create_task(person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD}))
        await until_waiting(observer)
        free = await observer.fetch("SELECT title_id FROM title_figures ORDER BY title_id FOR UPDATE SKIP LOCKED")

    assert [row["title_id"] for row in free] == titles[3:]
    assert (await leaving).status_code == 204


async def test_admin_and_author_delete_a_review_at_once(
    person: Person, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, 3)

    answers = await asyncio.gather(
        admin.http.delete(review_at(written)), person.http.delete(review_at(written)), return_exceptions=False
    )

    assert sorted(answer.status_code for answer in answers) == [204, 404]
    assert await shown(person.http, title_id) == {**rated([3]), "reviews": 0}
