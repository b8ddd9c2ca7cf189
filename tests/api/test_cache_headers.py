"""What every operation tells caches, beside its row of resources.yml: `Cache-Control` and `Vary` of a body."""

import asyncpg
import httpx
import pytest

from tests.support.access import Stages
from tests.support.accounts import Accounts
from tests.support.each import for_each
from tests.support.resources import OPERATIONS
from watchkeeper.configs.container import Container

PUBLIC, PRIVATE, NEVER = "public, no-cache", "private, no-cache", "no-store"

SIGNED_IN = {"authorization", "cookie"}
CREDENTIALS = {"authorization", "cookie", "x-tmdb-token"}


@pytest.fixture
def stages(accounts: Accounts, connection: asyncpg.Connection, container: Container) -> Stages:
    return Stages(accounts, connection, container)


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


@for_each("operation", OPERATIONS)
async def test_response_tells_caches_what_its_row_says(operation: str, stages: Stages) -> None:
    stage = await stages.stage_for(operation)
    for caller in ("nobody", "other", "owner", "admin"):
        answer = await stage.ask(operation, caller)
        if answer.is_error or answer.status_code == 204:
            assert answer.headers["cache-control"] == NEVER
            continue
        cached_by, by = policy(operation, caller)
        assert (answer.headers["cache-control"], varies_by(answer)) == (cached_by, by), caller
