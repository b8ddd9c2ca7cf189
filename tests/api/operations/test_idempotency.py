"""The Idempotency-Key: a request that is sent again has its effect once and gets the first answer again."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from secrets import token_urlsafe

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.databases import SECRET
from tests.support.feedback import held, until_waiting
from tests.support.problems import pointers_of, problem_of
from tests.support.repeats import KEY, KEYED, NEW_PASSWORD, Sending, is_replayed, keys_of, rows_of, sending_of
from tests.support.resources import FILE
from tests.support.watchlist import WATCHLIST, stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import QuotaSettings, Settings
from watchkeeper.foundation.idempotency.packing import LONGEST_BODY

NO_NEW_KEYS = "LOCK TABLE idempotency_keys IN SHARE MODE"
"""Lets keys be looked for, and whoever wants to store one wait: inside the transaction, its effect done."""

KILL_WAITING = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""

OPERATIONS = [str(operation) for operation in KEYED]


@pytest.fixture
async def observer(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A third connection, to see who waits for a lock."""
    observer = await asyncpg.connect(dsn)
    try:
        yield observer
    finally:
        await observer.close()


@pytest.fixture
async def sending(request: pytest.FixtureRequest, accounts: Accounts, connection: asyncpg.Connection) -> Sending:
    """A request for the operation that the test names, else for a watch entry."""
    return await sending_of(getattr(request, "param", "POST /api/v1/watchlist"), accounts, connection)


