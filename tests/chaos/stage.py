"""A service under load, what is done to it, and the reckoning at the end."""

import asyncio
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import asyncpg

from tests.chaos.servers import RedisServer
from tests.chaos.witness import RECOVERY_SECONDS, Witness
from tests.standins.application import StandinApplication
from tests.standins.server import running
from tests.support.discovery import SERVICE_TOKEN
from tests.support.hanging import frozen_server
from tests.support.ledger import Writer
from tests.support.service import Service, free_port
from tests.support.standin import Standin
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.foundation.embedded_postgres.launcher import EmbeddedPostgres
from watchkeeper.foundation.embedded_postgres.postmaster import find_postmaster

_WRITERS = 4
_ENDS_SESSIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
_PLENTY = "100000/minute"  # counted like all others, yet never used up by the few who write here
_LOCK = "LOCK TABLE watch_entries, ratings, plays IN ACCESS EXCLUSIVE MODE"


class Stage:
    """A service of `workers` processes with people who write, over a given PostgreSQL (`dsn`) or an embedded one."""

    def __init__(self, folder: Path, *, workers: int, dsn: str | None = None) -> None:
        self._folder = folder
        self._workers = workers
        self._given_dsn = dsn
        self._run = secrets.token_hex(4)  # a given database may hold what an earlier run has left
        self._port = free_port()
        self._cleanup = ExitStack()
        self._standin = Standin(self._cleanup.enter_context(running(StandinApplication())))
        self._redis = RedisServer() if RedisServer.is_installed() else None
        self._writers: list[Writer] = []
        self._witnesses = 0
        self._service = self._start()

    def open(self) -> None:
        """Let people sign in and begin to write."""
        self._service.wait_until_ready()
        address = f"http://127.0.0.1:{self._port}"
        names = [f"writer-{self._run}-{number}" for number in range(_WRITERS)]
        self._writers = [Writer(address, self._service.sign_in(name), name) for name in names]
        for writer in self._writers:
            writer.start()
        self.require_progress("after the start")

    def kill_database(self) -> None:
        """Kill PostgreSQL, or, where it is not ours, all its sessions."""
        if self._given_dsn is not None:
            asyncio.run(_execute(self._given_dsn, _ENDS_SESSIONS))
            return
        postmaster = find_postmaster(self._data)
        assert postmaster is not None
        postmaster.kill()

    def freeze_database(self, seconds: float) -> None:
        """Let PostgreSQL answer nothing for some seconds; where it is not ours, let everybody wait for a lock."""
        if self._given_dsn is not None:
            self.lock_tables(seconds)
            return
        with frozen_server(self._data):
            time.sleep(seconds)

    def lock_tables(self, seconds: float) -> None:
        asyncio.run(_hold(self._dsn(), _LOCK, seconds))

    def kill_worker(self) -> None:
        """Kill one of several processes that answer."""
        self._service.workers()[0].kill()

    def kill_redis(self) -> None:
        """Take Redis away and bring it back empty; nobody is refused anything meanwhile but more guesses."""
        assert self._redis is not None
        with self._nobody_refused("without Redis") as witness:
            witness.require_shared()
            self._redis.kill()
            self.require_progress("without Redis")
            witness.require_alone()
            witness.require_guesses_limited(counts=self._workers)
            witness.require_figures_current()
            self._redis.start()
            witness.require_shared()
            # One count for all again, and one a process for the moments in which Redis is too slow on a busy machine.
            witness.require_guesses_limited(counts=1 + self._workers)
            witness.require_figures_current()

    def freeze_redis(self, seconds: float) -> None:
        """Let Redis answer nothing for some seconds, while what it keeps comes to hold no longer."""
        assert self._redis is not None
        with self._nobody_refused("while Redis hangs") as witness:
            witness.require_shared()
            with self._redis.frozen():
                witness.take_movie_away()
                witness.require_figures_current()
                time.sleep(seconds)
            witness.require_movie_gone()
            witness.require_shared()

    @property
    def has_redis(self) -> bool:
        return self._redis is not None

    def restart_service(self) -> None:
        """Stop the service in good order, under load, and start it again at the same address."""
        code = self._service.stop(signal.SIGTERM)
        assert code == 0, f"The service ended with {code}:\n{self._service.output[-2000:]}"
        self._service.http.close()
        self._service = self._start()
        self._service.wait_until_ready()

    def require_progress(self, when: str) -> None:
        """Wait until every writer has been acknowledged something new. Fails when that takes too long."""
        before = [len(writer.ledger.ratings) for writer in self._writers]
        deadline = time.monotonic() + RECOVERY_SECONDS
        while any(len(writer.ledger.ratings) <= count for writer, count in zip(self._writers, before, strict=True)):
            faults = self.faults()
            assert not faults, f"{when}: {faults}"
            assert time.monotonic() < deadline, (
                f"{when}: no progress in {RECOVERY_SECONDS} s\n{self._service.output[-3000:]}"
            )
            time.sleep(0.05)

    def faults(self) -> list[str]:
        return [fault for writer in self._writers for fault in writer.ledger.faults]

    def reckon(self) -> str:
        """Compare what was acknowledged with what is there. Fails on any difference; returns the sums."""
        for writer in self._writers:
            writer.end()
        found = self.faults() + [line for writer in self._writers for line in writer.differences()]
        assert not found, "\n".join(found)
        self._require_right_figures()
        ledgers = [writer.ledger for writer in self._writers]
        entries, ratings = sum(len(one.entries) for one in ledgers), sum(len(one.ratings) for one in ledgers)
        plays = sum(len(one.plays) for one in ledgers)
        refused, lost = sum(one.refused for one in ledgers), sum(one.lost for one in ledgers)
        return (
            f"{entries} entries, {ratings} ratings and {plays} plays acknowledged, all there once, and in the feed; "
            f"{refused} were refused for the moment, {lost} answers were lost; both were asked for again"
        )

    def close(self) -> None:
        for writer in self._writers:
            writer.abandon()
        self._service.end()
        if self._redis is not None:
            self._redis.kill()
        EmbeddedPostgres(self._folder / "data").stop()
        self._standin.close()
        self._cleanup.close()

    @property
    def _data(self) -> Path:
        return (self._folder / "data" / "postgres18" / "data").resolve()

    @contextmanager
    def _nobody_refused(self, when: str) -> Iterator[Witness]:
        """Give an admin who watches; fail where a writer is refused or not answered within the block."""
        before = self._refusals()
        self._witnesses += 1
        name = f"witness-{self._run}-{self._witnesses}"
        self._service.sign_in(name)
        asyncio.run(_execute(self._dsn(), f"UPDATE users SET role = 'admin' WHERE username = '{name}'"))
        with closing(Witness(name, self._service, self._standin, workers=self._workers)) as witness:
            yield witness
        constraint_errors = self._refusals() - before
        assert not constraint_errors, f"{when}: {constraint_errors} writes were refused or not answered"

    def _refusals(self) -> int:
        return sum(writer.ledger.refused + writer.ledger.lost for writer in self._writers)

    def _start(self) -> Service:
        limits = {f"LIMITS__{kind}": _PLENTY for kind in ("READS", "WRITES", "DISCOVERY")}
        providers = {"TMDB__BASE_URL": self._standin.tmdb, "TMDB__ACCESS_TOKEN": SERVICE_TOKEN}
        variables = limits | providers | ({"DATABASE_URL": self._given_dsn} if self._given_dsn else {})
        if self._redis is not None:
            variables["REDIS_URL"] = self._redis.url
        log = self._folder / "service.log"
        return Service(self._folder / "data", log, port=self._port, workers=self._workers, variables=variables)

    def _dsn(self) -> str:
        return self._given_dsn or EmbeddedPostgres(self._folder / "data").start()

    def _require_right_figures(self) -> None:
        command = [sys.executable, str(PROJECT_ROOT / "manage.py"), "recount"]
        outcome = subprocess.run(command, env=self._service.environment, capture_output=True, text=True, check=False)
        assert "no difference" in outcome.stdout.lower(), outcome.stdout + outcome.stderr


async def _execute(dsn: str, sql: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(sql)
    await connection.close()


async def _hold(dsn: str, lock: str, seconds: float) -> None:
    connection = await asyncpg.connect(dsn)
    async with connection.transaction():
        await connection.execute(lock)
        await asyncio.sleep(seconds)
    await connection.close()
