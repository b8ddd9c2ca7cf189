"""A rating is changed by one statement, which compares and changes it as it is once nobody else changes it."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.feedback import held, rate, rated, rating_at, recounted, shown, until_waiting, watched_title
from tests.support.problems import problem_of

CHANGE = "UPDATE ratings SET half_steps = 4, original_value = '2/5', updated_at = updated_at + interval '1 hour'"


async def tag_of(person: Person, address: str) -> str:
    return (await person.http.get(address)).headers["ETag"]


@pytest.mark.parametrize("lock", ["SELECT FROM users FOR NO KEY UPDATE", "SELECT FROM ratings FOR NO KEY UPDATE"])
async def test_version_that_changes_while_its_turn_is_waited_for_is_stale(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection, lock: str
) -> None:
    address = rating_at(await rate(person, await watched_title(connection, person)))
    tag = await tag_of(person, address)
    async with held(connection, lock):
        waiting = asyncio.create_task(person.http.put(address, json={"score": 5}, headers={"If-Match": tag}))
        await until_waiting(observer)
        await connection.execute(CHANGE)
    problem_of(await waiting, 412, "precondition_failed")
    assert (await person.http.get(address)).json()["score"] == 2


async def test_change_that_waited_builds_on_what_was_committed_meanwhile(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    title_id = await watched_title(connection, person)
    address = rating_at(await rate(person, title_id))
    async with held(connection, CHANGE):
        waiting = asyncio.create_task(person.http.put(address, json={"score": 2}))
        await until_waiting(observer)
    changed = (await waiting).json()
    assert (changed["score"], changed["original_value"]) == (2, "2/5")  # the same score as the one committed meanwhile
    assert datetime.fromisoformat(changed["updated_at"]) > datetime.now(UTC) + timedelta(minutes=59)
    assert changed["title"]["average_rating"] == 2
    rating_statistics = await shown(person.http, title_id)
    assert rating_statistics == rated([2]) | {"reviews": 0}
    assert rating_statistics == await recounted(connection, title_id)


async def test_of_changes_of_one_version_at_once_one_is_done(person: Person, connection: asyncpg.Connection) -> None:
    address = rating_at(await rate(person, await watched_title(connection, person)))
    tag = await tag_of(person, address)
    scores = (1, 1.5, 2, 2.5, 3, 3.5, 4.5, 5)
    calls = (person.http.put(address, json={"score": score}, headers={"If-Match": tag}) for score in scores)
    answers = await asyncio.gather(*calls)
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * (len(scores) - 1)]
    (done,) = (answer.json() for answer in answers if answer.status_code == 200)
    assert (await person.http.get(address)).json() == done
