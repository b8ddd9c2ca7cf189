"""Terms and indexes of titles are written anew while people read and write: no request fails, none waits for a lock
longer than requests may."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from typing import Final

import asyncpg
import httpx
import pytest
from alembic import command

from tests.integration.deployment.test_upgrades import HEAT, fill
from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET, blank_database
from tests.support.services import running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.migrations import alembic_config, current_revision, newest_revision
from watchkeeper.configs.settings import Settings

BEFORE_INITIALS: Final = "0063"
TITLES: Final = 8000
ADD_TITLES: Final = """
INSERT INTO titles (id, media_type, title, release_date, release_date_precision, is_active, title_sort, title_key,
                    search_words, created_at, updated_at)
SELECT md5('title ' || n)::uuid, 'movie', 'Das Boot Number: ' || n, '1981-09-17', 'day', true, 'das boot number: ' || n,
       'dasbootnumber' || n, ARRAY['=dasbootnumber' || n, 'boot', 'das', 'number', n::text], now(), now()
FROM generate_series(1, $1::integer) AS n
"""
ADD_FIGURES: Final = """
INSERT INTO title_figures (title_id) SELECT id FROM titles WHERE NOT EXISTS (
    SELECT FROM title_figures WHERE title_id = id
)
"""
NEW_TERMS: Final = (
    "SELECT count(*) FROM titles WHERE '=~dbn' = ANY(search_words) AND search_vector @@ '''^bootnumber'':*'"
)
INVALID: Final = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"

Request = Callable[[int], Awaitable[httpx.Response]]


@pytest.fixture
def older(server_dsn: str) -> Iterator[str]:
    """The DSN of an empty database of the revision before the first that writes terms anew."""
    with blank_database(server_dsn, "at_work") as dsn:
        command.upgrade(alembic_config(dsn), BEFORE_INITIALS)
        yield dsn


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_terms_are_written_anew_while_people_read_and_write(older: str, settings: Settings) -> None:
    connection = await _filled(older)
    async with running(create_application(settings, secret=SECRET, dsn=older)) as http:
        await _sign_in(http)
        upgrade = asyncio.create_task(asyncio.to_thread(command.upgrade, alembic_config(older), "head"))
        statuses = await asyncio.gather(*(_repeated(request, upgrade) for request in _requests(http)))
        await upgrade
    overview = await connection.fetchval("SELECT overview FROM titles WHERE id = $1", HEAT)
    renewed, invalid = await connection.fetchval(NEW_TERMS), await connection.fetch(INVALID)
    await connection.close()

    assert [set(of_one) for of_one in statuses] == [{200}] * 5 + [{201}]
    assert all(of_one.total() > 1 for of_one in statuses)
    assert overview == f"Change {statuses[4].total() - 1}"
    assert (await current_revision(older), invalid) == (newest_revision(), [])
    assert renewed == TITLES + statuses[5].total()


async def _filled(dsn: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(dsn)
    await fill(connection, BEFORE_INITIALS)
    await connection.execute(ADD_TITLES, TITLES)
    await connection.execute(ADD_FIGURES)
    await connection.execute("UPDATE users SET role = 'admin' WHERE username = 'alan'")
    return connection


async def _sign_in(http: httpx.AsyncClient) -> None:
    signed_in = await http.post("/api/v1/auth/login", json={"username": "alan", "password": PASSWORD})
    http.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"


def _requests(http: httpx.AsyncClient) -> list[Request]:
    """Return what people do: five requests that succeed with 200, and one with 201."""
    return [
        lambda _: http.get("/api/v1/titles?q=boot+number"),
        lambda number: http.get(f"/api/v1/titles?q=boot+numbr+{number}"),
        lambda _: http.get("/api/v1/titles?sort=title"),
        lambda _: http.get(f"/api/v1/titles/{HEAT}"),
        lambda number: http.patch(f"/api/v1/titles/{HEAT}", json={"overview": f"Change {number}"}),
        lambda number: http.post(
            "/api/v1/titles", json={"media_type": "movie", "title": f"Das Boot Number: X{number}"}
        ),
    ]


async def _repeated(request: Request, upgrade: asyncio.Task[None]) -> Counter[int]:
    statuses: Counter[int] = Counter()
    for number in count():
        statuses[(await request(number)).status_code] += 1
        if upgrade.done():
            break
    return statuses
