"""Answers of another service, kept for a while; equal calls at the same time become one."""

import hmac
import json
from collections.abc import Callable
from time import time
from typing import Any, NamedTuple, TypeVar

from watchkeeper.models.errors.base import WatchkeeperError
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderTimeoutError,
    ProviderUnavailableError,
)
from watchkeeper.models.types.discovery import Fetched
from watchkeeper.repositories.operations.cache_store import CacheStore
from watchkeeper.repositories.operations.metrics import Metrics
from watchkeeper.repositories.upstream.call import Call, Keeping
from watchkeeper.repositories.upstream.upstream_client import UpstreamClient
from watchkeeper.utils.single_flight import SingleFlight

ContentT = TypeVar("ContentT")
Read = Callable[[Any], ContentT]

_DOWN = (ProviderUnavailableError, ProviderTimeoutError, ProviderBusyError)


class _Kept(NamedTuple):
    answer: Any
    age_seconds: int


class CachedUpstream:
    """Asks a service through `client` and keeps what can be read.

    Keys are made of the call and the token under `secret`: answers to one token are never given to another, and no
    key tells a token. When the service is down, what it said before is given as stale for as long as the keeping says.
    """

    def __init__(self, client: UpstreamClient, store: CacheStore, *, secret: str, metrics: Metrics) -> None:
        self._client = client
        self._metrics = metrics
        self._store = store
        self._key = hmac.digest(secret.encode(), b"watchkeeper upstream answers", "sha256")
        self._flights = SingleFlight[Any]()

    async def fetch(
        self, call: Call, keeping: Keeping, read: Read[ContentT], *, version: str = ""
    ) -> Fetched[ContentT]:
        """Return what `read` makes of the answer. `read` raises ProviderUnavailableError for one that makes no sense.

        Another `version` is another answer. Raises the errors of the client.
        """
        key = self._name(call, version)
        kept = await self._find(key)
        is_fresh = kept is not None and kept.age_seconds < keeping.fresh_seconds
        self._metrics.count_cache(self._client.name, "hit" if is_fresh else "miss")
        if kept is not None and is_fresh:
            return Fetched(read(kept.answer), kept.age_seconds)
        try:
            return Fetched(await self._flights.run(key, lambda: self._ask(key, call, keeping, read)))
        except _DOWN:
            if kept is None or kept.age_seconds >= keeping.fresh_seconds + keeping.stale_seconds:
                raise
            return Fetched(read(kept.answer), kept.age_seconds, is_stale=True)

    async def _ask(self, key: str, call: Call, keeping: Keeping, read: Read[ContentT]) -> ContentT:
        try:
            answer = await self._client.ask(call)
            content = read(answer)
        except _DOWN:
            raise
        except WatchkeeperError:  # it is gone, or not for this token: what was said before holds no longer
            await self._store.forget(key)
            raise
        kept = json.dumps({"at": time(), "answer": answer}, ensure_ascii=False).encode()
        await self._store.keep(key, kept, keeping.fresh_seconds + keeping.stale_seconds)
        return content

    async def _find(self, key: str) -> "_Kept | None":
        kept = await self._store.find(key)
        if kept is None:
            return None
        entry = json.loads(kept)
        return _Kept(entry["answer"], max(0, int(time() - entry["at"])))

    def _name(self, call: Call, version: str) -> str:
        token = "" if call.token is None else call.token.get_secret_value()
        content = json.dumps([self._client.name, call.identity, version, token])
        return "upstream:" + hmac.digest(self._key, content.encode(), "sha256").hex()
