"""The stand-in: an ASGI application that plays TMDb, AniList, Consumet and TVmaze, and misbehaves when told to.

`POST /_control` adds a rule (see `misbehaviour.Rule`), `POST /_accounts` says whether everybody's favourites are
readable by every token, `POST /_recover` ends all misbehaviour, `POST /_reset` forgets everything, `GET /_calls` lists
the calls so far.
"""

import hashlib
import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.standins import anilist, consumet, tvmaze
from tests.standins.misbehaviour import Misbehaviour, Rule
from tests.standins.recordings import Json, recordings
from tests.standins.tmdb import Tmdb
from tests.standins.tmdb_accounts import Accounts
from tests.standins.wire import Wire


class StandinApplication:
    def __init__(self) -> None:
        recordings()
        self._accounts = Accounts()
        self._misbehaviour = Misbehaviour()
        self._calls: list[Json] = []
        self._providers = Starlette(
            routes=[*Tmdb(self._accounts).routes(), *anilist.routes(), *consumet.routes(), *tvmaze.routes()]
        )
        self._controls = Starlette(
            routes=[
                Route("/_control", self._control, methods=["POST"]),
                Route("/_accounts", self._declare_accounts, methods=["POST"]),
                Route("/_recover", self._recover, methods=["POST"]),
                Route("/_reset", self._reset, methods=["POST"]),
                Route("/_calls", self._list_calls),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith("/_"):
            await self._controls(scope, receive, send)
            return
        wire = Wire(receive, send)
        await wire.read()
        self._calls.append(_call(scope, wire.body))
        rule = self._misbehaviour.take(scope["path"]) or Rule("normal")
        await self._misbehaviour.answer(rule, wire, await wire.answer_of(self._providers, scope))

    async def _control(self, request: Request) -> Response:
        self._misbehaviour.add(Rule(**await request.json()))
        return JSONResponse({}, 201)

    async def _declare_accounts(self, request: Request) -> Response:
        self._accounts.readable_by_everyone = (await request.json())["readable_by_everyone"]
        return JSONResponse({})

    async def _recover(self, request: Request) -> Response:
        del request
        self._misbehaviour.clear()
        return JSONResponse({})

    async def _reset(self, request: Request) -> Response:
        self._accounts.reset()
        self._calls.clear()
        return await self._recover(request)

    async def _list_calls(self, request: Request) -> Response:
        del request
        return JSONResponse(self._calls)


def _call(scope: Scope, body: bytes) -> Json:
    """Note a call; of its token there stays a digest that tells two tokens apart."""
    request = Request(scope)
    token = request.headers.get("Authorization")
    return {
        "method": request.method,
        "path": scope["path"],
        "query": dict(request.query_params),
        "token_digest": None if token is None else token_digest(token.removeprefix("Bearer ")),
        "body": _parsed(body),
    }


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:8]


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode(errors="replace")
