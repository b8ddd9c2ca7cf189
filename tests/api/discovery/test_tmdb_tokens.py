"""The token of TMDb that a caller sends along: used in place of the service's, told to nobody, shared with nobody."""

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.discovery import ACCOUNT, API, DIE_HARD, MOVIE, SERVICE_TOKEN, SHOW, looked_at, read
from tests.support.problems import problem_of
from tests.support.standin import Standin, token_digest

OWN = "token-of-4711004711"
READING = [
    f"{API}/movies/discover",
    f"{API}/movies/search?query=007",
    MOVIE,
    f"{API}/shows/discover",
    SHOW,
    f"{API}/favorites?account_id=548",
]


@pytest.mark.parametrize("address", READING)
async def test_own_token_is_used_in_place_of_the_service_s(person: Person, standin: Standin, address: str) -> None:
    await looked_at(person, address)
    read(await person.http.get(address, headers={"X-TMDB-Token": OWN}))

    assert [call["token_digest"] for call in standin.calls()] == [token_digest(SERVICE_TOKEN), token_digest(OWN)]


@pytest.mark.parametrize("address", READING[:5])
async def test_answer_to_one_token_is_served_to_no_other(
    person: Person, accounts: Accounts, standin: Standin, address: str
) -> None:
    other = await accounts.person()
    for token in (OWN, "token-of-2", OWN, "token-of-2"):
        read(await person.http.get(address, headers={"X-TMDB-Token": token}))
    await looked_at(other, address)

    assert len({call["token_digest"] for call in standin.calls()}) == 3
    assert len(standin.calls()) == 3


@pytest.mark.parametrize("address", READING)
async def test_own_token_that_tmdb_refuses(person: Person, address: str) -> None:
    answer = await person.http.get(address, headers={"X-TMDB-Token": "not-a-token-of-anybody"})

    problem_of(answer, 401, "tmdb_token_rejected")
    assert "not-a-token-of-anybody" not in answer.text + str(answer.headers)


async def test_refused_token_gets_nothing_from_the_cache(person: Person) -> None:
    await looked_at(person, MOVIE)

    answer = await person.http.get(MOVIE, headers={"X-TMDB-Token": "not-a-token-of-anybody"})

    problem_of(answer, 401, "tmdb_token_rejected")


@pytest.mark.parametrize("token", ["two words", "x" * 5000, "tokén"])
async def test_what_can_be_no_token_never_becomes_the_service_s(person: Person, standin: Standin, token: str) -> None:
    answer = await person.http.get(MOVIE, headers={b"X-TMDB-Token": token.encode()})

    assert answer.status_code in (401, 422)
    problem_of(answer, answer.status_code)
    assert token_digest(SERVICE_TOKEN) not in [call["token_digest"] for call in standin.calls()]


async def test_anime_is_never_asked_with_it(person: Person, standin: Standin) -> None:
    read(await person.http.get(f"{API}/anime/1", headers={"X-TMDB-Token": OWN}))

    assert [call["token_digest"] for call in standin.calls()] == [None]


@pytest.mark.usefixtures("standin")
async def test_tokens_are_written_nowhere(
    person: Person,
    connection: asyncpg.Connection,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    headers = {"X-TMDB-Token": OWN}
    number = OWN.rpartition("-")[2]
    await person.http.get(MOVIE, headers=headers)
    await person.http.get(f"{API}/movies/999999999", headers=headers)
    await person.http.get(MOVIE, headers={"X-TMDB-Token": f"refused-{number}"})
    await person.http.post(
        f"{API}/favorites", json={"account_id": ACCOUNT, "movie_id": DIE_HARD}, headers={"X-TMDB-Token": OWN}
    )

    written = "".join(capfd.readouterr()) + caplog.text
    assert number not in written
    assert SERVICE_TOKEN not in written
    trail = await connection.fetch("SELECT audit_log::text AS line FROM audit_log")
    assert not any(number in row["line"] or SERVICE_TOKEN in row["line"] for row in trail)