def contract_of(response: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """Return what must be the same again: all but what belongs to the one request."""
    own = ("x-request-id", "idempotency-replayed")
    return (
        response.status_code,
        response.content,
        {name: value for name, value in response.headers.items() if name not in own and "ratelimit" not in name},
    )


@pytest.mark.parametrize("sending", OPERATIONS, indirect=True)
async def test_same_request_again_gets_the_first_answer_and_has_no_effect(
    sending: Sending, connection: asyncpg.Connection
) -> None:
    first = await sending.send()
    assert first.is_success, f"{FILE} has to name a `request` that succeeds: {first.text}"
    assert not is_replayed(first)
    after = await rows_of(connection)

    again = await sending.send()

    assert is_replayed(again)
    assert contract_of(again) == contract_of(first)
    assert await rows_of(connection) == after
    unkeyed = await sending.send(None)
    assert unkeyed.is_client_error or sending.is_repeatable, f"{FILE} has to name a `request` that succeeds only once"


@pytest.mark.parametrize("sending", OPERATIONS, indirect=True)
async def test_transaction_that_dies_before_its_commit_leaves_neither_effect_nor_key(
    sending: Sending, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    before = await rows_of(connection)
    async with held(connection, NO_NEW_KEYS):
        dying = asyncio.create_task(sending.send())
        await until_waiting(observer)
        await observer.execute(KILL_WAITING)
        problem_of(await dying, 503, "database_unavailable")
    assert await keys_of(connection) == []
    assert await rows_of(connection) == before

    again = await sending.send()

    assert again.is_success, again.text
    assert not is_replayed(again)
    assert await keys_of(connection) == [KEY]


@pytest.mark.parametrize("sending", OPERATIONS, indirect=True)
async def test_request_without_a_key_leaves_nothing_behind(sending: Sending, connection: asyncpg.Connection) -> None:
    assert (await sending.send(None)).is_success
    assert await keys_of(connection) == []


async def test_request_under_way_makes_the_same_one_wait_for_its_answer(
    sending: Sending, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    async with held(connection, NO_NEW_KEYS):
        first = asyncio.create_task(sending.send())
        await until_waiting(observer)
        meanwhile = await sending.send()
    problem_of(meanwhile, 409, "idempotency_key_in_use")
    assert meanwhile.headers["retry-after"] == "1"
    assert (await first).status_code == 201

    again = await sending.send()

    assert is_replayed(again)
    assert again.json() == (await first).json()


async def test_twenty_equal_requests_at_once_have_one_effect(sending: Sending, connection: asyncpg.Connection) -> None:
    before = await rows_of(connection)

    answers = await asyncio.gather(*[sending.send() for _ in range(20)])

    made = [response for response in answers if response.status_code == 201]
    assert len([response for response in made if not is_replayed(response)]) == 1
    assert len({response.content for response in made}) == 1
    for other in set(answers) - set(made):
        problem_of(other, 409, "idempotency_key_in_use")
    after = await rows_of(connection)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "personal_title_ids": 1,
        "resource_changes": 2,  # the entry, and the title that is the person's own
        "title_figures": 1,
        "title_references": 1,
        "titles": 1,
        "watch_entries": 1,
    }


@pytest.mark.parametrize("sending", ["POST /api/v1/auth/change-password"], indirect=True)
async def test_requests_of_one_person_under_different_keys_do_not_wait_in_a_circle(
    sending: Sending, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    async with held(connection, "SELECT FROM users FOR UPDATE"):
        changes = [asyncio.create_task(sending.send(key)) for key in ("one", "two", "three")]
        await until_waiting(observer, 3)

    answers = sorted(await asyncio.gather(*changes), key=lambda response: response.status_code)

    assert answers[0].status_code == 204
    for refused in answers[1:]:
        problem_of(refused, 401, "invalid_credentials")
    assert len(await keys_of(connection)) == 1


async def test_key_of_another_request_is_refused(sending: Sending, connection: asyncpg.Connection) -> None:
    await sending.send()
    after = await rows_of(connection)

    another = {"title_id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"}
    problem = problem_of(await sending.send(json=another), 422, "idempotency_key_reused")

    assert pointers_of(problem) == ["/header/Idempotency-Key"]
    assert await rows_of(connection) == after
    assert is_replayed(await sending.send())


async def test_bodies_are_compared_byte_by_byte(sending: Sending) -> None:
    await sending.send()
    spaced = json.dumps(sending.body, indent=1)
    headers = {"Idempotency-Key": KEY, "Content-Type": "application/json"}
    problem_of(await sending.send(json=None, content=spaced, headers=headers), 422, "idempotency_key_reused")


async def test_key_of_a_request_for_another_path_is_refused(accounts: Accounts) -> None:
    admin = await accounts.admin()
    headers = {"Idempotency-Key": KEY}
    assert (await admin.http.post("/api/v1/genres", json={"name": "Noir"}, headers=headers)).status_code == 201
    problem_of(
        await admin.http.post("/api/v1/platforms", json={"name": "Noir"}, headers=headers),
        422,
        "idempotency_key_reused",
    )


async def test_path_with_a_trailing_slash_is_the_same_request(sending: Sending) -> None:
    first = await sending.send()
    again = await Sending(sending.person, sending.address + "/", sending.body).send()
    assert is_replayed(again)
    assert again.content == first.content


async def test_key_of_somebody_else_is_another_key(accounts: Accounts, connection: asyncpg.Connection) -> None:
    ada, grace = await accounts.person(), await accounts.person()
    title_id = await stored_title(connection)
    first = await Sending(ada, WATCHLIST, {"title_id": str(title_id)}).send()
    other = await Sending(grace, WATCHLIST, {"title_id": str(title_id)}).send()
    assert first.status_code == other.status_code == 201
    assert not is_replayed(other)
    assert other.json()["id"] != first.json()["id"]
    assert await keys_of(connection) == [KEY, KEY]


async def test_refusal_leaves_the_key_free_for_the_corrected_request(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    title_id = await stored_title(connection, is_active=False)
    sending = Sending(person, WATCHLIST, {"title_id": str(title_id)})
    problem_of(await sending.send(), 404, "title_not_found")
    problem_of(await sending.send(), 404, "title_not_found")
    assert await keys_of(connection) == []

    other = Sending(person, WATCHLIST, {"title_id": str(await stored_title(connection, "Ronin"))})
    assert (await other.send()).status_code == 201
    problem_of(await sending.send(), 422, "idempotency_key_reused")


async def test_request_that_is_not_valid_leaves_the_key_free(sending: Sending) -> None:
    problem_of(await sending.send(json={"title_id": "garbage"}), 422, "validation_failed")
    assert (await sending.send()).status_code == 201


async def test_key_is_free_again_after_a_day(sending: Sending, connection: asyncpg.Connection) -> None:
    first = await sending.send()
    await connection.execute("UPDATE idempotency_keys SET created_at = now() - interval '24 hours 1 second'")
    await sending.person.http.delete(first.headers["location"])

    later = await sending.send()

    assert later.status_code == 201
    assert not is_replayed(later)
    assert later.json()["id"] != first.json()["id"]
    assert (await sending.send()).content == later.content


async def test_key_stands_for_a_day(sending: Sending, connection: asyncpg.Connection) -> None:
    await sending.send()
    await connection.execute("UPDATE idempotency_keys SET created_at = now() - interval '23 hours 59 minutes'")
    assert is_replayed(await sending.send())


async def test_answer_is_given_again_although_its_resource_is_gone(sending: Sending) -> None:
    first = await sending.send()
    await sending.person.http.delete(first.headers["location"])
    again = await sending.send()
    assert again.content == first.content
    assert (await sending.person.http.get(first.headers["location"])).status_code == 404


async def test_disabled_account_gets_no_answer_again(sending: Sending, accounts: Accounts) -> None:
    admin = await accounts.admin()
    assert (await sending.send()).status_code == 201
    await admin.http.patch(f"/api/v1/users/{sending.person.id}", json={"is_active": False})
    problem_of(await sending.send(), 401, "invalid_token")


async def test_admin_who_is_none_any_more_gets_no_answer_again(accounts: Accounts) -> None:
    admin, former = await accounts.admin(), await accounts.admin()
    sending = Sending(former, "/api/v1/genres", {"name": "Noir"})
    assert (await sending.send()).status_code == 201
    await admin.http.patch(f"/api/v1/users/{former.id}", json={"role": "user"})
    problem_of(await sending.send(), 403, "admin_required")


async def test_account_takes_its_keys_along(sending: Sending, connection: asyncpg.Connection) -> None:
    assert (await sending.send()).status_code == 201
    deleted = await sending.person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})
    assert deleted.status_code == 204
    assert await keys_of(connection) == []


@pytest.mark.parametrize("sending", ["POST /api/v1/watchlist", "POST /api/v1/genres"], indirect=True)
async def test_account_that_goes_while_its_request_is_under_way_gets_nothing_done(
    sending: Sending, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    async with held(connection, "DELETE FROM users WHERE id = $1", sending.person.id):
        late = asyncio.create_task(sending.send())
        await until_waiting(observer)
    problem_of(await late, 401, "invalid_token")
    assert await keys_of(connection) == []


@pytest.mark.parametrize("sending", ["POST /api/v1/auth/change-password"], indirect=True)
async def test_what_waits_for_the_commit_is_done_after_it(sending: Sending, client: httpx.AsyncClient) -> None:
    credentials = {"username": sending.person.username, "password": PASSWORD}
    other = (await client.post("/api/v1/auth/login", json=credentials)).json()
    bearer = {"Authorization": f"Bearer {other['access_token']}"}
    assert (await client.get("/api/v1/auth/me", headers=bearer)).status_code == 200

    assert (await sending.send()).status_code == 204

    assert (await client.get("/api/v1/auth/me", headers=bearer)).status_code == 401
    assert (await sending.person.http.get("/api/v1/auth/me")).status_code == 200


@pytest.mark.parametrize("sending", ["POST /api/v1/auth/change-password"], indirect=True)
async def test_what_a_refusal_records_stands_and_the_key_stays_free(
    sending: Sending, connection: asyncpg.Connection
) -> None:
    wrong = {**sending.body, "current_password": "a guess at the password"}
    for _ in range(2):
        problem_of(await sending.send(json=wrong), 401, "invalid_credentials")
    refused = "SELECT count(*) FROM audit_log WHERE action = 'password_refused' AND actor_id = $1"
    assert await connection.fetchval(refused, sending.person.id) == 2
    assert await keys_of(connection) == []
    assert (await sending.send()).status_code == 204


@pytest.mark.parametrize("sending", ["POST /api/v1/auth/change-password", "POST /api/v1/users"], indirect=True)
async def test_nothing_that_is_kept_helps_to_guess_a_password(sending: Sending, connection: asyncpg.Connection) -> None:
    assert (await sending.send()).is_success
    row = await connection.fetchrow("SELECT * FROM idempotency_keys")
    stored = repr(dict(row)).encode()
    body = sending.person.http.build_request("POST", sending.address, json=sending.body).content
    assert PASSWORD.encode() not in stored
    assert NEW_PASSWORD.encode() not in stored
    assert row["fingerprint"] != hashlib.sha256(body).digest()
    assert len(row["fingerprint"]) == 32


@pytest.mark.parametrize(
    "key", ["", " ", '""', '"', '"a', '"a"b"', "k" * 256, '"' + "k" * 256 + '"', "é", "a\tb", "\x7f"]
)
async def test_key_that_is_none_is_refused(key: str, sending: Sending, connection: asyncpg.Connection) -> None:
    problem = problem_of(await sending.send(headers=[(b"Idempotency-Key", key.encode("latin-1"))]), 422)
    assert problem["code"] == "validation_failed"
    assert pointers_of(problem) == ["/header/Idempotency-Key"]
    assert await connection.fetchval("SELECT count(*) FROM watch_entries") == 0


async def test_two_keys_are_refused(sending: Sending) -> None:
    two = [("Idempotency-Key", "one"), ("Idempotency-Key", "two")]
    problem_of(await sending.send(headers=two), 422, "validation_failed")


@pytest.mark.parametrize("key", ["k", "k" * 255, "a key: of {any} kind; ~!", 'a" "', '"' + "k" * 255 + '"'])
async def test_key_of_printable_characters_is_taken(key: str, sending: Sending) -> None:
    assert (await sending.send(key)).status_code == 201
    assert is_replayed(await sending.send(key))


async def test_key_in_quotes_is_the_same_key(sending: Sending) -> None:
    assert (await sending.send("one of mine")).status_code == 201
    assert is_replayed(await sending.send('"one of mine"'))


async def test_caller_is_asked_for_before_the_key(client: httpx.AsyncClient) -> None:
    response = await client.post(WATCHLIST, json={}, headers={"Idempotency-Key": ""})
    problem_of(response, 401, "authentication_required")


@pytest.mark.parametrize("key", [KEY, ""])
async def test_key_of_nobody_is_passed_over_and_tokens_are_never_kept(
    key: str, accounts: Accounts, client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    person: Person = await accounts.person()
    credentials = {"username": person.username, "password": PASSWORD}
    headers = {"Idempotency-Key": key, "Authorization": f"Bearer {person.tokens['access_token']}"}
    answers = [await client.post("/api/v1/auth/login", json=credentials, headers=headers) for _ in range(2)]
    assert [response.status_code for response in answers] == [200, 200]
    assert answers[0].json()["refresh_token"] != answers[1].json()["refresh_token"]
    assert await keys_of(connection) == []


async def test_other_methods_pass_over_the_key(sending: Sending, connection: asyncpg.Connection) -> None:
    created = await sending.send(None)
    headers = {"Idempotency-Key": KEY}
    for status in ("watching", "completed"):
        changed = await sending.person.http.patch(created.headers["location"], json={"status": status}, headers=headers)
        assert changed.json()["status"] == status
    assert await keys_of(connection) == []


async def test_response_of_many_that_is_too_long_is_given_again_with_ids_for_its_resources(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    titles = [await stored_title(connection, f"Title {number}") for number in range(40)]
    items = [{"action": "create", "title_id": str(one), "notes": token_urlsafe(2_000)} for one in titles]
    body, key = {"items": items, "return": "full"}, {"Idempotency-Key": KEY}

    first, again = [await person.http.post(f"{WATCHLIST}/bulk", json=body, headers=key) for _ in range(2)]

    assert is_replayed(again)
    whole = first.json()
    assert [item.pop("resource")["id"] for item in whole["items"]] == [item["id"] for item in whole["items"]]
    assert again.json() == whole
    assert await connection.fetchval("SELECT octet_length(body) FROM idempotency_keys") < LONGEST_BODY


class TestQuota:
    """A person's stored responses have a bound: the oldest go."""

    @pytest.fixture
    async def application(self, settings: Settings, dsn: str) -> AsyncIterator[FastAPI]:
        changed = settings.model_copy(update={"quotas": QuotaSettings(stored_responses_bytes=100_000)})
        application = create_application(changed, secret=SECRET, dsn=dsn)
        async with application.router.lifespan_context(application):
            yield application

    async def test_oldest_responses_of_a_person_go(self, accounts: Accounts, connection: asyncpg.Connection) -> None:
        person, other = await accounts.person(), await accounts.person()
        titles = [await stored_title(connection, f"Title {number}") for number in range(30)]
        note = {"notes": token_urlsafe(3_700)}  # hardly any shorter when it is compressed
        first = {"title_id": str(titles[0]), **note}
        await other.http.post(WATCHLIST, json=first, headers={"Idempotency-Key": "0"})
        for number, title_id in enumerate(titles):
            body = {"title_id": str(title_id), **note}
            answer = await person.http.post(WATCHLIST, json=body, headers={"Idempotency-Key": str(number)})
            assert answer.status_code == 201
        stored = await connection.fetch(
            "SELECT user_id, key, octet_length(body) AS size FROM idempotency_keys ORDER BY created_at"
        )
        own = [row for row in stored if row["user_id"] == person.id]
        last = await person.http.post(WATCHLIST, json=body, headers={"Idempotency-Key": "29"})
        forgotten = await person.http.post(WATCHLIST, json=first, headers={"Idempotency-Key": "0"})
        others = await other.http.post(WATCHLIST, json=first, headers={"Idempotency-Key": "0"})

        assert 50_000 < sum(row["size"] for row in own) <= 100_000
        assert [row["key"] for row in own] == [str(number) for number in range(30 - len(own), 30)]
        assert is_replayed(last)
        problem_of(forgotten, 409, "already_in_watchlist")
        assert is_replayed(others)
