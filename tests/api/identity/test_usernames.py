"""User names that nobody can take for those of others; names that exist stay."""

import asyncio

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts
from tests.support.problems import problem_of

REGISTER = "/api/v1/auth/register"


async def register(client: httpx.AsyncClient, name: str, number: int = 0) -> httpx.Response:
    body = {"username": name, "email": f"somebody-{number}@example.com", "password": PASSWORD}
    return await client.post(REGISTER, json=body)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("admin\ufe0f", "invisible_character"),
        ("ad\u115fmin", "invisible_character"),
        ("\u3164\u3164\u3164", "invisible_text"),
        ("\u0430dmin", "mixed_scripts"),
        ("ad\u03bcin", "mixed_scripts"),
        ("x²", "username_character"),
    ],
)
async def test_name_that_hides_or_mixes_letters_is_refused(client: httpx.AsyncClient, name: str, code: str) -> None:
    problem = problem_of(await register(client, name), 422, "validation_failed")
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [("/body/username", code)]


@pytest.mark.parametrize("name", ["José", "Ада-1", "李雷", "ユーザーabc", "한국kim", "مرحبا", "fußball"])
async def test_name_of_any_language_is_accepted_and_kept_as_it_is_written(client: httpx.AsyncClient, name: str) -> None:
    assert (await register(client, name)).json()["username"] == name
    answer = await client.post("/api/v1/auth/login", json={"username": name.upper(), "password": PASSWORD})
    assert answer.status_code == (200 if name != "fußball" else 401)  # `FUSSBALL` is another name (RFC 8265)


@pytest.mark.parametrize("name", ["ADA", "\uff41da", "Ada"])
async def test_other_spelling_of_a_name_is_taken(client: httpx.AsyncClient, name: str) -> None:
    await register(client, "ada")
    problem_of(await register(client, name, 1), 409, "username_taken")


async def test_names_that_fold_to_different_keys_are_two(client: httpx.AsyncClient) -> None:
    names = ["fussball", "fußball"]
    assert [(await register(client, name, number)).status_code for number, name in enumerate(names)] == [201, 201]


@pytest.mark.parametrize("name", ["соре", "СОРЕ"])
async def test_name_that_looks_like_a_latin_one_is_taken(
    client: httpx.AsyncClient, accounts: Accounts, name: str
) -> None:
    await register(client, "cope")
    problem_of(await register(client, name, 1), 409, "username_taken")
    person, admin = await accounts.person(), await accounts.admin()
    problem_of(await person.http.patch("/api/v1/auth/me", json={"username": "соре"}), 409, "username_taken")
    body = {"username": "соре", "email": "c@example.com", "password": PASSWORD}
    problem_of(await admin.http.post("/api/v1/users", json=body), 409, "username_taken")


async def test_person_may_write_the_own_name_in_another_script(accounts: Accounts) -> None:
    person = await accounts.person("cope")
    answer = await person.http.patch("/api/v1/auth/me", json={"username": "соре"})
    assert (answer.status_code, answer.json()["username"]) == (200, "соре")


async def test_name_that_looks_like_no_other_is_free(client: httpx.AsyncClient) -> None:
    assert (await register(client, "соре")).status_code == 201


async def test_one_of_several_spellings_registered_at_once_succeeds(client: httpx.AsyncClient) -> None:
    names = ["ada", "ADA", "\uff41\uff44\uff41", "Ada"]
    answers = await asyncio.gather(*(register(client, name, number) for number, name in enumerate(names)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_name_that_exists_stays_whatever_it_is(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person = await accounts.person()
    old = "admin\ufe0f"
    await connection.execute(
        "UPDATE users SET username = $1::text, username_key = $1::text WHERE id = $2", old, person.id
    )
    changed = await person.http.patch("/api/v1/auth/me", json={"username": old, "first_name": "Ada"})
    assert (changed.status_code, changed.json()["username"]) == (200, old)
    answer = await client.post("/api/v1/auth/login", json={"username": old, "password": PASSWORD})
    assert answer.status_code == 200
    problem_of(await person.http.patch("/api/v1/auth/me", json={"username": "b\ufe0fc"}), 422, "validation_failed")


async def test_admin_finds_names_by_parts_of_them(accounts: Accounts, client: httpx.AsyncClient) -> None:
    await register(client, "Straßenmusik")
    admin = await accounts.admin()
    for part in ("straß", "STRAßEN", "musik"):
        found = (await admin.http.get("/api/v1/users", params={"q": part})).json()["items"]
        assert [user["username"] for user in found] == ["Straßenmusik"], part
