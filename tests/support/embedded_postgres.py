"""Other processes that use the embedded PostgreSQL, and a look into its database."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg

import watchkeeper
from watchkeeper.foundation.embedded_postgres.postmaster import find_postmaster

IS_ROOT = os.geteuid() == 0
FOLDER = "postgres18-volatile"
APPLICATION = """
import sys
from pathlib import Path
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
print(server.start(), server.started_here, flush=True)
sys.stdin.readline()
print(server.release(), flush=True)
"""


def python(script: str, state: Path) -> subprocess.Popen[str]:
    """Run a script in a process of its own, with a folder for its argument."""
    source = Path(watchkeeper.__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, "-c", script, str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )


class Application:
    """Another process that uses the server."""

    def __init__(self, state: Path) -> None:
        self._process = python(APPLICATION, state)

    def started(self) -> tuple[str, bool]:
        assert self._process.stdout is not None
        dsn, started_here = self._process.stdout.readline().split()
        return dsn, started_here == "True"

    def leave(self) -> bool:
        """End in good order; return whether that stopped the server."""
        output, _ = self._process.communicate("\n", timeout=60)
        return output.strip() == "True"

    def kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()


def query(dsn: str, statement: str) -> object:
    """Return the one value of a statement, over a connection of its own."""

    async def fetch() -> object:
        connection = await asyncpg.connect(dsn, timeout=10)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(fetch())


def kill_server(data: Path) -> None:
    """Kill the PostgreSQL whose data lie there, as `kill -9` does."""
    process = find_postmaster(data)
    assert process is not None
    process.kill()
