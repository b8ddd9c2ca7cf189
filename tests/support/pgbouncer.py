"""A real PgBouncer in transaction mode for tests, else the tests are skipped, visibly."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest

from tests.support.service import free_port

POOLED = 3
"""How many connections to PostgreSQL it opens for each database: by default fewer than the service asks of it."""

_SECONDS = 20
_SETTINGS = """
[databases]
* = host={host} port={server_port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/accounts
pool_mode = transaction
default_pool_size = {pooled}
max_client_conn = 500
server_login_retry = 1
logfile = {folder}/log
"""


@contextmanager
def pgbouncer(dsn: str, *, pooled: int = POOLED) -> Iterator[str]:
    """Give the DSN of the same database through a PgBouncer of the test's own; it is killed afterwards."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("needs pgbouncer on PATH")
    parts = urlsplit(dsn)
    query = dict(parse_qsl(parts.query))
    host = query.get("host", parts.hostname or "127.0.0.1")
    account, password, port = unquote(parts.username or ""), unquote(parts.password or ""), free_port()
    with tempfile.TemporaryDirectory(prefix="watchkeeper-pgbouncer-") as name:
        folder = Path(name)
        (folder / "accounts").write_text(f'"{account}" "{password}"\n')
        server_port = query.get("port", parts.port or 5432)
        (folder / "ini").write_text(
            _SETTINGS.format(host=host, server_port=server_port, port=port, folder=folder, pooled=pooled)
        )
        owner = _owner(host)
        if owner is not None:
            for path in (folder, *folder.iterdir()):
                os.chown(path, owner, -1)
        with subprocess.Popen([program, "--quiet", str(folder / "ini")], user=owner) as process:
            try:
                _wait_for(port, process, folder / "log")
                yield f"postgresql://{quote(account)}:{quote(password, safe='')}@127.0.0.1:{port}{parts.path}"
            finally:
                process.kill()


def _owner(host: str) -> int | None:
    """Return whom PgBouncer runs as: as root it refuses to run, and the server's socket is for its owner alone."""
    if os.geteuid() != 0:
        return None
    return Path(host).stat().st_uid if host.startswith("/") else 65534


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, log.read_text() if log.exists() else "PgBouncer did not start"
            assert time.monotonic() < deadline, "PgBouncer does not answer"
            time.sleep(0.02)
        else:
            return
