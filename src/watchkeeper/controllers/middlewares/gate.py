"""The gate: what a request must pass before its route is run, and what is said where running it fails."""

import asyncio
from collections.abc import Sequence
from functools import cached_property

import structlog
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.controllers.limiting import kind_of_request
from watchkeeper.controllers.middlewares.deadlines import Deadline, Deadlines
from watchkeeper.controllers.middlewares.exchange import Exchange
from watchkeeper.controllers.middlewares.rate_limits import admitted
from watchkeeper.controllers.middlewares.reading_ahead import read_ahead
from watchkeeper.controllers.middlewares.request_bounds import require_bounds
from watchkeeper.controllers.problems import problem_response
from watchkeeper.controllers.route_table import RouteTable
from watchkeeper.logics.operations.write_turns import WriteTurns
from watchkeeper.models.errors.base import WatchkeeperError
from watchkeeper.models.errors.operations_errors import RateLimitedError, StoppingError
from watchkeeper.models.types.route_kind import RouteKind

_log = structlog.get_logger("watchkeeper.access")


class Gate:
    """Finds the route, counts the request against its limits, looks at its bounds, lets a write wait for its body and
    then for its turn, and lets all of it take its time, which is `seconds`.

    A request that takes longer is cancelled. Bounds stand within the limits, so that these answers, too, tell what is
    left. Nothing leaves without the shape of a problem, or is cut off once an answer has begun.
    """

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute], seconds: float, turns: WriteTurns) -> None:
        self._app = app
        self._routes = routes
        self._deadlines = Deadlines(seconds)
        self._turns = turns

    @cached_property
    def _table(self) -> RouteTable:
        """The table of the routes that there are at the first request."""
        return RouteTable(self._routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange: Exchange = scope["exchange"]
        try:
            with Deadline(self._deadlines):
                await self._let_through(scope, receive, send)
        except ClientDisconnect:
            _log.info("client_left")
        except asyncio.CancelledError:  # the time to finish requests under way, when stopping, is over
            await exchange.refuse(StoppingError(), send)
            raise
        except WatchkeeperError as error:
            await exchange.refuse(error, send)
        except Exception:  # noqa: BLE001 - the last resort
            _log.exception("unhandled_error")
            await exchange.refuse(WatchkeeperError(), send)

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = scope["found"] = self._table.match(scope)
        kind = kind_of_request(found[0], scope["method"])
        try:
            account, send = await admitted(kind, scope, send)
        except RateLimitedError as refusal:
            await problem_response(refusal, Request(scope))(scope, receive, send)
            return
        require_bounds(scope)
        if kind is not RouteKind.WRITES or account is None:
            await self._app(scope, receive, send)
            return
        receive = await read_ahead(receive)  # a client that is slow to send must not hold a turn meanwhile
        async with self._turns.of(account):
            await self._app(scope, receive, send)
