"""Caches responses of another service; equal concurrent requests share one call."""

import hmac
import json
from collections.abc import Callable
from time import time
from typing import Any, NamedTuple, TypeVar

from watchkeeper.foundation.caching.cache_store import CacheStore
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.foundation.core.single_flight import SingleFlight
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.outbound.call import CachePolicy, UpstreamRequest
from watchkeeper.foundation.outbound.client import UpstreamClient

ContentT = TypeVar("ContentT")
Read = Callable[[Any], ContentT]


class _CachedResponse(NamedTuple):
    content: Any
    age_seconds: int


class CachedUpstream:
    """Sends requests through `client` and caches the responses that can be read.

    Cache keys are HMACs of the request and the token under `secret`: a response to one token is never returned for
    another, and no key reveals a token. When the service is down, the cached response is returned as stale for as long
    as the policy allows (stale-if-error, RFC 5861).
    """

    def __init__(self, client: UpstreamClient, store: CacheStore, *, secret: str, metrics: Metrics) -> None:
        self._client = client
        self._metrics = metrics
        self._store = store
        self._key = hmac.digest(secret.encode(), b"watchkeeper upstream responses", "sha256")
        self._flights = SingleFlight[Any]()

    async def fetch(
        self, call: UpstreamRequest, policy: CachePolicy, read: Read[ContentT], *, version: str = ""
    ) -> ProviderResponse[ContentT]:
        """Return the response as read by `read`, which raises the client's error `unavailable` for an invalid one.
        `version` is part of the cache key. Raises the errors of the client."""
        key = self._key_of(call, version)
        cached = await self._find(key)
        is_fresh = cached is not None and cached.age_seconds < policy.max_age_seconds
        self._metrics.count_cache(self._client.name, "hit" if is_fresh else "miss")
        if cached is not None and is_fresh:
            return ProviderResponse(read(cached.content), cached.age_seconds)
        try:
            return ProviderResponse(
                await self._flights.run(key, lambda: self._fetch_and_store(key, call, policy, read))
            )
        except self._client.errors.down:
            if cached is None or cached.age_seconds >= policy.max_age_seconds + policy.stale_if_error_seconds:
                raise
            return ProviderResponse(read(cached.content), cached.age_seconds, is_stale=True)

    async def _fetch_and_store(
        self, key: str, call: UpstreamRequest, policy: CachePolicy, read: Read[ContentT]
    ) -> ContentT:
        try:
            raw = await self._client.send(call)
            content = read(raw)
        except self._client.errors.down:
            raise
        except ServiceError:  # gone, or not for this token: the cached response is no longer valid
            await self._store.delete(key)
            raise
        cached = json.dumps({"at": time(), "content": raw}, ensure_ascii=False).encode()
        await self._store.store(key, cached, policy.max_age_seconds + policy.stale_if_error_seconds)
        return content

    async def _find(self, key: str) -> "_CachedResponse | None":
        cached = await self._store.get(key)
        if cached is None:
            return None
        entry = json.loads(cached)
        return _CachedResponse(entry["content"], max(0, int(time() - entry["at"])))

    def _key_of(self, call: UpstreamRequest, version: str) -> str:
        token = "" if call.token is None else call.token.get_secret_value()
        content = json.dumps([self._client.name, call.identity, version, token])
        return "upstream:" + hmac.digest(self._key, content.encode(), "sha256").hex()
