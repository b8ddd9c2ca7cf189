"""What every operation tells caches, beside a table: `Cache-Control` and `Vary` of answers with a body."""

import asyncpg
import httpx
import pytest

from tests.support.access import ANSWERS, Stage
from tests.support.accounts import Accounts
from watchkeeper.configs.container import Container

PUBLIC, PRIVATE, NEVER = "public, no-cache", "private, no-cache", "no-store"
SAME_FOR_ALL = {
    "GET /api/v1/genres",
    "GET /api/v1/genres/{genre_id}",
    "GET /api/v1/platforms",
    "GET /api/v1/platforms/{platform_id}",
}
PUBLIC_UNLESS_SIGNED_IN = {
    "GET /api/v1/titles",
    "GET /api/v1/titles/{title_id}",
    "GET /api/v1/titles/{title_id}/reviews",
    "GET /api/v1/reviews/{review_id}",
}
NO_STORE = {
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/token",
    "POST /api/v1/auth/refresh",
    "GET /health",
    "GET /ready",
    "GET /api/v1/health/detailed",
}
"""Tokens, and what is true for a moment. All that is in none of these is private."""

CREDENTIALS = {"authorization", "x-tmdb-token"}


@pytest.fixture
async def stage(
    accounts: Accounts, connection: asyncpg.Connection, client: httpx.AsyncClient, container: Container
) -> Stage:
    stage = Stage(accounts, connection, client)
    await stage.set_up(container)
    return stage


def policy(operation: str, caller: str) -> tuple[str, set[str]]:
    """Return what a success is to say: how it may be kept, and on which credentials it depends."""
    if operation in NO_STORE:
        return NEVER, set()
    if operation in SAME_FOR_ALL:
        return PUBLIC, set()
    if operation in PUBLIC_UNLESS_SIGNED_IN and caller == "nobody":
        return PUBLIC, {"authorization"}
    asks_tmdb = any(f"/{kind}" in operation for kind in ("movies", "shows", "anime", "favorites"))
    return PRIVATE, CREDENTIALS if asks_tmdb else {"authorization"}


def varies_by(answer: httpx.Response) -> set[str]:
    return {name.strip().lower() for name in answer.headers.get("vary", "").split(",")} & CREDENTIALS


def test_table_names_operations_that_there_are() -> None:
    assert set(ANSWERS) >= SAME_FOR_ALL | PUBLIC_UNLESS_SIGNED_IN | NO_STORE


@pytest.mark.parametrize("operation", ANSWERS)
async def test_answer_tells_caches_what_the_table_says(operation: str, stage: Stage) -> None:
    for caller in ("nobody", "other", "owner", "admin"):
        answer = await stage.ask(operation, caller)
        if answer.is_error or answer.status_code == 204:
            assert answer.headers["cache-control"] == NEVER
            continue
        cached_by, by = policy(operation, caller)
        assert (answer.headers["cache-control"], varies_by(answer)) == (cached_by, by), caller
