import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts
from tests.support.watchlist import MATRIX

NEW_PASSWORD = "a quieter horse, unplugged"


async def test_me_without_token_asks_to_sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/auth/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_required")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_me_is_private_to_caches(accounts: Accounts) -> None:
    person = await accounts.person()
    answer = await person.http.get("/api/v1/auth/me")
    assert "private" in answer.headers["cache-control"]
    assert "Authorization" in answer.headers["vary"]


async def test_update_me_changes_only_what_was_sent(accounts: Accounts) -> None:
    person = await accounts.person()
    first = (await person.http.patch("/api/v1/auth/me", json={"first_name": "Ada"})).json()
    second = (await person.http.patch("/api/v1/auth/me", json={"last_name": "Lovelace"})).json()
    assert (second["first_name"], second["last_name"], second["email"]) == ("Ada", "Lovelace", person.email)
    assert second["updated_at"] > first["updated_at"]
    cleared = (await person.http.patch("/api/v1/auth/me", json={"first_name": None})).json()
    assert cleared["first_name"] is None


async def test_update_me_with_nothing_changes_nothing(accounts: Accounts) -> None:
    person = await accounts.person()
    before = await person.http.get("/api/v1/auth/me")
    answer = await person.http.patch("/api/v1/auth/me", json={})
    assert (answer.status_code, answer.json()) == (200, before.json())
    assert answer.headers["etag"] == before.headers["etag"]


@pytest.mark.parametrize("change", [{"email": None}, {"username": None}, {"role": "admin"}, {"is_active": False}])
async def test_update_me_refuses_what_is_not_its_to_change(accounts: Accounts, change: dict[str, object]) -> None:
    person = await accounts.person()
    assert (await person.http.patch("/api/v1/auth/me", json=change)).status_code == 422


async def test_update_me_to_a_taken_name_is_conflict(accounts: Accounts) -> None:
    person, other = await accounts.person(), await accounts.person()
    by_name = await person.http.patch("/api/v1/auth/me", json={"username": other.username.upper()})
    by_email = await person.http.patch("/api/v1/auth/me", json={"email": other.email.upper()})
    assert [by_name.json()["code"], by_email.json()["code"]] == ["username_taken", "email_taken"]
    assert (await person.http.patch("/api/v1/auth/me", json={"username": person.username.upper()})).status_code == 200


async def test_update_me_with_stale_etag_is_refused(accounts: Accounts) -> None:
    person = await accounts.person()
    tag = (await person.http.get("/api/v1/auth/me")).headers["etag"]
    change = {"first_name": "Ada"}
    assert (await person.http.patch("/api/v1/auth/me", json=change, headers={"If-Match": tag})).status_code == 200
    stale = await person.http.patch("/api/v1/auth/me", json=change, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    weak = await person.http.patch("/api/v1/auth/me", json=change, headers={"If-Match": "W/" + tag})
    assert weak.status_code == 412
    assert (await person.http.patch("/api/v1/auth/me", json=change, headers={"If-Match": "*"})).status_code == 200


async def test_change_password_ends_every_other_session(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    login = {"username": person.username, "password": PASSWORD}
    other = (await client.post("/api/v1/auth/login", json=login)).json()
    other_headers = {"Authorization": f"Bearer {other['access_token']}"}
    assert (await client.get("/api/v1/auth/me", headers=other_headers)).status_code == 200
    change = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert (await person.http.post("/api/v1/auth/change-password", json=change)).status_code == 204
    assert (await client.get("/api/v1/auth/me", headers=other_headers)).status_code == 401
    assert (await person.http.get("/api/v1/auth/me")).status_code == 200
    assert (await client.post("/api/v1/auth/login", json=login)).status_code == 401
    assert (await client.post("/api/v1/auth/login", json=login | {"password": NEW_PASSWORD})).status_code == 200


async def test_change_password_wrong_or_weak_changes_nothing(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    wrong = {"current_password": "not it at all", "new_password": NEW_PASSWORD}
    weak = {"current_password": PASSWORD, "new_password": "password"}
    refused = await person.http.post("/api/v1/auth/change-password", json=wrong)
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_credentials")
    refused = await person.http.post("/api/v1/auth/change-password", json=weak)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/new_password")
    login = {"username": person.username, "password": PASSWORD}
    assert (await client.post("/api/v1/auth/login", json=login)).status_code == 200


async def test_delete_me_removes_the_person_at_once(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    wrong = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": "not it at all"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "invalid_credentials")
    assert (await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})).status_code == 204
    assert (await person.http.get("/api/v1/auth/me")).status_code == 401
    refused = await client.post("/api/v1/auth/refresh", json={"refresh_token": person.tokens["refresh_token"]})
    assert refused.json()["code"] == "invalid_refresh_token"
    account = {"email": person.email, "username": person.username, "password": PASSWORD}
    assert (await client.post("/api/v1/auth/register", json=account)).status_code == 201


async def test_delete_me_takes_titles_of_ones_own_along_whatever_is_on_them(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    play = (await person.http.post("/api/v1/plays", json={"media": MATRIX, "watched_on": "1999"})).json()
    title = {"title_id": play["title"]["id"]}
    made = (await person.http.post("/api/v1/lists", json={"name": "Mine"})).json()
    assert (await person.http.post(f"/api/v1/lists/{made['id']}/items", json=title)).status_code == 201
    assert (await person.http.put(f"/api/v1/titles/{title['title_id']}/marks/favorite")).status_code == 201

    answer = await person.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})

    assert answer.status_code == 204, answer.text
    for table in ("titles", "plays", "viewings", "list_items", "lists", "marks", "watch_entries"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table


async def test_delete_me_with_stale_etag_is_refused(accounts: Accounts) -> None:
    person = await accounts.person()
    tag = (await person.http.get("/api/v1/auth/me")).headers["etag"]
    await person.http.patch("/api/v1/auth/me", json={"first_name": "Ada"})
    body = {"password": PASSWORD}
    stale = await person.http.request("DELETE", "/api/v1/auth/me", json=body, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert (await person.http.get("/api/v1/auth/me")).status_code == 200


async def test_delete_me_of_the_last_admin_is_conflict(accounts: Accounts) -> None:
    admin = await accounts.admin()
    answer = await admin.http.request("DELETE", "/api/v1/auth/me", json={"password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


async def test_time_zone_is_utc_until_it_is_set(accounts: Accounts) -> None:
    person = await accounts.person()
    assert (await person.http.get("/api/v1/auth/me")).json()["time_zone"] == "UTC"

    changed = await person.http.patch("/api/v1/auth/me", json={"time_zone": "Pacific/Kiritimati"})

    assert changed.json()["time_zone"] == "Pacific/Kiritimati"
    assert (await person.http.get("/api/v1/auth/me")).json() == changed.json()


@pytest.mark.parametrize("name", ["Europe/Atlantis", "europe/berlin", "../etc/passwd", "+02:00", "", None, 2])
async def test_what_is_no_time_zone_is_rejected(accounts: Accounts, name: object) -> None:
    person = await accounts.person()
    rejected = await person.http.patch("/api/v1/auth/me", json={"time_zone": name})

    assert (rejected.status_code, rejected.json()["errors"][0]["pointer"]) == (422, "/body/time_zone")
