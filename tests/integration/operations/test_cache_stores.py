"""What every cache store promises, for each of them; and the one on Redis while Redis is away, frozen, or back."""

import asyncio
import os
import secrets
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import redis

from tests.support.limits import Clock
from tests.support.redis import free_port, redis_server, started_redis
from tests.support.response_caching import Lookups
from watchkeeper.foundation.caching.cache_store import CacheStore, MemoryCacheStore
from watchkeeper.foundation.caching.redis_cache_store import RedisCacheStore
from watchkeeper.foundation.caching.redis_connection import RedisConnection

SECRET = "a secret of this test"


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


def store_at(
    url: str, clock: Clock | None = None, max_wait_seconds: float = 30, secret: str = SECRET
) -> RedisCacheStore:
    connection = RedisConnection(url, clock=clock or Clock(), max_wait_seconds=max_wait_seconds)
    return RedisCacheStore(connection, secret=secret, metrics=Lookups())


@pytest.fixture(params=["memory", "redis"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[CacheStore]:
    made: CacheStore = MemoryCacheStore()
    if request.param == "redis":
        made = store_at(request.getfixturevalue("redis_url"))
    yield made
    await made.close()


@pytest.fixture
def key() -> str:
    return f"test:{secrets.token_hex(8)}"


async def test_content_is_found_until_it_is_forgotten(store: CacheStore, key: str) -> None:
    assert await store.get(key) is None
    await store.store(key, b"first", 60)
    await store.store(key, b"\x00\xff\n", 60)
    await store.store(f"{key}2", b"", 60)
    assert await store.get(key) == b"\x00\xff\n"
    assert await store.get(f"{key}2") == b""
    await store.delete(key)
    await store.delete(key)
    assert await store.get(key) is None
    assert await store.get(f"{key}2") == b""


async def test_content_is_kept_for_its_time(store: CacheStore, key: str) -> None:
    await store.store(key, b"content", 0.001)
    async with asyncio.timeout(10):
        while await store.get(key) is not None:  # noqa: ASYNC110 - the store tells nobody
            await asyncio.sleep(0.001)


async def test_processes_share_what_is_in_redis(redis_url: str, key: str) -> None:
    one, other = store_at(redis_url), store_at(redis_url)
    await one.store(key, b"content", 60)
    assert await other.get(key) == b"content"
    await other.delete(key)
    assert await one.get(key) is None
    await one.close()
    await other.close()


async def test_what_somebody_else_wrote_is_not_there(redis_url: str, key: str) -> None:
    store = store_at(redis_url)
    await store.store(key, b"content", 60)
    with redis.Redis.from_url(redis_url) as client:
        name = f"watchkeeper:cache:{key}"
        cached = client.get(name)
        assert isinstance(cached, bytes)
        for forged in (b"", b"short", cached[:-1], cached + b"x", b"0" * 16 + b"content"):
            client.set(name, forged)
            assert await store.get(key) is None
        client.set(f"{name}2", cached)
        assert await store.get(f"{key}2") is None
        client.set(name, cached)
        assert await store.get(key) == b"content"
        client.delete(name)
        client.lpush(name, "not even text")
        assert await store.get(key) is None
        client.delete(name)
    await store.close()


async def test_content_of_another_secret_is_not_there(redis_url: str, key: str) -> None:
    one, other = store_at(redis_url), store_at(redis_url, secret="another")
    await one.store(key, b"content", 60)
    assert await other.get(key) is None
    await one.close()
    await other.close()


async def test_without_redis_nothing_is_there_and_that_is_counted(key: str) -> None:
    store = store_at(f"redis://127.0.0.1:{free_port()}/0")
    await store.store(key, b"content", 60)
    assert await store.get(key) is None
    await store.delete(key)
    assert isinstance(store._metrics, Lookups)
    assert store._metrics.counted == [("test", "unreachable")] * 3
    await store.close()


@asynccontextmanager
async def frozen_server() -> AsyncIterator[tuple[str, list[int]]]:
    """Give the URL of a server that takes connections and never answers, and a list with one item a connection."""
    connections: list[int] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        while await reader.read(1024):
            pass
        writer.close()

    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0", connections


async def test_redis_that_does_not_answer_is_left_alone_for_two_seconds(key: str) -> None:
    clock = Clock()
    async with frozen_server() as (url, connections):
        store = store_at(url, clock, 0.05)
        assert [await store.get(key) for _ in range(5)] == [None] * 5
        tried_at_first = len(connections)
        clock.now += 1.9
        await store.get(key)
        assert len(connections) == tried_at_first
        clock.now += 0.2
        await asyncio.gather(*(store.get(key) for _ in range(5)))
        assert tried_at_first < len(connections) <= 2 * tried_at_first  # one tried, the others did not wait for it
        await store.close()


async def test_what_was_to_be_forgotten_while_redis_was_frozen_is_forgotten_before_it_is_believed(key: str) -> None:
    clock = Clock()
    with started_redis(free_port()) as url, redis.Redis.from_url(url) as client:
        pid = client.info()["process_id"]
        store = store_at(url, clock, 1)
        for name in ("gone", "forgotten", "cached"):
            await store.store(name + key, b"content", 60)
        os.kill(pid, signal.SIGSTOP)
        try:
            await store.delete(f"gone{key}")  # asks, in vain
            await store.delete(f"forgotten{key}")  # does not even ask
            assert await store.get(f"kept{key}") is None
        finally:
            os.kill(pid, signal.SIGCONT)
        clock.now += 2.0
        found = [await store.get(name + key) for name in ("forgotten", "gone", "cached")]
        assert found == [None, None, b"content"]
        await store.close()


async def test_redis_that_was_killed_and_is_back_is_used_again(key: str) -> None:
    clock, port = Clock(), free_port()
    with started_redis(port) as url:
        store = store_at(url, clock)
        await store.store(key, b"content", 60)
    assert await store.get(key) is None
    with started_redis(port):
        clock.now += 2.0
        await store.store(key, b"again", 60)
        assert await store.get(key) == b"again"
        await store.close()


async def test_memory_is_bounded_in_bytes_and_the_least_used_goes_first() -> None:
    store = MemoryCacheStore(max_bytes=3000)
    for number in range(3):
        await store.store(f"key {number}", b"x" * 700, 60)
    assert await store.get("key 0") is not None
    await store.store("key 3", b"x" * 700, 60)
    assert [await store.get(f"key {number}") is None for number in range(4)] == [False, True, False, False]
    await store.store("key 4", b"x" * 3000, 60)
    assert await store.get("key 4") is None
