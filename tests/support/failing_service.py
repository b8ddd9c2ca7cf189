"""A process in which everything goes wrong with something secret at hand; tests read what it prints.

Run with the form of the log (json, text) and the DSN of a database. Every secret has "MARKED" in it; this file spells
the word in two pieces, because stack traces quote lines of code.
"""

import asyncio
import gc
import logging
import sys
from typing import Any

import asyncpg
import httpx
import stamina

from tests.support.databases import SECRET, test_settings
from watchkeeper.configs.application import create_application
from watchkeeper.foundation.observability.logging import configure_logging

M = "MAR" + "KED"
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class FailingLogic:
    """Fails as a driver does whose message quotes the row, on behalf of a mistake that quotes its arguments."""

    def __getattr__(self, name: str) -> Any:
        async def fail(*_: Any, **__: Any) -> None:
            password = f"{M} password"
            try:
                raise ValueError(password)
            except ValueError as failure:
                refusal = asyncpg.UniqueViolationError(f"duplicate key {password}")
                refusal.detail = f"Key (email)=({M}@example.com) already exists."
                raise refusal from failure

        return fail


async def serve_people(dsn: str) -> None:
    """Send requests with something secret in every place."""
    application = create_application(test_settings(), secret=SECRET, dsn=dsn)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test") as http,
    ):
        account = {"username": f"{M}-name", "email": f"{M}@example.com", "password": f"{M} horse battery staple"}
        await http.post("/api/v1/auth/register", json=account)
        await http.post("/api/v1/auth/login", json={"username": account["username"], "password": f"{M} wrong"})
        login = await http.post("/api/v1/auth/login", json=account | {"extra": M})
        assert login.status_code == 422
        tokens = await http.post("/api/v1/auth/login", json={name: account[name] for name in ("username", "password")})
        http.headers.update({"Authorization": f"Bearer {tokens.json()['access_token']}", "X-TMDB-Token": f"{M}-tmdb"})
        media = {"source": "tmdb", "external_id": "1", "media_type": "movie", "title": M}
        await http.post("/api/v1/watchlist", json={"media": media, "notes": f"{M} notes"})
        await http.get("/api/v1/titles", params={"q": M, "token": M}, headers={"Authorization": f"Bearer {M}"})
        await http.post("/api/v1/watchlist", content=f'{{"{M}": '.encode(), headers={"Cookie": M})
        await http.get(f"/{M}/{M}", params={M: M}, headers={"User-Agent": M, "Referer": f"http://{M}.example"})
        application.state.container.genre_controller()._logic = FailingLogic()
        failed = await http.get("/api/v1/genres", headers={"traceparent": TRACEPARENT})
        assert failed.status_code == 500


async def call_elsewhere() -> None:
    """Let the libraries speak: of addresses, of retries with their arguments, of a lost task."""

    @stamina.retry(on=ValueError, attempts=2, wait_initial=0, wait_max=0, wait_jitter=0)
    def call(token: str) -> None:
        if token:
            raise ValueError(token)

    try:
        call(f"{M}-token")
    except ValueError:
        logging.getLogger("library").exception("library_failed")
    answers = httpx.MockTransport(lambda request: httpx.Response(200))
    async with httpx.AsyncClient(transport=answers) as http:
        await http.get(f"https://api.example.com/{M}?api_key={M}")

    async def lose() -> None:
        raise ValueError(f"{M} in a task")

    asyncio.create_task(lose())  # noqa: RUF006 - that nobody holds it is the point
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()


async def main(form: str, dsn: str) -> None:
    configure_logging(is_development=form == "text")
    await serve_people(dsn)
    await call_elsewhere()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
