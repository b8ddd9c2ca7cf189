"""The keys that sign: another algorithm, and one key after another without anybody being signed out."""

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from fastapi import FastAPI
from jose import jwt
from pydantic import SecretStr

from tests.support.accounts import PASSWORD, Accounts
from tests.support.databases import SECRET
from tests.support.problems import pointers_of, problem_of
from tests.support.services import running, service, with_auth
from watchkeeper.configs.settings import Settings

NEXT_SECRET = "the-next-one-" + "fedcba9876543210" * 3
ME = "/api/v1/auth/me"
PRIVATE, PUBLIC = "private", "public"


def key_texts() -> dict[str, SecretStr]:
    """Return a new key and its public half as settings have them: one as a line of base64, one as PEM."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {PRIVATE: SecretStr(b64encode(private).decode()), PUBLIC: SecretStr(public.decode())}


async def signed_in(client: httpx.AsyncClient, name: str) -> dict[str, str]:
    answer = await client.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    tokens: dict[str, str] = answer.json()
    return tokens


async def status_of(client: httpx.AsyncClient, tokens: dict[str, str]) -> int:
    """Return what a service answers to an access token; a refusal has the contract's shape."""
    answer = await client.get(ME, headers={"Authorization": f"Bearer {tokens['access_token']}"})
    if answer.status_code != 200:
        problem_of(answer, 401, "invalid_token")
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    return answer.status_code


async def refreshed(client: httpx.AsyncClient, tokens: dict[str, str]) -> httpx.Response:
    return await client.post("/api/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]})


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def clients_of(stack: AsyncExitStack, *applications: FastAPI) -> list[httpx.AsyncClient]:
    return [await stack.enter_async_context(running(application)) for application in applications]


async def test_next_secret_signs_and_the_one_before_still_counts(
    settings: Settings, dsn: str, accounts: Accounts, client: httpx.AsyncClient, stack: AsyncExitStack
) -> None:
    person = await accounts.person()
    changed = with_auth(settings, previous_secret_key=SecretStr(SECRET))
    both, after = await clients_of(
        stack, service(changed, dsn, secret=NEXT_SECRET), service(settings, dsn, secret=NEXT_SECRET)
    )
    assert [await status_of(one, person.tokens) for one in (client, both, after)] == [200, 200, 401]
    successor = (await refreshed(both, person.tokens)).json()
    assert [await status_of(one, successor) for one in (client, both, after)] == [401, 200, 200]
    assert (await refreshed(after, successor)).status_code == 200


async def test_cursor_of_the_secret_before_is_read_until_that_is_taken_out(
    settings: Settings, dsn: str, accounts: Accounts, client: httpx.AsyncClient, stack: AsyncExitStack
) -> None:
    admin = await accounts.admin()
    for name in ("Crime", "Drama", "Western"):
        await admin.http.post("/api/v1/genres", json={"name": name})
    link = (await client.get("/api/v1/genres?limit=1")).links["next"]["url"]
    changed = with_auth(settings, previous_secret_key=SecretStr(SECRET))
    both, after = await clients_of(
        stack, service(changed, dsn, secret=NEXT_SECRET), service(settings, dsn, secret=NEXT_SECRET)
    )
    page = await both.get(link)
    assert page.status_code == 200
    assert len(page.json()["items"]) == 1
    assert (await after.get(page.links["next"]["url"])).status_code == 200
    assert pointers_of(problem_of(await after.get(link), 422, "invalid_cursor")) == ["/query/cursor"]


async def test_key_pair_signs_and_the_public_key_before_still_counts(
    settings: Settings, dsn: str, accounts: Accounts, client: httpx.AsyncClient, stack: AsyncExitStack
) -> None:
    person = await accounts.person()
    first, second = key_texts(), key_texts()
    before = with_auth(settings, algorithm="EdDSA", private_key=first[PRIVATE])
    both = with_auth(settings, algorithm="EdDSA", private_key=second[PRIVATE], previous_public_key=first[PUBLIC])
    after = with_auth(settings, algorithm="EdDSA", private_key=second[PRIVATE])
    clients = await clients_of(stack, *(service(one, dsn) for one in (before, both, after)))
    tokens = await signed_in(clients[0], person.username)
    assert jwt.get_unverified_header(tokens["access_token"])["alg"] == "EdDSA"
    assert [await status_of(one, tokens) for one in (*clients, client)] == [200, 200, 401, 401]
    successor = (await refreshed(clients[1], tokens)).json()
    assert [await status_of(one, successor) for one in (*clients, client)] == [401, 200, 200, 401]


async def test_token_of_another_algorithm_counts_for_nothing(
    settings: Settings, dsn: str, accounts: Accounts, stack: AsyncExitStack
) -> None:
    person = await accounts.person()
    changed = with_auth(settings, algorithm="EdDSA", private_key=key_texts()[PRIVATE])
    (other,) = await clients_of(stack, service(changed, dsn))
    assert await status_of(other, person.tokens) == 401
    problem_of(await refreshed(other, person.tokens), 401, "invalid_refresh_token")


@pytest.mark.parametrize(
    "change",
    [
        {"kid": "../../../../dev/null"},
        {"kid": "http://evil.test/key"},
        {"kid": 7},
        {"crit": ["exp"]},
        {"jku": "http://evil.test/keys"},
        {"typ": "JWT"},
    ],
    ids=str,
)
async def test_token_with_another_header_is_refused_as_any_other(
    client: httpx.AsyncClient, accounts: Accounts, change: dict[str, Any]
) -> None:
    person = await accounts.person()
    header = jwt.get_unverified_header(person.tokens["access_token"])
    claims = jwt.get_unverified_claims(person.tokens["access_token"])
    assert await status_of(client, {"access_token": jwt.encode(claims, SECRET, "HS256", headers=header)}) == 200
    forged = jwt.encode(claims, SECRET, "HS256", headers=header | change)
    assert await status_of(client, {"access_token": forged}) == 401


async def test_token_of_any_length_is_refused_and_never_an_error(client: httpx.AsyncClient) -> None:
    for token in ("a" * 200_000, ".".join(["a" * 50_000] * 3), "." * 10_000):
        assert await status_of(client, {"access_token": token}) == 401
        problem_of(await refreshed(client, {"refresh_token": token[:4000]}), 401, "invalid_refresh_token")
