import asyncio

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts
from tests.support.watchlist import added, stored_title

OPERATIONS = [("GET", ""), ("POST", ""), ("GET", "/{id}"), ("PATCH", "/{id}"), ("DELETE", "/{id}")]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
async def test_users_are_for_admins_only(client: httpx.AsyncClient, accounts: Accounts, method: str, path: str) -> None:
    person = await accounts.person()
    address = "/api/v1/users" + path.format(id=person.id)
    anonymous = await client.request(method, address, json={})
    signed_in = await person.http.request(method, address, json={})
    assert (anonymous.status_code, signed_in.status_code) == (401, 403)
    assert signed_in.json()["code"] == "admin_required"


async def test_create_read_update_delete_user(client: httpx.AsyncClient, accounts: Accounts) -> None:
    admin = await accounts.admin()
    body = {"email": "g@example.com", "username": "grace", "password": PASSWORD, "role": "admin", "is_active": False}
    created = await admin.http.post("/api/v1/users", json=body)
    assert (created.status_code, created.json()["role"], created.json()["is_active"]) == (201, "admin", False)
    address = created.headers["location"]
    assert (await admin.http.get(address)).json() == created.json()
    changed = await admin.http.patch(address, json={"is_active": True, "role": "user"})
    assert (changed.json()["is_active"], changed.json()["role"]) == (True, "user")
    assert (
        await client.post("/api/v1/auth/login", json={"username": "grace", "password": PASSWORD})
    ).status_code == 200
    assert [(await admin.http.delete(address)).status_code for _ in range(2)] == [204, 404]
    assert (await admin.http.get(address)).json()["code"] == "user_not_found"


async def test_admins_see_when_somebody_was_here_and_how_much_they_have(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin, ada = await accounts.admin(), await accounts.person("ada")
    await added(ada, (await stored_title(connection)))
    address = f"/api/v1/users/{ada.id}"
    one = (await admin.http.get(address)).json()
    assert one["entries_count"] == 1
    assert one["last_seen_at"] >= one["created_at"]
    listed = (await admin.http.get("/api/v1/users", params={"q": "ada"})).json()["items"]
    assert listed == [one]
    renamed = (await admin.http.patch(address, json={"first_name": "Ada"})).json()
    assert (renamed["entries_count"], renamed["last_seen_at"]) == (1, one["last_seen_at"])
    body = {"email": "new@example.com", "username": "new", "password": PASSWORD}
    new = (await admin.http.post("/api/v1/users", json=body)).json()
    assert (new["entries_count"], new["last_seen_at"]) == (0, None)
    assert {"entries_count", "last_seen_at"} & (await ada.http.get("/api/v1/auth/me")).json().keys() == set()


@pytest.mark.parametrize(
    "change", [{"role": "owner"}, {"role": None}, {"is_active": "yes"}, {"is_active": None}, {"password": "short"}]
)
async def test_update_user_bad_member_is_refused(accounts: Accounts, change: dict[str, object]) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    assert (await admin.http.patch(f"/api/v1/users/{person.id}", json=change)).status_code == 422


async def test_disabled_person_is_refused_at_the_next_request_and_for_good(
    client: httpx.AsyncClient, accounts: Accounts
) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    assert (await person.http.get("/api/v1/auth/me")).status_code == 200
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"is_active": False})
    assert (await person.http.get("/api/v1/auth/me")).status_code == 401
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"is_active": True})
    assert (await person.http.get("/api/v1/auth/me")).status_code == 401
    refused = await client.post("/api/v1/auth/refresh", json={"refresh_token": person.tokens["refresh_token"]})
    assert refused.json()["code"] == "invalid_refresh_token"


async def test_changed_role_holds_at_the_next_request(accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    assert (await person.http.get("/api/v1/users")).status_code == 403
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"role": "admin"})
    assert (await person.http.get("/api/v1/users")).status_code == 200
    await person.http.patch(f"/api/v1/users/{admin.id}", json={"role": "user"})
    assert (await admin.http.get("/api/v1/users")).status_code == 403


