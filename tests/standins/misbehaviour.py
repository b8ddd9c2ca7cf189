"""Misbehaviour on command: rules that say which calls are answered badly, how, and how often."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.standins.recordings import read
from tests.standins.tmdb import BAD_PAGE, INVALID_KEY, NOT_ALLOWED, NOT_FOUND
from tests.standins.wire import Answer, Wire

_JSON = {"content-type": "application/json;charset=utf-8"}
_HTML = {"content-type": "text/html; charset=utf-8"}
_GARBAGE = b"<!DOCTYPE html><html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>"
_DRIP_SECONDS = 0.2
_LONGEST_HOLD_SECONDS = 30.0
_CHUNK = b"x" * 65536
_BODIES: dict[int, Any] = {
    400: BAD_PAGE,
    401: INVALID_KEY,
    403: NOT_ALLOWED,
    404: NOT_FOUND,
    422: read("tmdb/errors/error-status-422.json"),
    429: read("tmdb/errors/documented_429.json")["response"]["body"],
}


@dataclass(slots=True)
class Rule:
    """Calls whose path begins with `path` are answered in this way, `times` often or until they are told otherwise.

    `kind`: status, normal, drip, truncated, garbage, empty, body, huge, close, redirect, hold. `seconds` are waited
    first.
    """

    kind: str
    path: str = ""
    times: int | None = None
    seconds: float = 0.0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    size: int = 0
    location: str = "/elsewhere"

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise ValueError(f"kind must be one of: {', '.join(_KINDS)}")


class Misbehaviour:
    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self.released = asyncio.Event()

    def add(self, rule: Rule) -> None:
        """Rules for some calls apply in the order they came in; one without an end replaces another of its path."""
        if rule.times is None:
            self._rules = [one for one in self._rules if one.times is not None or one.path != rule.path]
        self._rules.append(rule)

    def clear(self) -> None:
        self._rules.clear()
        self.released.set()
        self.released = asyncio.Event()

    def take(self, path: str) -> Rule | None:
        """Return the rule for a call: counted ones first, then the one that names the path most closely."""
        fitting = [rule for rule in self._rules if path.startswith(rule.path)]
        counted = next((rule for rule in fitting if rule.times is not None), None)
        if counted is None:
            return max(fitting, key=lambda rule: len(rule.path), default=None)
        counted.times = (counted.times or 1) - 1
        if counted.times == 0:
            self._rules.remove(counted)
        return counted

    async def answer(self, rule: Rule, wire: Wire, normal: Answer) -> None:
        if rule.seconds and await wire.gone(rule.seconds):
            return
        if rule.kind == "hold":
            async with asyncio.timeout(_LONGEST_HOLD_SECONDS):
                await self.released.wait()
        await _KINDS[rule.kind](rule, wire, normal)


async def _status(rule: Rule, wire: Wire, normal: Answer) -> None:
    del normal
    fallback = {"success": False, "status_code": 11, "status_message": "Internal error: Something went wrong."}
    body = _BODIES.get(rule.status, fallback) if rule.body is None else rule.body
    await wire.whole(Answer(rule.status, _JSON | rule.headers, json.dumps(body).encode()))


async def _normal(rule: Rule, wire: Wire, normal: Answer) -> None:
    del rule
    await wire.whole(normal)


async def _drip(rule: Rule, wire: Wire, normal: Answer) -> None:
    del rule
    await wire.start(normal.status, normal.headers | {"content-length": str(len(normal.body))})
    for position in range(len(normal.body)):
        await wire.send(normal.body[position : position + 1], more=position + 1 < len(normal.body))
        if await wire.gone(_DRIP_SECONDS):
            return


async def _truncated(rule: Rule, wire: Wire, normal: Answer) -> None:
    del rule
    await wire.start(normal.status, normal.headers | {"content-length": str(len(normal.body))})
    await wire.send(normal.body[: len(normal.body) // 2], more=True)
    await wire.cut()


async def _garbage(rule: Rule, wire: Wire, normal: Answer) -> None:
    del normal
    await wire.whole(Answer(rule.status, _HTML, _GARBAGE))


async def _empty(rule: Rule, wire: Wire, normal: Answer) -> None:
    del normal
    await wire.whole(Answer(rule.status, _JSON, b""))


async def _body(rule: Rule, wire: Wire, normal: Answer) -> None:
    del normal
    await wire.whole(Answer(rule.status, _JSON | rule.headers, json.dumps(rule.body).encode()))


async def _huge(rule: Rule, wire: Wire, normal: Answer) -> None:
    """Send a JSON text of at least `size` bytes in chunks, without saying beforehand how long it is."""
    del normal
    await wire.start(200, _JSON)
    await wire.send(b'"', more=True)
    for _ in range(0, rule.size, len(_CHUNK)):
        await wire.send(_CHUNK, more=True)
        if await wire.gone(0.001):
            return
    await wire.send(b'"', more=False)


async def _close(rule: Rule, wire: Wire, normal: Answer) -> None:
    del rule, normal
    await wire.cut()


async def _redirect(rule: Rule, wire: Wire, normal: Answer) -> None:
    del normal
    await wire.whole(Answer(302, {"location": rule.location}))


_KINDS: dict[str, Callable[[Rule, Wire, Answer], Awaitable[None]]] = {
    "status": _status,
    "normal": _normal,
    "hold": _normal,
    "drip": _drip,
    "truncated": _truncated,
    "garbage": _garbage,
    "empty": _empty,
    "body": _body,
    "huge": _huge,
    "close": _close,
    "redirect": _redirect,
}
