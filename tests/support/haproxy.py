"""A real HAProxy before several instances, else whoever needs it is skipped, visibly."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.service import free_port

_SECONDS = 20
_SETTINGS = """
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    option forwardfor
    option redispatch
    retries 2

frontend everybody
    bind 127.0.0.1:{port}
    default_backend instances

backend instances
    balance roundrobin
    option httpchk GET /ready
    default-server inter 500ms fall 2 rise 1
{servers}
"""


@contextmanager
def haproxy(ports: Sequence[int]) -> Iterator[int]:
    """Give the port of a proxy that sends requests to these ports in turn, asking each for its readiness."""
    program = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("needs haproxy on PATH")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="watchkeeper-haproxy-") as folder:
        servers = "\n".join(f"    server instance-{one} 127.0.0.1:{one} check" for one in ports)
        settings = Path(folder) / "haproxy.cfg"
        settings.write_text(_SETTINGS.format(port=port, servers=servers))
        with subprocess.Popen([program, "-db", "-q", "-f", str(settings)], stderr=subprocess.DEVNULL) as process:
            try:
                _wait_for(port)
                yield port
            finally:
                process.kill()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "HAProxy does not answer"
            time.sleep(0.02)
        else:
            return
