"""Whatever is sent, again and at once, by whom and under which key: each key has one effect."""

import asyncio
from collections import defaultdict
from random import Random

import asyncpg
import pytest

from tests.support.accounts import Accounts
from tests.support.feedback import TITLES
from tests.support.problems import problem_of
from tests.support.repeats import Sending, is_replayed

KEYS = ("one", "two", "three")
NAMES = ("Heat", "Ronin")


@pytest.mark.parametrize("seed", range(4))
async def test_each_key_of_each_person_creates_once(
    seed: int, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    chance = Random(seed)
    admins = [await accounts.admin() for _ in range(2)]
    sendings = [Sending(admin, TITLES, {"title": name, "media_type": "movie"}) for admin in admins for name in NAMES]
    created: dict[tuple[str, str], set[tuple[str, bytes]]] = defaultdict(set)
    effects = 0

    for _ in range(12):
        batch = [(chance.choice(sendings), chance.choice(KEYS)) for _ in range(chance.randint(1, 6))]
        answers = await asyncio.gather(*[sending.send(key) for sending, key in batch])
        for (sending, key), response in zip(batch, answers, strict=True):
            if response.status_code == 201:
                created[sending.person.username, key].add((sending.body["title"], response.content))
                effects += not is_replayed(response)
            else:
                problem_of(response, response.status_code)
                assert response.json()["code"] in ("idempotency_key_in_use", "idempotency_key_reused")

    assert all(len(answers) == 1 for answers in created.values())
    assert effects == len(created)
    stored = await connection.fetch("SELECT title FROM titles")
    assert sorted(row["title"] for row in stored) == sorted(title for one in created.values() for title, _ in one)
