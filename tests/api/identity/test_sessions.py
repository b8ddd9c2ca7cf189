import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from jose import jwt

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.databases import SECRET
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import QuotaSettings, Settings


async def _refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.post("/api/v1/auth/refresh", json={"refresh_token": token})


async def _age_rotation(connection: asyncpg.Connection, person: Person, seconds: int) -> None:
    """Move the last rotation of the person's sessions into the past."""
    statement = """
        UPDATE sessions SET rotated_at = rotated_at - make_interval(secs => $2),
            earlier_rotations = ARRAY(SELECT time - make_interval(secs => $2) FROM unnest(earlier_rotations) AS time)
        WHERE user_id = $1
    """
    await connection.execute(statement, person.id, float(seconds))


async def _rotated(client: httpx.AsyncClient, token: str, times: int) -> list[str]:
    """Return the token and its next successors, each from the one before."""
    chain = [token]
    for _ in range(times):
        answer = await _refresh(client, chain[-1])
        assert answer.status_code == 200, answer.text
        chain.append(answer.json()["refresh_token"])
    return chain


async def test_refresh_spends_the_token_and_gives_another_pair(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    answer = await _refresh(client, person.tokens["refresh_token"])
    assert answer.status_code == 200
    assert answer.json()["refresh_token"] != person.tokens["refresh_token"]
    me = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.json()["id"] == str(person.id)


async def test_refresh_repeated_within_the_grace_gets_the_same_successor(
    client: httpx.AsyncClient, accounts: Accounts
) -> None:
    person = await accounts.person()
    answers = await asyncio.gather(*(_refresh(client, person.tokens["refresh_token"]) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    assert (await _refresh(client, answers[0].json()["refresh_token"])).status_code == 200


async def test_refresh_spent_token_after_the_grace_ends_the_session(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    successor = (await _refresh(client, person.tokens["refresh_token"])).json()["refresh_token"]
    await _age_rotation(connection, person, 11)
    replay = await _refresh(client, person.tokens["refresh_token"])
    assert (replay.status_code, replay.json()["code"]) == (401, "refresh_token_reused")
    heir = await _refresh(client, successor)
    assert (heir.status_code, heir.json()["code"]) == (401, "invalid_refresh_token")
    assert (await person.http.get("/api/v1/auth/me")).status_code == 401


@pytest.mark.parametrize("rotations", [2, 3, 20])
async def test_refresh_by_a_tab_that_lags_within_the_grace_gets_the_newest_pair(
    client: httpx.AsyncClient, accounts: Accounts, rotations: int
) -> None:
    person = await accounts.person()
    *spent, newest = await _rotated(client, person.tokens["refresh_token"], rotations)
    answers = [await _refresh(client, token) for token in spent]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["refresh_token"] for answer in answers} == {newest}
    assert (await _refresh(client, newest)).status_code == 200


async def test_refresh_token_rotated_before_the_grace_ends_the_session_however_young_the_newest_is(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    first, second = await _rotated(client, person.tokens["refresh_token"], 1)
    await _age_rotation(connection, person, 11)
    third = (await _refresh(client, second)).json()["refresh_token"]
    repeated = await _refresh(client, second)
    assert (repeated.status_code, repeated.json()["refresh_token"]) == (200, third)
    replay = await _refresh(client, first)
    assert (replay.status_code, replay.json()["code"]) == (401, "refresh_token_reused")
    assert (await _refresh(client, third)).json()["code"] == "invalid_refresh_token"


@pytest.mark.parametrize("spent", [0, 1])
async def test_clock_that_is_set_back_prolongs_no_grace(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection, spent: int
) -> None:
    person = await accounts.person()
    chain = await _rotated(client, person.tokens["refresh_token"], 2)
    await _age_rotation(connection, person, -3600)
    replay = await _refresh(client, chain[spent])
    assert (replay.status_code, replay.json()["code"]) == (401, "refresh_token_reused")


async def test_token_once_out_of_its_grace_stays_so_when_the_clock_is_put_right(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    first, second = await _rotated(client, person.tokens["refresh_token"], 1)
    await _age_rotation(connection, person, -3600)
    await _refresh(client, second)
    await _age_rotation(connection, person, 3600)
    assert (await _refresh(client, first)).json()["code"] == "refresh_token_reused"


async def test_tabs_that_refresh_at_once_and_lag_stay_signed_in(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    """Each tab refreshes what it last heard of, while the others go on."""
    person = await accounts.person()

    async def tab(rounds: int) -> None:
        token = person.tokens["refresh_token"]
        for _ in range(rounds):
            answer = await _refresh(client, token)
            assert answer.status_code == 200, answer.text
            token = answer.json()["refresh_token"]

    await asyncio.gather(*(tab(rounds) for rounds in (1, 2, 3, 5, 8, 8)))
    answers = await asyncio.gather(*(_refresh(client, person.tokens["refresh_token"]) for _ in range(6)))
    (newest,) = {answer.json()["refresh_token"] for answer in answers}
    (live,) = await connection.fetch("SELECT token_hash FROM sessions WHERE user_id = $1", person.id)
    assert live["token_hash"] == hashlib.sha256(newest.encode()).digest()


async def test_token_that_is_replayed_ends_the_session_for_all_who_refresh_at_once(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    first, second = await _rotated(client, person.tokens["refresh_token"], 1)
    await _age_rotation(connection, person, 11)
    answers = await asyncio.gather(*(_refresh(client, first) for _ in range(6)))
    codes = sorted(answer.json()["code"] for answer in answers)
    assert codes == ["invalid_refresh_token"] * 5 + ["refresh_token_reused"]
    assert (await _refresh(client, second)).json()["code"] == "invalid_refresh_token"


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "x" * 3000, "eyJhbGciOiJub25lIn0.e30."])
async def test_refresh_with_something_else_is_invalid(client: httpx.AsyncClient, token: str) -> None:
    answer = await _refresh(client, token)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_refresh_token")


async def test_refresh_with_an_access_token_is_invalid_and_the_other_way_round(
    client: httpx.AsyncClient, accounts: Accounts
) -> None:
    person = await accounts.person()
    assert (await _refresh(client, person.tokens["access_token"])).json()["code"] == "invalid_refresh_token"
    headers = {"Authorization": f"Bearer {person.tokens['refresh_token']}"}
    assert (await client.get("/api/v1/auth/me", headers=headers)).status_code == 401


async def test_only_a_hash_of_the_refresh_token_is_stored(accounts: Accounts, connection: asyncpg.Connection) -> None:
    person = await accounts.person()
    row = await connection.fetchrow("SELECT s::text AS row FROM sessions s WHERE user_id = $1", person.id)
    assert person.tokens["refresh_token"] not in row["row"]
    assert person.tokens["refresh_token"].rsplit(".", 1)[1] not in row["row"]


async def test_logout_ends_the_session_at_once_and_always_succeeds(
    client: httpx.AsyncClient, accounts: Accounts
) -> None:
    person = await accounts.person()
    assert (await person.http.get("/api/v1/auth/me")).status_code == 200
    body = {"refresh_token": person.tokens["refresh_token"]}
    assert [(await client.post("/api/v1/auth/logout", json=body)).status_code for _ in range(2)] == [204, 204]
    assert (await client.post("/api/v1/auth/logout", json={"refresh_token": "garbage"})).status_code == 204
    assert (await person.http.get("/api/v1/auth/me")).json()["code"] == "invalid_token"
    assert (await _refresh(client, person.tokens["refresh_token"])).json()["code"] == "invalid_refresh_token"


async def test_sessions_lists_devices_and_ends_one(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    login = {"username": person.username, "password": PASSWORD}
    phone = await client.post("/api/v1/auth/login", json=login, headers={"User-Agent": "Phone/1"})
    listed = (await person.http.get("/api/v1/auth/sessions")).json()["items"]
    assert {item["device"] for item in listed} >= {"Phone/1"}
    assert [item["current"] for item in listed].count(True) == 1
    (phone_session,) = [item for item in listed if item["device"] == "Phone/1"]
    assert (await person.http.delete(f"/api/v1/auth/sessions/{phone_session['id']}")).status_code == 204
    assert (await person.http.delete(f"/api/v1/auth/sessions/{phone_session['id']}")).status_code == 404
    headers = {"Authorization": f"Bearer {phone.json()['access_token']}"}
    assert (await client.get("/api/v1/auth/me", headers=headers)).status_code == 401
    assert (await person.http.get("/api/v1/auth/me")).status_code == 200


@pytest.mark.parametrize("path", ["login", "token"])
async def test_sign_in_by_a_device_with_a_long_name_works(
    client: httpx.AsyncClient, accounts: Accounts, path: str
) -> None:
    person = await accounts.person()
    credentials = {"username": person.username, "password": PASSWORD}
    headers = {"User-Agent": "U" * 1000}
    if path == "login":
        answer = await client.post("/api/v1/auth/login", json=credentials, headers=headers)
    else:
        form = {"grant_type": "password"} | credentials
        answer = await client.post("/api/v1/auth/token", data=form, headers=headers)
    assert (answer.status_code, answer.json()["refresh_expires_in"]) == (200, 7 * 24 * 3600)
    listed = (await person.http.get("/api/v1/auth/sessions")).json()["items"]
    assert "U" * 200 in [item["device"] for item in listed]


async def test_sessions_of_another_person_are_not_there(accounts: Accounts) -> None:
    person, other = await accounts.person(), await accounts.person()
    (session,) = (await person.http.get("/api/v1/auth/sessions")).json()["items"]
    answer = await other.http.delete(f"/api/v1/auth/sessions/{session['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "session_not_found")


@pytest.mark.parametrize(
    "change",
    [
        {"exp": None},
        {"exp": 1},
        {"exp": "tomorrow"},
        {"exp": 1e300},
        {"iss": "somebody else"},
        {"aud": "another service"},
        {"sub": "garbage"},
        {"sub": None},
        {"sid": None},
        {"sid": 7},
        {"jti": None},
        {"iat": None},
        {"type": "refresh"},
        {"type": None},
    ],
)
async def test_forged_claims_are_refused_even_with_the_right_signature(
    client: httpx.AsyncClient, accounts: Accounts, change: dict[str, object]
) -> None:
    person = await accounts.person()
    claims = jwt.get_unverified_claims(person.tokens["access_token"]) | change
    kept = {name: value for name, value in claims.items() if value is not None}
    header = jwt.get_unverified_header(person.tokens["access_token"])
    token = jwt.encode(kept, SECRET, "HS256", headers=header)
    answer = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "bearer garbage", "Bearer a b", "Bearer é.é.é"])
async def test_other_authorization_is_refused(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get("/api/v1/auth/me", headers={b"Authorization": header.encode()})
    assert answer.status_code == 401


async def test_unsigned_token_is_refused(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    unsigned = jwt.get_unverified_header(person.tokens["access_token"]) | {"alg": "none"}
    header = base64.urlsafe_b64encode(json.dumps(unsigned).encode()).decode().rstrip("=")
    _, claims, _ = person.tokens["access_token"].split(".")
    for signature in ("", "x" * 43):
        headers = {"Authorization": f"Bearer {header}.{claims}.{signature}"}
        assert (await client.get("/api/v1/auth/me", headers=headers)).status_code == 401


async def test_ending_the_other_sessions_leaves_the_one_that_asks(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person, other = await accounts.person(), await accounts.person()
    login = {"username": person.username, "password": PASSWORD}
    pairs = [(await client.post("/api/v1/auth/login", json=login)).json() for _ in range(2)]
    assert (await person.http.delete("/api/v1/auth/sessions")).status_code == 204
    for pair in pairs:
        headers = {"Authorization": f"Bearer {pair['access_token']}"}
        assert (await client.get("/api/v1/auth/me", headers=headers)).json()["code"] == "invalid_token"
        assert (await _refresh(client, pair["refresh_token"])).status_code == 401
    (left,) = (await person.http.get("/api/v1/auth/sessions")).json()["items"]
    assert left["current"] is True
    assert (await other.http.get("/api/v1/auth/me")).status_code == 200
    recorded = "SELECT count(*) FROM audit_log WHERE action = 'session_ended' AND actor_id = $1"
    assert await connection.fetchval(recorded, person.id) == 2
    assert (await person.http.delete("/api/v1/auth/sessions")).status_code == 204


async def _age_sign_in(connection: asyncpg.Connection, person: Person, **age: int) -> None:
    """Let the person have signed in so long ago, and have used the session all the time."""
    statement = "UPDATE sessions SET created_at = created_at - make_interval(days => $2, secs => $3) WHERE user_id = $1"
    await connection.execute(statement, person.id, age["days"], float(age.get("seconds", 0)))


async def test_session_used_all_the_time_ends_all_the_same(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    await _age_sign_in(connection, person, days=30)
    answer = await _refresh(client, person.tokens["refresh_token"])
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_refresh_token")


async def test_last_tokens_of_a_session_end_with_it(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    await _age_sign_in(connection, person, days=29, seconds=86400 - 300)
    pair = (await _refresh(client, person.tokens["refresh_token"])).json()
    assert 280 <= pair["refresh_expires_in"] <= 300
    assert 280 <= pair["expires_in"] <= 300
    claims = [jwt.get_unverified_claims(pair[name]) for name in ("access_token", "refresh_token")]
    assert claims[0]["exp"] == claims[1]["exp"]


@pytest.fixture
async def service_of_three_sessions(settings: Settings, dsn: str, empty_tables: None) -> AsyncIterator[Accounts]:
    """Accounts of a service where each has three sessions at most."""
    few = settings.model_copy(update={"quotas": QuotaSettings(sessions=3)})
    application = create_application(few, secret=SECRET, dsn=dsn)
    connection = await asyncpg.connect(dsn)
    async with application.router.lifespan_context(application):
        yield Accounts(application)
    await connection.close()


async def test_sign_in_beyond_the_quota_ends_the_oldest_session(
    service_of_three_sessions: Accounts, connection: asyncpg.Connection
) -> None:
    person = await service_of_three_sessions.person()
    client = service_of_three_sessions.client()
    assert (await person.http.get("/api/v1/auth/me")).status_code == 200
    login = {"username": person.username, "password": PASSWORD}
    pairs = [(await client.post("/api/v1/auth/login", json=login)).json() for _ in range(3)]
    assert (await person.http.get("/api/v1/auth/me")).status_code == 401
    for pair in pairs:
        headers = {"Authorization": f"Bearer {pair['access_token']}"}
        assert (await client.get("/api/v1/auth/me", headers=headers)).status_code == 200
    ended = "SELECT count(*) FROM audit_log WHERE action = 'session_ended' AND actor_id = $1"
    assert await connection.fetchval(ended, person.id) == 1


async def test_sign_ins_at_once_leave_no_more_sessions_than_the_quota(
    service_of_three_sessions: Accounts, connection: asyncpg.Connection
) -> None:
    person = await service_of_three_sessions.person()
    client = service_of_three_sessions.client()
    login = {"username": person.username, "password": PASSWORD}
    answers = await asyncio.gather(*(client.post("/api/v1/auth/login", json=login) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert await connection.fetchval("SELECT count(*) FROM sessions WHERE user_id = $1", person.id) == 3
