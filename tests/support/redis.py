"""A real Redis for tests: TEST_REDIS_URL, else a server of the test's own, else the tests are skipped, visibly."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis


@contextmanager
def redis_server() -> Iterator[str]:
    """Give the URL of a running Redis."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield given
        return
    with started_redis(free_port()) as url:
        yield url


@contextmanager
def started_redis(port: int) -> Iterator[str]:
    """Give the URL of a Redis of the test's own on a port; it is killed afterwards."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("needs redis-server on PATH, or TEST_REDIS_URL")
    with tempfile.TemporaryDirectory(prefix="watchkeeper-redis-") as folder:
        arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        with subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL) as process:
            url = f"redis://127.0.0.1:{port}/0"
            try:
                _wait_for(url)
                yield url
            finally:
                process.kill()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    retry = redis.retry.Retry(redis.backoff.ConstantBackoff(0.05), 200)
    with redis.Redis.from_url(url, retry=retry) as client:
        client.ping()
