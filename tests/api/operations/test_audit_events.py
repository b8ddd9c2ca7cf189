"""Every event and every change by an admin leaves its entry; what is refused leaves none."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.audit import audit_row, audit_rows

OTHER_PASSWORD = "a quieter horse, unplugged"
TITLE = {
    "title": "Spirited Away",
    "media_type": "anime",
    "release_date": "2001-07-20",
    "runtime_minutes": 125,
    "external_ids": {"tmdb": "129"},
}


async def actions_after(connection: asyncpg.Connection, count: int) -> list[str]:
    return [row["action"] for row in (await audit_rows(connection))[count:]]


async def log_in(client: httpx.AsyncClient, name: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/v1/auth/login", json={"username": name, "password": password})


def actor_and_entity(row: dict[str, Any]) -> tuple[UUID | None, str, UUID | None]:
    return row["actor_id"], row["entity_type"], row["entity_id"]


async def test_signing_up_and_in_is_recorded_as_done_by_the_new_account(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    registered, login = await audit_rows(connection)
    assert (registered["action"], login["action"]) == ("user_registered", "login")
    assert actor_and_entity(registered) == (person.id, "user", person.id)
    session_id = await connection.fetchval("SELECT id FROM sessions")
    assert actor_and_entity(login) == (person.id, "session", session_id)


async def test_entry_has_the_request_id_of_the_answer_the_address_of_the_peer_and_the_time(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person("ada")
    before = await connection.fetchval("SELECT clock_timestamp()")
    answer = await client.post(
        "/api/v1/auth/login",
        json={"username": "ada", "password": PASSWORD},
        headers={"X-Request-ID": "chosen-by-the-client", "X-Forwarded-For": "198.51.100.1"},
    )
    row = (await audit_rows(connection, "login"))[-1]
    assert row["request_id"] == "chosen-by-the-client" == answer.headers["x-request-id"]
    assert row["client_address"] == "127.0.0.1"
    assert before <= row["created_at"] <= await connection.fetchval("SELECT clock_timestamp()")
    made = await person.http.post("/api/v1/auth/change-password", json={"current_password": PASSWORD,
                                                                        "new_password": OTHER_PASSWORD})  # fmt: skip
    assert (await audit_row(connection, "password_changed"))["request_id"] == made.headers["x-request-id"]


async def test_refused_sign_in_is_recorded_with_the_account_but_nobody_as_actor(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person, disabled = await accounts.person("ada"), await accounts.person("grace")
    await connection.execute("UPDATE users SET is_active = false WHERE id = $1", disabled.id)
    answers = [
        await log_in(client, "ada", "wrong"),
        await log_in(client, "ada@example.com", "wrong"),
        await log_in(client, "grace"),
        await log_in(client, "typed-by-mistake", "typed-too"),
    ]
    rows = await audit_rows(connection, "login_failed")
    assert [answer.status_code for answer in answers] == [401] * 4
    assert [row["entity_id"] for row in rows] == [person.id, person.id, disabled.id, None]
    assert {(row["actor_id"], row["entity_type"]) for row in rows} == {(None, "user")}
    assert [row["request_id"] for row in rows] == [answer.headers["x-request-id"] for answer in answers]
    assert "typed" not in str(rows)


async def test_token_endpoint_records_the_same_events(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    await accounts.person("ada")
    count = len(await audit_rows(connection))
    for password in ("wrong", PASSWORD):
        form = {"grant_type": "password", "username": "ada", "password": password}
        await client.post("/api/v1/auth/token", data=form)
    assert await actions_after(connection, count) == ["login_failed", "login"]


async def test_reused_refresh_token_is_recorded_together_with_the_end_of_the_session(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    session_id = await connection.fetchval("SELECT id FROM sessions")
    spent = {"refresh_token": person.tokens["refresh_token"]}
    for _ in range(2):  # the second one within the grace: nothing happened
        assert (await client.post("/api/v1/auth/refresh", json=spent)).status_code == 200
    assert await audit_rows(connection, "refresh_reused") == []
    await connection.execute("UPDATE sessions SET rotated_at = rotated_at - interval '1 minute'")
    assert (await client.post("/api/v1/auth/refresh", json=spent)).json()["code"] == "refresh_token_reused"
    assert actor_and_entity(await audit_row(connection, "refresh_reused")) == (person.id, "session", session_id)
    assert await connection.fetchval("SELECT count(*) FROM sessions") == 0


async def test_logout_is_recorded_once(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    session_id = await connection.fetchval("SELECT id FROM sessions")
    for token in (person.tokens["refresh_token"], person.tokens["refresh_token"], "garbage"):
        await client.post("/api/v1/auth/logout", json={"refresh_token": token})
    assert actor_and_entity(await audit_row(connection, "logout")) == (person.id, "session", session_id)


async def test_ended_session_is_recorded_and_one_that_is_not_there_is_not(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    session_id = await connection.fetchval("SELECT id FROM sessions")
    await person.http.delete(f"/api/v1/auth/sessions/{uuid4()}")
    assert await audit_rows(connection, "session_ended") == []
    await person.http.delete(f"/api/v1/auth/sessions/{session_id}")
    assert actor_and_entity(await audit_row(connection, "session_ended")) == (person.id, "session", session_id)


async def test_own_password_is_recorded_when_it_changes_and_only_then(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    for current in ("wrong", PASSWORD):
        change = {"current_password": current, "new_password": OTHER_PASSWORD}
        await person.http.post("/api/v1/auth/change-password", json=change)
    row = await audit_row(connection, "password_changed")
    assert actor_and_entity(row) == (person.id, "user", person.id)
    assert (row["before"], row["after"]) == (None, None)


async def test_own_profile_is_recorded_by_the_names_of_its_members(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person("ada")
    await person.http.patch("/api/v1/auth/me", json={"username": "ada"})
    assert await audit_rows(connection, "user_updated") == []
    await person.http.patch("/api/v1/auth/me", json={"username": "ada", "email": "new@example.com", "first_name": "A"})
    row = await audit_row(connection, "user_updated")
    assert (row["before"], row["after"]) == (None, {"changed": ["email", "first_name"]})
    assert actor_and_entity(row) == (person.id, "user", person.id)


async def test_what_an_admin_does_to_an_account_is_recorded_event_by_event(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    body = {"email": "g@example.com", "username": "grace", "password": PASSWORD}
    created = (await admin.http.post("/api/v1/users", json=body)).json()
    count = len(await audit_rows(connection))
    address = f"/api/v1/users/{created['id']}"
    everything = {"role": "admin", "is_active": False, "password": OTHER_PASSWORD, "last_name": "Hopper"}
    await admin.http.patch(address, json=everything)
    await admin.http.patch(address, json={"is_active": True, "role": "admin"})
    await admin.http.delete(address)
    rows = (await audit_rows(connection))[count - 1 :]
    assert [(row["action"], row["before"], row["after"]) for row in rows] == [
        ("user_created", None, {"role": "user", "is_active": True}),
        ("user_updated", None, {"changed": ["last_name"]}),
        ("password_changed", None, None),
        ("role_changed", {"role": "user"}, {"role": "admin"}),
        ("user_disabled", {"is_active": True}, {"is_active": False}),
        ("user_enabled", {"is_active": False}, {"is_active": True}),
        ("user_deleted", None, None),
    ]
    assert {actor_and_entity(row) for row in rows} == {(admin.id, "user", UUID(created["id"]))}


@pytest.mark.parametrize(
    ("noun", "made", "changed"),
    [
        ("genre", {"name": "SciFi", "description": None}, {"name": "Science Fiction"}),
        (
            "platform",
            {"name": "Netflix", "description": None, "website": "https://www.netflix.com"},
            {"description": "Films and series.", "website": None},
        ),
    ],
)
async def test_genres_and_platforms_are_recorded_as_they_were_and_became(
    accounts: Accounts, connection: asyncpg.Connection, noun: str, made: dict[str, Any], changed: dict[str, Any]
) -> None:
    admin = await accounts.admin()
    address = (await admin.http.post(f"/api/v1/{noun}s", json=made)).headers["location"]
    await admin.http.patch(address, json=changed)
    await admin.http.patch(address, json=changed)
    await admin.http.delete(address)
    created, updated, deleted = await audit_rows(connection, f"{noun}_created", f"{noun}_updated", f"{noun}_deleted")
    assert (created["before"], created["after"]) == (None, made)
    assert (updated["before"], updated["after"]) == ({name: made[name] for name in changed}, changed)
    assert (deleted["before"], deleted["after"]) == (made | changed, None)
    assert actor_and_entity(created) == (admin.id, noun, UUID(address.rpartition("/")[2]))
    assert actor_and_entity(updated) == actor_and_entity(deleted) == actor_and_entity(created)


async def test_title_is_recorded_with_the_members_that_changed(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    genre = (await admin.http.post("/api/v1/genres", json={"name": "Fantasy"})).json()
    address = (await admin.http.post("/api/v1/titles", json=TITLE)).headers["location"]
    change = {"runtime_minutes": 124, "genre_ids": [genre["id"]], "external_ids": {}, "title": "Spirited Away"}
    await admin.http.patch(address, json=change)
    await admin.http.patch(address, json=change)
    await admin.http.delete(address)
    created, updated, deleted = await audit_rows(connection, "title_created", "title_updated", "title_deleted")
    assert TITLE.items() <= created["after"].items()
    assert updated["before"] == {"runtime_minutes": 125, "genres": [], "external_ids": {"tmdb": "129"}}
    assert updated["after"] == {
        "runtime_minutes": 124,
        "genres": [{"id": genre["id"], "name": "Fantasy"}],
        "external_ids": {},
    }
    assert deleted["before"] == created["after"] | updated["after"]
    assert {actor_and_entity(row) for row in (created, updated, deleted)} == {
        (admin.id, "title", UUID(address.rpartition("/")[2]))
    }


@pytest.fixture
async def genre(accounts: Accounts) -> tuple[Person, str]:
    """An admin, and the address of a genre that a title has."""
    admin = await accounts.admin()
    created = await admin.http.post("/api/v1/genres", json={"name": "Drama"})
    await admin.http.post("/api/v1/genres", json={"name": "Horror"})
    await admin.http.post("/api/v1/titles", json=TITLE | {"genre_ids": [created.json()["id"]]})
    return admin, created.headers["location"]


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("POST", "/api/v1/genres", {"name": "drama"}, {}, 409),
        ("PATCH", None, {"name": "horror"}, {}, 409),
        ("PATCH", None, {"name": "Tragedy"}, {"If-Match": '"1-0"'}, 412),
        ("DELETE", None, None, {}, 409),
        ("POST", "/api/v1/titles", TITLE, {}, 409),
        ("POST", "/api/v1/titles", {"title": "A", "media_type": "movie", "genre_ids": [str(uuid4())]}, {}, 422),
        ("POST", "/api/v1/users", {"email": "a@example.com", "username": "ada", "password": "password"}, {}, 422),
        ("PATCH", "/api/v1/users/{admin}", {"role": "user", "first_name": "Ada"}, {}, 409),
        ("DELETE", "/api/v1/users/{admin}", None, {}, 409),
    ],
)
async def test_refused_change_leaves_no_entry(
    genre: tuple[Person, str],
    connection: asyncpg.Connection,
    method: str,
    path: str | None,
    body: dict[str, Any] | None,
    headers: dict[str, str],
    status: int,
) -> None:
    admin, address = genre
    count = len(await audit_rows(connection))
    answer = await admin.http.request(method, (path or address).format(admin=admin.id), json=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert await actions_after(connection, count) == []


async def reviewed(accounts: Accounts, admin: Person) -> tuple[Person, str, str]:
    """Return somebody who has reviewed a title, the id of the title, and the address of the review."""
    person = await accounts.person()
    title = (await admin.http.post("/api/v1/titles", json={"title": "A", "media_type": "movie"})).json()
    review = {"rating": 2.5, "body": "Not for others.", "mark_completed": True}
    created = await person.http.post(f"/api/v1/titles/{title['id']}/reviews", json=review)
    assert created.status_code == 201, created.text
    return person, title["id"], f"/api/v1/reviews/{created.json()['id']}"


async def test_review_that_an_admin_deletes_is_recorded_with_the_reason_but_not_its_words(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    person, title_id, address = await reviewed(accounts, admin)
    deleted = await admin.http.delete(address, params={"reason": "Insults the crew."})
    assert deleted.status_code == 204
    row = await audit_row(connection, "review_deleted")
    assert actor_and_entity(row) == (admin.id, "review", UUID(address.rpartition("/")[2]))
    assert (row["before"], row["after"]) == ({"title_id": title_id, "author_id": str(person.id)}, None)
    assert row["reason"] == "Insults the crew."


async def test_review_that_its_author_deletes_is_nobody_elses_business(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person, _, address = await reviewed(accounts, await accounts.admin())
    assert (await person.http.delete(address)).status_code == 204
    assert await audit_rows(connection, "review_deleted") == []


async def test_wrong_password_of_somebody_signed_in_is_recorded(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    wrong = {"current_password": "not it at all", "new_password": "a quieter horse, unplugged"}
    refused = await person.http.post("/api/v1/auth/change-password", json=wrong)
    assert refused.status_code == 401
    row = await audit_row(connection, "password_refused")
    assert (row["entity_id"], row["request_id"]) == (person.id, refused.headers["x-request-id"])


async def test_failed_sign_ins_beside_the_deletion_of_their_account_leave_no_address(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    for _ in range(3):
        person = await accounts.person()
        deletion = person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})
        tries = [log_in(client, person.username, "wrong") for _ in range(8)]
        answers = await asyncio.gather(*tries, deletion)
        assert [answer.status_code for answer in answers] == [401] * 8 + [204]
        left = "SELECT count(*) FROM audit_log WHERE entity_id = $1 AND client_address IS NOT NULL"
        assert await connection.fetchval(left, person.id) == 0
