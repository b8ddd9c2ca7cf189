"""Two instances of two workers each behind a proxy, over PgBouncer, a primary, its replica and Redis."""

import asyncio
import re
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import httpx
from alembic import command

from tests.support.databases import SECRET, execute
from tests.support.haproxy import haproxy
from tests.support.pgbouncer import pgbouncer
from tests.support.redis import started_redis
from tests.support.replication import PostgresServer, replicated_servers
from tests.support.service import Service, free_port
from watchkeeper.configs.migrations import alembic_config

WORKERS = 2
INSTANCES = 2
_POOLED = 20
_DATABASE = "watchkeeper"
_COUNT = re.compile(r'^watchkeeper_replica_reads_total\{outcome="(\w+)"\} ([\d.]+)$', re.MULTILINE)


class Fleet:
    """Everything that runs. Whatever is not installed raises pytest's skip, by name."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._folder = folder
        self.instances: list[Service] = []
        self._metrics_ports: list[int] = []

    def open(self) -> None:
        """Start everything and wait until it answers."""
        self.primary, self.replica = self._stack.enter_context(replicated_servers())
        asyncio.run(execute(self.primary.dsn, f"CREATE DATABASE {_DATABASE}"))
        self.dsn = self.primary.dsn_of(_DATABASE)
        command.upgrade(alembic_config(self.dsn), "head")
        until_replayed(self.primary, self.replica)
        variables = {
            "ENVIRONMENT": "test",
            "AUTH__SECRET_KEY": SECRET,
            "DATABASE_URL": self._stack.enter_context(pgbouncer(self.dsn, pooled=_POOLED)),
            "DATABASE_REPLICA_URL": self._stack.enter_context(
                pgbouncer(self.replica.dsn_of(_DATABASE), pooled=_POOLED)
            ),
            "DATABASE__POOLER": "transaction",
            "DATABASE__REPLICA_LAG_SECONDS": "60",
            "REDIS_URL": self._stack.enter_context(started_redis(free_port())),
            "TRUSTED_PROXIES": '["127.0.0.1"]',
            "LIMITS__READS": "1000000/minute",
            "LIMITS__WRITES": "1000000/minute",
        }
        for number in range(INSTANCES):
            self._start(number, variables)
        for instance in self.instances:
            instance.wait_until_ready()
        port = self._stack.enter_context(haproxy([instance.port for instance in self.instances]))
        self.proxy = f"http://127.0.0.1:{port}"
        self._until_balanced()

    @property
    def addresses(self) -> list[str]:
        """The proxy and each instance past it."""
        return [self.proxy, *(f"http://127.0.0.1:{instance.port}" for instance in self.instances)]

    def delay_replica(self, seconds: float) -> None:
        """Let the replica do everything so much later than the primary."""
        dsn = self.replica.dsn
        asyncio.run(execute(dsn, f"ALTER SYSTEM SET recovery_min_apply_delay = '{int(seconds * 1000)}ms'"))
        asyncio.run(execute(dsn, "SELECT pg_reload_conf()"))

    def replica_reads(self) -> Mapping[str, int]:
        """Return how many reads the replica was asked for so far, by outcome."""
        counts = {"answered": 0, "behind": 0, "away": 0}
        for port in self._metrics_ports:
            text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=20).text
            for outcome, count in _COUNT.findall(text):
                counts[outcome] += int(float(count))
        return counts

    def close(self) -> None:
        for instance in self.instances:
            instance.end()
        self._stack.close()

    def said(self) -> str:
        """Return lines of the services that tell of faults."""
        lines = [line for instance in self.instances for line in instance.output.splitlines()]
        return "\n".join(line for line in lines if "unhandled_error" in line or "Traceback" in line)

    def _start(self, number: int, variables: Mapping[str, str]) -> None:
        port = free_port()
        own = {**variables, "METRICS__PORT": str(port)}
        folder = self._folder / f"instance-{number}"
        self.instances.append(Service(folder, self._folder / f"{number}.log", workers=WORKERS, variables=own))
        self._metrics_ports.append(port)

    def _until_balanced(self) -> None:
        deadline = time.monotonic() + 20
        while httpx.get(f"{self.proxy}/ready").status_code != httpx.codes.OK:
            assert time.monotonic() < deadline, "the proxy finds no instance"
            time.sleep(0.1)


def until_replayed(primary: PostgresServer, replica: PostgresServer) -> None:
    """Wait until the replica has everything that the primary has."""
    asyncio.run(_until_replayed(primary.dsn, replica.dsn))


async def _until_replayed(primary: str, replica: str) -> None:
    ahead, behind = await asyncpg.connect(primary), await asyncpg.connect(replica)
    least = await ahead.fetchval("SELECT pg_current_wal_flush_lsn()")
    deadline = time.monotonic() + 60
    while not await behind.fetchval("SELECT pg_last_wal_replay_lsn() >= $1", least):
        assert time.monotonic() < deadline, "the replica does not catch up"
        await asyncio.sleep(0.05)
    await ahead.close()
    await behind.close()
