import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from watchkeeper.configs.settings import PROJECT_ROOT

SCRIPT = PROJECT_ROOT / "scripts" / "healthcheck.py"


class Service(HTTPServer):
    """Stands for the service: answers with `status` and keeps what it was asked."""

    status = 200
    asked: tuple[str, str | None] = ("", None)


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        self.server.asked = (self.path, self.headers["Host"])
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Print nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _run(port: int, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("PORT", "TRUSTED_HOSTS")}
    environment |= {"PORT": str(port)} | variables
    return subprocess.run([sys.executable, SCRIPT], env=environment, capture_output=True, text=True, check=False)


def test_service_that_takes_traffic_is_healthy(service: Service) -> None:
    assert _run(service.server_port).returncode == 0
    assert service.asked == ("/ready", "127.0.0.1")


def test_service_that_takes_no_traffic_is_not_healthy(service: Service) -> None:
    service.status = 503
    answer = _run(service.server_port)
    assert answer.returncode == 1
    assert "503" in answer.stdout


def test_service_that_is_not_there_is_not_healthy(service: Service) -> None:
    with HTTPServer(("127.0.0.1", 0), _Handler) as closed:
        port = closed.server_port
    answer = _run(port)
    assert answer.returncode == 1
    assert "does not answer" in answer.stdout


@pytest.mark.parametrize(
    ("trusted_hosts", "host"),
    [('["api.example.com", "other.example.com"]', "api.example.com"), ('["*.example.com"]', "ready.example.com")],
)
def test_service_that_answers_certain_names_only_is_asked_by_one_of_them(
    service: Service, trusted_hosts: str, host: str
) -> None:
    assert _run(service.server_port, TRUSTED_HOSTS=trusted_hosts).returncode == 0
    assert service.asked == ("/ready", host)
