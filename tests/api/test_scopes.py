"""Every operation of the OpenAPI document, sent with tokens of each scope, needs what tests/support/scopes.py says."""

import re
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts
from tests.support.documents import Operation, operations
from tests.support.each import for_each
from tests.support.plays import PLAYS
from tests.support.scopes import scopes_of
from tests.support.watchlist import WATCHLIST, address, stored_title
from watchkeeper.configs.api_docs import service_document
from watchkeeper.models.types.identity.scope import Scope

OPERATIONS = [one for one in operations(service_document()) if one.member["security"]]
ALL = [scope.value for scope in Scope]
WRITING = [scope for scope in ALL if scope.startswith("write:")]


async def token_of(accounts: Accounts, scopes: list[str]) -> httpx.AsyncClient:
    """Return a client that sends a token of an admin with these scopes."""
    admin = await accounts.admin()
    body = {"name": "A script", "scopes": scopes, "password": PASSWORD}
    created = await admin.http.post("/api/v1/auth/tokens", json=body)
    http = accounts.client()
    http.headers["Authorization"] = f"Bearer {created.json()['token']}"
    return http


async def refusal(http: httpx.AsyncClient, operation: Operation) -> str | None:
    """Send an operation about something that is not there, and return how a token is refused, if it is."""
    path = re.sub(r"{\w+}", lambda _: str(uuid4()), operation.path)
    answer = await http.request(operation.method, path)
    challenge = answer.headers.get("www-authenticate", "")
    assert answer.status_code != 401, answer.text
    if answer.status_code != 403:
        assert "insufficient_scope" not in challenge
        return None
    code: str = answer.json()["code"]
    assert ('error="insufficient_scope"' in challenge) == (code == "insufficient_scope")
    return code


@pytest.mark.parametrize("scopes", [*([scope] for scope in ALL), WRITING, ALL], ids="+".join)
async def test_token_reaches_what_its_scopes_say_and_nothing_else(accounts: Accounts, scopes: list[str]) -> None:
    http = await token_of(accounts, scopes)
    for operation in OPERATIONS:
        choices = scopes_of(operation)
        refused = await refusal(http, operation)
        if not choices:
            assert refused == "session_required", str(operation)
        elif not any(choice <= set(scopes) for choice in choices):
            assert refused == "insufficient_scope", str(operation)
        else:
            assert refused is None, str(operation)


async def test_token_to_read_finds_no_write(accounts: Accounts) -> None:
    http = await token_of(accounts, ["read"])
    writes = [operation for operation in OPERATIONS if operation.method != "GET"]
    assert [str(one) for one in writes if await refusal(http, one) is None] == []


@for_each("operation", OPERATIONS)
def test_document_names_the_scopes_of_an_operation(operation: Operation) -> None:
    named = [set(one["application_token"]) for one in operation.member["security"] if "application_token" in one]
    assert named == scopes_of(operation)


async def test_members_that_ask_for_more_need_its_scope(accounts: Accounts, connection: asyncpg.Connection) -> None:
    plays, entries = [await token_of(accounts, [f"write:{one}"]) for one in ("plays", "watchlist")]
    title_id = str(await stored_title(connection))
    entry = (await entries.post(WATCHLIST, json={"title_id": title_id, "status": "planned"})).json()
    rated = {"title_id": title_id, "score": 4, "set_rating": True}
    logged = {"status": "completed", "log_play": True}
    at = address(entry)
    of_entry = {"score": 4, "set_rating": True}
    for answer, scope in (
        (await plays.post(PLAYS, json=rated), "write:ratings"),
        (await plays.post(f"{WATCHLIST}/{uuid4()}/plays", json=of_entry), "write:ratings"),
        (await entries.post(WATCHLIST, json={"title_id": title_id, **logged}), "write:plays"),
        (await entries.put(at, json=logged), "write:plays"),
        (await entries.patch(at, json=logged), "write:plays"),
        (await entries.delete(at, params={"plays": "delete"}), "write:plays"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
        assert f'scope="{scope}"' in answer.headers["WWW-Authenticate"]
    for http, path, item in ((plays, PLAYS, rated), (entries, WATCHLIST, {"title_id": title_id, **logged})):
        items = [{"action": "put", "source": "trakt", "source_key": "1", **item}, {"action": "create", **item}]
        answer = await http.post(f"{path}/bulk", json={"items": items if path == PLAYS else items[1:]})
        assert {one["error"]["code"] for one in answer.json()["items"]} == {"insufficient_scope"}
        assert {one["status"] for one in answer.json()["items"]} == {403}
    assert (await plays.post(PLAYS, json={**rated, "set_rating": False})).status_code == 201
    assert (await entries.patch(at, json={"status": "completed", "log_play": False})).status_code == 200
    both = await token_of(accounts, ["write:plays", "write:ratings"])
    assert (await both.post(PLAYS, json=rated)).status_code == 201
