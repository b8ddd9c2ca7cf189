import json
from collections.abc import Awaitable, Callable
from hashlib import blake2b

from watchkeeper.foundation.caching.cache_store import CacheStore
from watchkeeper.foundation.core.single_flight import SingleFlight
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.response_cache.tag_versions import TagVersionRepository

Produce = Callable[[], Awaitable[StoredResponse]]


class ResponseCache:
    """Caches responses that are the same for all callers, until their content changes.

    A response is stored with the version that its content had before it was produced, and returned only while the
    content has that version: the next response after a change includes it, and a response produced from older content
    is never returned. `store` belongs to this process; `seconds` is the longest age of an entry, and 0 disables the
    cache.
    """

    def __init__(self, *, versions: TagVersionRepository, store: CacheStore, metrics: Metrics, seconds: float) -> None:
        self._versions = versions
        self._store = store
        self._metrics = metrics
        self._seconds = seconds
        self._flights = SingleFlight[StoredResponse]()

    async def response(self, tag: str, address: bytes, produce: Produce) -> StoredResponse:
        """Return the cached response for `address`, else the result of `produce`, called once for concurrent callers.

        Raises DatabaseUnavailableError, and what `produce` raises.
        """
        version = (await self._versions.read()).get(tag) if self._seconds else None
        if version is None:
            return await produce()
        key = f"response:{blake2b(address, digest_size=24).hexdigest()}"
        version_key = version.encode()
        cached = _response_of(await self._store.get(key), version_key)
        self._metrics.count_cache(tag, "miss" if cached is None else "hit")
        return cached or await self._flights.run((key, version_key), lambda: self._make(key, version_key, produce))

    async def compact_versions(self) -> int:
        """Merge rows of versions, so that reading them stays cheap; return the number of contents with merged rows."""
        return await self._versions.compact()

    async def _make(self, key: str, version_key: bytes, produce: Produce) -> StoredResponse:
        response = await produce()
        if response.is_public:
            await self._store.store(key, _bytes_of(response, version_key), self._seconds)
        return response


def _bytes_of(response: StoredResponse, version_key: bytes) -> bytes:
    return b"\n".join((version_key, json.dumps(response.headers).encode(), response.body))


def _response_of(cached: bytes | None, version_key: bytes) -> StoredResponse | None:
    if cached is None:
        return None
    stored_version, headers, body = cached.split(b"\n", 2)
    if stored_version != version_key:
        return None
    return StoredResponse(200, tuple((name, value) for name, value in json.loads(headers)), body)
