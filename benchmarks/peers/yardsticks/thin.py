"""B1: what a person would write by hand for the one list: Starlette, asyncpg's pool, the same SQL, orjson.

No middleware and no validation. THIN_FILE is JSON with `dsn`, `sql`, `arguments` (the words user and limit stand where
these values go) and `tokens` (token to account id: the hit of a cache of verified tokens).
"""

import base64
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_GIVEN: dict[str, Any] = orjson.loads(Path(os.environ["THIN_FILE"]).read_bytes())
_SQL: str = _GIVEN["sql"]
_ORDER: list[str] = _GIVEN["arguments"]
_TOKENS: dict[str, str] = _GIVEN["tokens"]
_OPTIONS = orjson.OPT_UTC_Z


@asynccontextmanager
async def _pool(application: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(_GIVEN["dsn"], min_size=10, max_size=10, server_settings={"jit": "off"}) as pool:
        application.state.pool = pool
        yield


async def _watchlist(request: Request) -> Response:
    user_id = _TOKENS[request.headers["authorization"][7:]]
    limit = int(request.query_params.get("limit", "20"))
    values: dict[str, Any] = {"user": user_id, "limit": limit + 1}
    rows = await request.app.state.pool.fetch(_SQL, *(values[name] for name in _ORDER))
    shown = rows[:limit]
    body = {"items": [_entry(row) for row in shown], "next_cursor": _cursor(shown[-1]) if len(rows) > limit else None}
    return Response(orjson.dumps(body, default=str, option=_OPTIONS), media_type="application/json")


def _entry(row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg's record
    return {
        "id": row[0],
        "created_at": row[1],
        "updated_at": row[2],
        "user_id": row[3],
        "status": row[4],
        "notes": row[5],
        "completed_at": row[6],
        "title": {
            "id": row[7],
            "media_type": row[8],
            "title": row[9],
            "release_date": row[10],
            "release_date_precision": row[11],
            "runtime_minutes": row[12],
            "poster_url": row[13],
            "genres": orjson.Fragment(row[14] or "[]"),
            "external_ids": orjson.Fragment(row[15] or "{}"),
            "average_rating": row[16],
            "ratings_count": row[17],
        },
        "rating": row[18],
    }


def _cursor(row: Any) -> str:  # noqa: ANN401
    return base64.urlsafe_b64encode(f"{row[1].isoformat()} {row[0]}".encode()).decode()


async def _ready(request: Request) -> Response:
    del request
    return Response(b"")


application = Starlette(
    routes=[Route("/api/v1/watchlist", _watchlist), Route("/health", _ready)],
    lifespan=_pool,
)
