"""Every operation of the OpenAPI document, sent with tokens of each scope, needs what tests/support/scopes.py says."""

import re
from uuid import uuid4

import httpx
import pytest

from tests.support.accounts import PASSWORD, Accounts
from tests.support.documents import Operation, operations
from tests.support.each import for_each
from tests.support.scopes import scopes_of
from watchkeeper.configs.api_docs import service_document
from watchkeeper.models.types.scope import Scope

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
