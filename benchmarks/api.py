"""A client of the service that behaves: waits where it is told to, renews its tokens, and counts what it sees."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

Json = dict[str, Any]

_TRIES = 8
_SECONDS = 60.0
_PAUSE = 1.0
_LATER = (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE)


@dataclass(slots=True)
class Account:
    """A person with tokens; the lock lets one request at a time renew them."""

    username: str
    password: str
    tokens: Json = field(default_factory=dict)
    renewing: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Tally:
    """What was answered (status and code), how long each answer took in seconds, what had to be tried again."""

    answers: Counter[str] = field(default_factory=Counter)
    repeats: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class Api:
    """One connection to the service. Use it as an asynchronous context manager."""

    def __init__(self, url: str, tally: Tally) -> None:
        limits = httpx.Limits(max_connections=1)
        self._http = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=_SECONDS, limits=limits, trust_env=False)
        self._tally = tally

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        del failure
        await self._http.aclose()

    async def sign_up(self) -> Account:
        """Register and log in somebody new; where the name is taken, a broken connection had brought it there."""
        account = Account(f"movielens-{secrets.token_hex(6)}", secrets.token_urlsafe(18))
        person = {"username": account.username, "email": f"{account.username}@example.com"}
        await self._required("/auth/register", person | {"password": account.password}, or_status=httpx.codes.CONFLICT)
        await self._log_in(account)
        return account

    async def post(self, account: Account, path: str, body: Json) -> httpx.Response:
        """Send a request of somebody's, the tokens renewed where they have run out."""
        token = account.tokens["access_token"]
        answer = await self._send("POST", path, body, token)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            await self._renew(account, token)
            answer = await self._send("POST", path, body, account.tokens["access_token"])
        return answer

    async def titles(self) -> AsyncIterator[Json]:
        """Give the titles of the whole catalogue."""
        query: dict[str, str] | None = {"limit": "100", "sort": "created_at"}
        while query is not None:
            answer = await self._send("GET", f"/titles?{httpx.QueryParams(query)}")
            document = answer.raise_for_status().json()
            for title in document["items"]:
                yield title
            cursor = document["next_cursor"]
            query = query | {"cursor": cursor} if cursor else None

    async def _log_in(self, account: Account) -> None:
        credentials = {"username": account.username, "password": account.password}
        account.tokens = (await self._required("/auth/login", credentials)).json()

    async def _renew(self, account: Account, spent: str) -> None:
        async with account.renewing:
            if account.tokens["access_token"] != spent:
                return
            answer = await self._send("POST", "/auth/refresh", {"refresh_token": account.tokens["refresh_token"]})
            if answer.is_success:
                account.tokens = answer.json()
            else:
                await self._log_in(account)

    async def _required(self, path: str, body: Json, *, or_status: int | None = None) -> httpx.Response:
        answer = await self._send("POST", path, body)
        if answer.is_error and answer.status_code != or_status:
            raise SystemExit(f"POST {path} was answered with {answer.status_code}: {answer.text}")
        return answer

    async def _send(self, method: str, path: str, body: Json | None = None, token: str | None = None) -> httpx.Response:
        """Send until there is an answer, as often as _TRIES; between two times wait as long as the service says."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        for _ in range(_TRIES):
            begin = time.perf_counter()
            try:
                answer = await self._http.request(method, path, json=body, headers=headers)
            except httpx.TransportError as failure:
                self._tally.repeats[type(failure).__name__] += 1
                await asyncio.sleep(_PAUSE)
                continue
            if answer.status_code not in _LATER:
                self._tally.seconds.append(time.perf_counter() - begin)
                self._tally.answers[_name(answer)] += 1
                return answer
            self._tally.repeats[_name(answer)] += 1
            await asyncio.sleep(float(answer.headers.get("Retry-After", _PAUSE)))
        raise SystemExit(f"{method} {path} had no answer in {_TRIES} tries: {dict(self._tally.repeats)}")


def _name(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.json()['code']}" if answer.is_error else str(answer.status_code)
