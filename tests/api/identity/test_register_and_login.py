import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts

ADA = {"email": "Ada@Example.com", "username": "Ada", "password": PASSWORD}


async def test_register_new_person_returns_the_account_without_password(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/auth/register", json=ADA | {"first_name": " Ada "})
    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/auth/me"
    assert set(answer.json()) == {
        "id", "email", "username", "first_name", "last_name", "role", "is_active", "time_zone", "created_at",
        "updated_at",
    }  # fmt: skip
    assert (answer.json()["role"], answer.json()["is_active"]) == ("user", True)
    assert answer.json()["first_name"] == "Ada"
    assert PASSWORD not in answer.text


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"email": "aDA@example.COM", "username": "grace"}, "email_taken"),
        ({"email": "grace@example.com", "username": "aDA"}, "username_taken"),
    ],
)
async def test_register_taken_name_in_other_case_is_conflict(
    client: httpx.AsyncClient, other: dict[str, str], code: str
) -> None:
    await client.post("/api/v1/auth/register", json=ADA)
    answer = await client.post("/api/v1/auth/register", json=ADA | other)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("xyzzy", "password_too_short"),
        ("iloveyou", "password_too_common"),
        ("12345678", "password_too_common"),
        ("ADA@example.com", "password_is_own_name"),
    ],
)
async def test_register_weak_password_is_refused_with_its_reason(
    client: httpx.AsyncClient, password: str, code: str
) -> None:
    answer = await client.post("/api/v1/auth/register", json=ADA | {"password": password})
    assert (answer.status_code, answer.json()["code"]) == (422, "weak_password")
    assert answer.json()["errors"][0]["pointer"] == "/body/password"
    assert answer.json()["errors"][0]["code"] == code
    assert password not in answer.text


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"email": "not an address"}, "/body/email"),
        ({"email": None}, "/body/email"),
        ({"username": "a@b"}, "/body/username"),
        ({"username": "x"}, "/body/username"),
        ({"username": "tab\there"}, "/body/username"),
        ({"username": "nul\u0000"}, "/body/username"),
        ({"username": 7}, "/body/username"),
        ({"username": "n" * 65}, "/body/username"),
        ({"password": "p" * 257}, "/body/password"),
        ({"password": "pass\u0000word with a zero"}, "/body/password"),
        ({"username": "\u200b\u200b"}, "/body/username"),
        ({"first_name": "\u200b"}, "/body/first_name"),
        ({"first_name": "a" + "\u0301\u0316" * 40}, "/body/first_name"),
        ({"role": "admin"}, "/body/role"),
        ({"is_superuser": True}, "/body/is_superuser"),
        ({"first_name": "f" * 101}, "/body/first_name"),
    ],
)
async def test_register_bad_member_is_pointed_at(
    client: httpx.AsyncClient, change: dict[str, object], pointer: str
) -> None:
    answer = await client.post("/api/v1/auth/register", json=ADA | change)
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("password", ["ü" * 80, "p" * 256, "🐎" * 64])
async def test_login_with_long_or_odd_password_works_and_is_not_truncated(
    client: httpx.AsyncClient, password: str
) -> None:
    await client.post("/api/v1/auth/register", json=ADA | {"password": password})
    right = await client.post("/api/v1/auth/login", json={"username": "ada", "password": password})
    wrong = await client.post("/api/v1/auth/login", json={"username": "ada", "password": password[:-1] + "!"})
    assert (right.status_code, wrong.status_code) == (200, 401)


@pytest.mark.parametrize("name", ["ada", "ADA", "ada@example.com", "Ada@Example.Com "])
async def test_login_by_any_spelling_of_name_or_address_gives_a_token_pair(
    client: httpx.AsyncClient, name: str
) -> None:
    await client.post("/api/v1/auth/register", json=ADA)
    answer = await client.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
    assert answer.status_code == 200
    pair = answer.json()
    assert set(pair) == {"access_token", "refresh_token", "token_type", "expires_in", "refresh_expires_in"}
    assert (pair["token_type"], pair["expires_in"]) == ("bearer", 900)
    assert 604790 <= pair["refresh_expires_in"] <= 604800
    assert answer.headers["cache-control"] == "no-store"


async def test_login_unknown_disabled_and_mistyped_are_answered_alike(
    client: httpx.AsyncClient, accounts: Accounts
) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    mistyped = await client.post("/api/v1/auth/login", json={"username": person.username, "password": "wrong one"})
    await admin.http.patch(f"/api/v1/users/{person.id}", json={"is_active": False})
    disabled = await client.post("/api/v1/auth/login", json={"username": person.username, "password": PASSWORD})
    unknown = await client.post("/api/v1/auth/login", json={"username": "nobody", "password": PASSWORD})
    bodies = [
        {name: value for name, value in answer.json().items() if name != "request_id"}
        for answer in (mistyped, disabled, unknown)
    ]
    assert [answer.status_code for answer in (mistyped, disabled, unknown)] == [401, 401, 401]
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "invalid_credentials"
    assert unknown.headers["www-authenticate"] == "Bearer"


async def test_token_endpoint_grants_password_and_refresh_token(client: httpx.AsyncClient, accounts: Accounts) -> None:
    person = await accounts.person()
    form = {"grant_type": "password", "username": person.email, "password": PASSWORD, "scope": "", "client_id": ""}
    granted = await client.post("/api/v1/auth/token", data=form)
    assert granted.status_code == 200
    again = {"grant_type": "refresh_token", "refresh_token": granted.json()["refresh_token"]}
    assert (await client.post("/api/v1/auth/token", data=again)).status_code == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password", "username": "ada"}, "invalid_request"),
        ({"grant_type": "password", "username": "a\x00b", "password": "x"}, "invalid_request"),
        ({"grant_type": "password", "username": "ada", "password": "wrong"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "garbage"}, "invalid_grant"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
    ],
)
async def test_token_endpoint_refuses_as_rfc_6749_says(
    client: httpx.AsyncClient, form: dict[str, str], error: str
) -> None:
    answer = await client.post("/api/v1/auth/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("credentials", "status"),
    [
        ({"email": "Ada@Example.com"}, 200),
        ({"email": "bob@example.com"}, 401),
        ({"username": "ada", "email": "ada@example.com"}, 422),
        ({}, 422),
    ],
)
async def test_login_takes_a_name_or_an_address_by_its_own_member(
    client: httpx.AsyncClient, credentials: dict[str, str], status: int
) -> None:
    await client.post("/api/v1/auth/register", json=ADA)
    answer = await client.post("/api/v1/auth/login", json=credentials | {"password": PASSWORD})
    assert answer.status_code == status
