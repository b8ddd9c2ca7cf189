"""B1: what a person would write by hand: Starlette, asyncpg's pool, the same SQL as the service sends, orjson.

No middleware and no validation. THIN_FILE is JSON with `dsn`, `tokens` (token to account id: the hit of a cache of
verified tokens) and `statements`: by name their SQL, arguments and labels. An argument is a value, or an object whose
member `is` names one of the request.
"""

import base64
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_GIVEN: dict[str, Any] = orjson.loads(Path(os.environ["THIN_FILE"]).read_bytes())
_TOKENS: dict[str, str] = _GIVEN["tokens"]
_SCORES = ("1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5")


def _json(missing: str) -> Callable[[str | None], Any]:
    return lambda text: orjson.Fragment(text or missing)


_CONVERTED: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("genres", "platforms", "external_id_aliases", "tags"), _json("[]")),
    **dict.fromkeys(("progress", "next_episode", "last_episode"), _json("null")),
    "external_ids": _json("{}"),
    "alternative_titles": lambda text: text.split("\x1f") if text else [],
    "distribution": lambda text: dict(zip(_SCORES, map(int, text.split(",")), strict=True)),
}


class _Statement:
    """SQL with its arguments, and what its rows become: `title__id` is the member `id` of the member `title`."""

    def __init__(self, given: dict[str, Any]) -> None:
        arguments = list(enumerate(given["arguments"]))
        self.sql: str = given["sql"]
        self._constants = [None if isinstance(one, dict) else one for _, one in arguments]
        self._places = [(place, one["is"]) for place, one in arguments if isinstance(one, dict)]
        labels = enumerate(label for label in given["labels"] if label not in ("sort_key", "fingerprint"))
        self._parts = [
            _part(name, list(group)) for name, group in groupby(labels, lambda one: one[1].rpartition("__")[0])
        ]

    def arguments(self, **values: Any) -> list[Any]:  # noqa: ANN401
        arguments = [*self._constants]
        for place, name in self._places:
            arguments[place] = values[name]
        return arguments

    def shown(self, row: Any) -> dict[str, Any]:  # noqa: ANN401 - asyncpg's record
        shown: dict[str, Any] = {}
        for name, members, begin, end, converted in self._parts:
            part = dict(zip(members, row[begin:end], strict=True))
            for member, convert in converted:
                part[member] = convert(part[member])
            if name:
                shown[name] = part
            else:
                shown.update(part)
        return shown


def _part(name: str, labels: list[tuple[int, str]]) -> tuple[str, list[str], int, int, list[tuple[str, Any]]]:
    members = [label.rpartition("__")[2] for _, label in labels]
    converted = [(member, _CONVERTED[member]) for member in members if member in _CONVERTED]
    return name, members, labels[0][0], labels[-1][0] + 1, converted


_STATEMENTS = {name: _Statement(given) for name, given in _GIVEN["statements"].items()}


@asynccontextmanager
async def _pool(application: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(_GIVEN["dsn"], min_size=10, max_size=10, server_settings={"jit": "off"}) as pool:
        application.state.pool = pool
        yield


async def _list(request: Request) -> Response:
    return await _page(request, _STATEMENTS["list"])


async def _search(request: Request) -> Response:
    return await _page(request, _STATEMENTS["search"])


async def _page(request: Request, statement: _Statement) -> Response:
    limit = int(request.query_params.get("limit", "20"))
    rows = await request.app.state.pool.fetch(statement.sql, *statement.arguments(user=_caller(request)))
    items = [statement.shown(row) for row in rows[:limit]]
    return _response({"items": items, "next_cursor": _cursor(rows[limit - 1]) if len(rows) > limit else None})


async def _title(request: Request) -> Response:
    names = {"user": _caller(request), "resource": request.path_params["id"]}
    known = request.headers.get("if-none-match")
    if known is not None:
        statement = _STATEMENTS["cached"]
        tag = _tag(await request.app.state.pool.fetchrow(statement.sql, *statement.arguments(**names)))
        if tag == known:
            return Response(status_code=304, headers={"ETag": tag})
    statement = _STATEMENTS["title"]
    row = await request.app.state.pool.fetchrow(statement.sql, *statement.arguments(**names))
    return _response(statement.shown(row), headers={"ETag": _tag(row)})


async def _add(request: Request) -> Response:
    sent = orjson.loads(await request.body())
    statement = _STATEMENTS["add"]
    names = {"user": _caller(request), "resource": sent["title_id"], "new": uuid4(), "now": datetime.now(UTC)}
    row = await request.app.state.pool.fetchrow(statement.sql, *statement.arguments(**names))
    return _response(statement.shown(row), 201)


async def _rate(request: Request) -> Response:
    half_steps = round(2 * orjson.loads(await request.body())["score"])
    rescore, rating = _STATEMENTS["rescore"], _STATEMENTS["rating"]
    names = {"user": _caller(request), "resource": request.path_params["id"]}
    arguments = rescore.arguments(**names, half_steps=half_steps, now=datetime.now(UTC))
    async with request.app.state.pool.acquire() as connection:
        await connection.execute(rescore.sql, *arguments)
        row = await connection.fetchrow(rating.sql, *rating.arguments(**names))
    return _response(rating.shown(row))


def _tag(row: Any) -> str:  # noqa: ANN401
    version = round(row["updated_at"].timestamp() * 1_000_000)
    return f'"{version:x}-{sha256(row["fingerprint"].encode()).hexdigest()[:24]}"'


def _caller(request: Request) -> str:
    return _TOKENS[request.headers["authorization"][7:]]


def _response(body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Response:
    content = orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z)
    return Response(content, status, headers, media_type="application/json")


def _cursor(row: Any) -> str:  # noqa: ANN401
    key = row.get("sort_key", row["created_at"])
    return base64.urlsafe_b64encode(f"{key} {row['id']}".encode()).decode()


async def _ready(request: Request) -> Response:
    del request
    return Response(b"")


application = Starlette(
    routes=[
        Route("/api/v1/watchlist", _list),
        Route("/api/v1/watchlist", _add, methods=["POST"]),
        Route("/api/v1/titles", _search),
        Route("/api/v1/titles/{id}", _title),
        Route("/api/v1/ratings/{id}", _rate, methods=["PUT"]),
        Route("/health", _ready),
    ],
    lifespan=_pool,
)