async def test_set_password_by_admin_ends_the_sessions(client: httpx.AsyncClient, accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"password": "a quieter horse, unplugged"})
    assert (await person.http.get("/api/v1/auth/me")).status_code == 401
    login = {"username": person.username, "password": "a quieter horse, unplugged"}
    assert (await client.post("/api/v1/auth/login", json=login)).status_code == 200


@pytest.mark.parametrize("change", [{"role": "user"}, {"is_active": False}])
async def test_last_active_admin_can_be_neither_demoted_nor_disabled_nor_deleted(
    accounts: Accounts, change: dict[str, object]
) -> None:
    admin = await accounts.admin()
    address = f"/api/v1/users/{admin.id}"
    for answer in (await admin.http.patch(address, json=change), await admin.http.delete(address)):
        assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


async def test_two_admins_demoting_each_other_leave_one(accounts: Accounts, connection: asyncpg.Connection) -> None:
    for _ in range(5):
        first, second = await accounts.admin(), await accounts.admin()
        await connection.execute("UPDATE users SET role = 'user' WHERE id <> ALL($1)", [first.id, second.id])
        answers = await asyncio.gather(
            first.http.patch(f"/api/v1/users/{second.id}", json={"role": "user"}),
            second.http.patch(f"/api/v1/users/{first.id}", json={"role": "user"}),
        )
        assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 403])
        left = "SELECT count(*) FROM users WHERE role = 'admin' AND is_active"
        assert await connection.fetchval(left) == 1
        await connection.execute("DELETE FROM users")


async def test_twenty_equal_registrations_at_once_make_one_account(
    client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    body = {"email": "ada@example.com", "username": "ada", "password": PASSWORD}
    answers = await asyncio.gather(*(client.post("/api/v1/auth/register", json=body) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert await connection.fetchval("SELECT count(*) FROM users") == 1


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "username", "-username", "email", "-email",
                                  "updated_at", "-updated_at"])  # fmt: skip
async def test_search_users_pages_hold_everybody_once_in_order(accounts: Accounts, sort: str) -> None:
    admin = await accounts.admin("boss")
    people = [await accounts.person(f"person{number}") for number in range(6)]
    seen: list[dict[str, str]] = []
    address = f"/api/v1/users?sort={sort}&limit=3"
    while True:
        page = await admin.http.get(address)
        seen += page.json()["items"]
        if page.json()["next_cursor"] is None:
            break
        address = page.headers["link"].split(">")[0].removeprefix("<")
    assert len(seen) == len(people) + 1 == len({user["id"] for user in seen})
    keys = [user[sort.removeprefix("-")] for user in seen]
    assert keys == sorted(keys, reverse=sort.startswith("-"))


async def test_search_users_filters(accounts: Accounts) -> None:
    admin, person = await accounts.admin("boss"), await accounts.person("percent_sign")
    await accounts.person("percentxsign")
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"is_active": False, "first_name": "Zoë"})

    async def names(query: str) -> set[str]:
        return {user["username"] for user in (await admin.http.get(f"/api/v1/users?{query}")).json()["items"]}

    assert await names("q=T_S") == {"percent_sign"}
    assert await names("q=zo%C3%AB") == {"percent_sign"}
    assert await names("role=admin") == {"boss"}
    assert await names("is_active=false") == {"percent_sign"}
    assert await names("q=percent&is_active=true") == {"percentxsign"}
    assert (await admin.http.get("/api/v1/users?q=%00")).status_code == 422
    assert (await admin.http.get("/api/v1/users?with_total=true&limit=1")).json()["total"] == 3


async def test_signing_in_beside_disabling_never_deadlocks(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    for _ in range(4):
        person = await accounts.person()
        await connection.execute("UPDATE sessions SET expires_at = now() WHERE user_id = $1", person.id)
        login = {"username": person.username, "password": PASSWORD}
        answers = await asyncio.gather(
            *(client.post("/api/v1/auth/login", json=login) for _ in range(6)),
            admin.http.patch(f"/api/v1/users/{person.id}", json={"is_active": False}),
        )
        assert {answer.status_code for answer in answers[:-1]} <= {200, 401}
        assert answers[-1].status_code == 200
