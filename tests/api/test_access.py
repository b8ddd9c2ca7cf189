"""Every operation of the OpenAPI document, asked by everybody, responds as its row of resources.yml says.

Caches are told what the row says, too: `Cache-Control` and `Vary` of a body.
"""

import asyncpg
import httpx
import pytest

from tests.support.access import ASKED_IN_ORDER, Stages
from tests.support.accounts import Accounts
from tests.support.documents import operations
from tests.support.each import for_each
from tests.support.resources import ACCESS, CALLERS, FILE, OPERATIONS
from watchkeeper.configs.api_docs import service_document
from watchkeeper.configs.container import Container

DOCUMENTED = {str(operation): operation for operation in operations(service_document())}

PUBLIC, PRIVATE, NEVER = "public, no-cache", "private, no-cache", "no-store"

SIGNED_IN = {"authorization", "cookie"}
CREDENTIALS = {"authorization", "cookie", "x-tmdb-token"}


def policy(operation: str, caller: str) -> tuple[str, set[str]]:
    """Return what a success is to say: how it may be kept, and on which credentials it depends."""
    caches = OPERATIONS[operation].caches
    if caches == "never":
        return NEVER, set()
    if caches == "public":
        return PUBLIC, set()
    if caches == "public unless signed in" and caller == "nobody":
        return PUBLIC, SIGNED_IN
    asks_tmdb = any(f"/{kind}" in operation for kind in ("movies", "shows", "anime", "favorites"))
    return PRIVATE, CREDENTIALS if asks_tmdb else SIGNED_IN


def varies_by(answer: httpx.Response) -> set[str]:
    return {name.strip().lower() for name in answer.headers.get("vary", "").split(",")} & CREDENTIALS


def tell_caches(answer: httpx.Response, operation: str, caller: str) -> None:
    if answer.is_error or answer.status_code == 204:
        assert answer.headers["cache-control"] == NEVER, (operation, caller)
    else:
        assert (answer.headers["cache-control"], varies_by(answer)) == policy(operation, caller), (operation, caller)


@pytest.fixture
def stages(accounts: Accounts, connection: asyncpg.Connection, container: Container) -> Stages:
    return Stages(accounts, connection, container)


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert set(DOCUMENTED) - set(ACCESS) == set(), f"Add them to `operations` of their resource in {FILE}."
    assert set(ACCESS) - set(DOCUMENTED) == set(), f"Take these rows out of {FILE}."
    assert {operation: len(row) for operation, row in ACCESS.items() if len(row) != len(CALLERS)} == {}


@for_each("path", sorted({operation.partition(" ")[2] for operation in ACCESS}))
async def test_operations_of_a_path_answer_everybody_as_the_table_says(path: str, stages: Stages) -> None:
    here = [operation for operation in ACCESS if operation.partition(" ")[2] == path]
    stage = await stages.stage_for(*here)
    for operation in sorted(here, key=lambda operation: operation.startswith("DELETE")):  # an account may end by it
        answered = {caller: await stage.ask(operation, caller) for caller in ASKED_IN_ORDER}
        statuses = [answered[caller].status_code for caller in CALLERS]
        assert statuses == ACCESS[operation], f"{operation}: {[answer.text for answer in answered.values()]}"
        for caller, answer in answered.items():
            tell_caches(answer, operation, caller)
            assert answer.status_code != 401 or answer.headers["www-authenticate"].startswith("Bearer")


@for_each("operation", sorted(set(ACCESS) & set(DOCUMENTED)))
def test_document_tells_who_needs_to_be_signed_in(operation: str) -> None:
    nobody, _, _, disabled, _, _ = ACCESS[operation]
    security = DOCUMENTED[operation].member["security"]
    is_sign_in = operation.startswith("POST /api/v1/auth/")
    reads_no_token = is_sign_in and not operation.endswith(("/change-password", "/auth/tokens"))
    assert (bool(security) and {} not in security) == (nobody == 401 and not reads_no_token)
    if not security:
        assert disabled != 401 or reads_no_token
