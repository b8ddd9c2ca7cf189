import asyncio
import re
from collections.abc import Callable
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

import httpx

from watchkeeper.models.types.catalogue.picture import Picture, picture_of

_MAX_BYTES: Final = 2 * 1024 * 1024
_SECONDS: Final = 5.0
_PAUSE_SECONDS: Final = 60.0
_MAX_CALLS: Final = 8
_OK: Final = 200
_SIZES: Final = {154: "w154", 308: "w342", 616: "w780"}
_SIZE_OF_TMDB: Final = re.compile(r"(?<=/t/p/)(w\d+|original)(?=/)")


class HttpPosterAdapter:
    """Fetches posters from other hosts: 2 MB in 5 seconds at most, and without following anybody elsewhere.

    A host that failed is not asked again for a minute.
    """

    def __init__(self, make_client: Callable[[], httpx.AsyncClient] | None = None) -> None:
        self._make_client = make_client or _client
        self._http: httpx.AsyncClient | None = None
        self._permits = asyncio.Semaphore(_MAX_CALLS)
        self._failed_until: dict[str, float] = {}

    async def fetch(self, url: str, width: int) -> Picture | None:
        host = urlsplit(url).netloc
        if self._failed_until.get(host, 0) > monotonic():
            return None
        try:
            async with asyncio.timeout(_SECONDS), self._permits:
                content = await self._content_of(_SIZE_OF_TMDB.sub(_SIZES[width], url))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            self._failed_until[host] = monotonic() + _PAUSE_SECONDS
            return None
        return None if content is None else picture_of(content)

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def _content_of(self, url: str) -> bytes | None:
        if self._http is None:
            self._http = self._make_client()
        async with self._http.stream("GET", url) as response:
            if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                response.raise_for_status()
            return await _bounded(response) if response.status_code == _OK else None


async def _bounded(response: httpx.Response) -> bytes | None:
    received = bytearray()
    async for chunk in response.aiter_bytes():
        received += chunk
        if len(received) > _MAX_BYTES:
            return None
    return bytes(received)


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        follow_redirects=False, trust_env=False, timeout=_SECONDS, headers={"User-Agent": "watchkeeper"}
    )
