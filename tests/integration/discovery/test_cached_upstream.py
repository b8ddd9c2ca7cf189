"""How long answers of another service are kept, and what is given while it is down."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.standin import Standin
from watchkeeper.foundation.caching.cache_store import MemoryCacheStore
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.foundation.outbound.call import CachePolicy, UpstreamRequest
from watchkeeper.foundation.outbound.client import UpstreamClient
from watchkeeper.foundation.outbound.options import UpstreamOptions
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderTitleNotFoundError,
    ProviderUnauthorizedError,
    ProviderUnavailableError,
)
from watchkeeper.repositories.discovery.adapters.provider_cache_policies import (
    DETAILS,
    DISCOVERY,
    FLAGS,
    SEARCHES,
    ProviderCachePolicy,
)
from watchkeeper.repositories.discovery.adapters.provider_errors import PROVIDER_ERRORS

TOKEN = SecretStr("token-of-548")
MOVIE = UpstreamRequest("/3/movie/47964", token=TOKEN)
KEEPING = CachePolicy(600)


class Store(MemoryCacheStore):
    """A store whose content can be made older; it keeps the names of what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.cached: dict[str, float] = {}

    async def store(self, key: str, content: bytes, seconds: float) -> None:
        self.cached[key] = seconds
        await super().store(key, content, seconds)

    async def age(self, seconds: float) -> None:
        for key, duration in self.cached.items():
            content = await self.get(key)
            if content is not None:
                entry = json.loads(content)
                aged = json.dumps({**entry, "at": entry["at"] - seconds}).encode()
                await super().store(key, aged, duration)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
async def upstream(standin: Standin, store: Store) -> AsyncIterator[CachedUpstream]:
    metrics = Metrics()
    client = UpstreamClient(
        "tmdb",
        standin.tmdb,
        UpstreamOptions(attempts=1),
        errors=PROVIDER_ERRORS,
        metrics=metrics,
        tracer=Tracer(),
    )
    yield CachedUpstream(client, store, secret="a secret", metrics=metrics)
    await client.close()


def read(answer: Any) -> str:
    if not isinstance(answer, dict) or "title" not in answer:
        raise ProviderUnavailableError
    return str(answer["title"])


async def test_fresh_answer_is_not_asked_for_again(upstream: CachedUpstream, store: Store, standin: Standin) -> None:
    first = await upstream.fetch(MOVIE, KEEPING, read)
    await store.age(599)

    second = await upstream.fetch(MOVIE, KEEPING, read)

    assert (first.age_seconds, first.is_stale) == (None, False)
    assert second.content == first.content
    assert second.age_seconds is not None
    assert 599 <= second.age_seconds < 600
    assert len(standin.calls()) == 1


async def test_answer_whose_time_is_over_is_asked_for_again(
    upstream: CachedUpstream, store: Store, standin: Standin
) -> None:
    await upstream.fetch(MOVIE, KEEPING, read)
    await store.age(600)

    assert (await upstream.fetch(MOVIE, KEEPING, read)).age_seconds is None
    assert len(standin.calls()) == 2


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_old_answer_is_given_as_stale_while_the_service_is_down(
    upstream: CachedUpstream, store: Store, standin: Standin, status: int
) -> None:
    first = await upstream.fetch(MOVIE, KEEPING, read)
    await store.age(600 + 3500)
    standin.fails_with(status)

    stale_if_error = await upstream.fetch(MOVIE, KEEPING, read)

    assert (stale_if_error.content, stale_if_error.is_stale) == (first.content, True)
    assert stale_if_error.age_seconds is not None
    assert stale_if_error.age_seconds >= 4100


@pytest.mark.parametrize(("status", "error"), [(500, ProviderUnavailableError), (429, ProviderBusyError)])
async def test_answer_is_stale_for_an_hour_at_most(
    upstream: CachedUpstream, store: Store, standin: Standin, status: int, error: type[Exception]
) -> None:
    await upstream.fetch(MOVIE, KEEPING, read)
    await store.age(600 + 3600)
    standin.fails_with(status)

    with pytest.raises(error):
        await upstream.fetch(MOVIE, KEEPING, read)


@pytest.mark.parametrize(("status", "error"), [(404, ProviderTitleNotFoundError), (401, ProviderUnauthorizedError)])
async def test_what_is_gone_or_forbidden_is_not_given_as_stale(
    upstream: CachedUpstream, store: Store, standin: Standin, status: int, error: type[Exception]
) -> None:
    await upstream.fetch(MOVIE, KEEPING, read)
    await store.age(601)
    standin.fails_with(status)
    with pytest.raises(error):
        await upstream.fetch(MOVIE, KEEPING, read)

    standin.fails_with(500)
    with pytest.raises(ProviderUnavailableError):
        await upstream.fetch(MOVIE, KEEPING, read)


async def test_answer_that_makes_no_sense_is_not_kept(upstream: CachedUpstream, store: Store, standin: Standin) -> None:
    with pytest.raises(ProviderUnavailableError):
        await upstream.fetch(UpstreamRequest("/3/genre/movie/list", token=TOKEN), KEEPING, read)

    assert store.cached == {}


async def test_keys_tell_no_token(upstream: CachedUpstream, store: Store) -> None:
    await upstream.fetch(MOVIE, KEEPING, read)

    (key,) = store.cached
    assert "548" not in key
    assert "47964" not in key


async def test_whoever_leaves_takes_the_answer_from_nobody(upstream: CachedUpstream, standin: Standin) -> None:
    standin.holds()
    asking = [asyncio.create_task(upstream.fetch(MOVIE, KEEPING, read)) for _ in range(3)]
    await asyncio.wait(asking, timeout=0.3)  # so that all of them wait for the same call
    asking[0].cancel()
    standin.recovers()

    others = await asyncio.gather(*asking[1:])

    assert {fetched.content for fetched in others} == {"A Good Day to Die Hard"}
    assert asking[0].cancelled()
    assert len(standin.calls()) == 1


def test_nothing_is_cached_longer_than_terms_allow() -> None:
    half_a_year = 180 * 24 * 3600
    for policy in (DETAILS, DISCOVERY, SEARCHES, FLAGS):
        assert policy.max_age_seconds + policy.stale_if_error_seconds < half_a_year
    with pytest.raises(ValueError, match="six months"):
        ProviderCachePolicy(half_a_year)
