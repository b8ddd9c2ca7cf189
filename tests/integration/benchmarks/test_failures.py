"""Peers that fail, over real sockets: each is left out with its reason, and the others are measured to the end."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import psutil
import pytest

from benchmarks.suite.failures import MeasurementError
from benchmarks.suite.load import Generator, Request
from benchmarks.suite.postgres import Postgres
from benchmarks.suite.processes import Server, free_port, running_server
from benchmarks.suite.rounds import Served, interleaved
from benchmarks.suite.servers import required
from benchmarks.suite.variants import started_peers

ROUNDS = 2
BODY = b"sixteen bytes ok"


@contextmanager
def _responding(statuses: list[int]) -> Iterator[int]:
    """Respond with these statuses in turn, then with the last of them; give the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _silent() -> Iterator[int]:
    """Accept connections and never respond; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def _served(name: str, port: int, folder: Path, expected: int = 200) -> Served:
    here = psutil.Process()
    generator = Generator(1, 0.1, folder, grace=0.3 if name == "hanging" else 30)
    request = Request("GET", "/", expected=expected)
    return Served(name, Server(name, port, here), Postgres("", here, folder), generator, lambda: [request])


def test_peers_that_fail_are_left_out_and_the_others_are_measured_to_the_end(tmp_path: Path) -> None:
    with ExitStack() as stack:
        ports = {
            "service": stack.enter_context(_responding([200])),
            "wrong": stack.enter_context(_responding([200, 200, 500])),
            "hanging": stack.enter_context(_silent()),
            "gone": free_port(),
            "sound": stack.enter_context(_responding([200])),
        }
        measured = interleaved([_served(name, port, tmp_path) for name, port in ports.items()], ROUNDS)

    assert {name: len(found) for name, found in measured.readings.items()} == {
        "service": ROUNDS,
        "wrong": 0,
        "hanging": 0,
        "gone": 0,
        "sound": ROUNDS,
    }
    assert measured.failures.keys() == {"wrong", "hanging", "gone"}
    assert "responses were not 200" in measured.failures["wrong"]
    assert measured.failures["wrong"].endswith(f"the first: 500 {BODY.decode()}")
    assert measured.failures["hanging"] == "TimeoutError: no response in time"
    assert measured.failures["gone"].startswith("ConnectionRefusedError")


def test_success_of_another_status_than_expected_fails_too(tmp_path: Path) -> None:
    with _responding([200]) as port:
        measured = interleaved([_served("service", port, tmp_path, expected=304)], ROUNDS)

    assert measured.readings == {"service": []}
    assert "responses were not 304" in measured.failures["service"]


def test_nothing_more_is_measured_without_the_service(tmp_path: Path) -> None:
    with _responding([500]) as failing, _responding([200]) as sound:
        variants = [_served("service", failing, tmp_path), _served("B0", sound, tmp_path)]
        measured = interleaved(variants, ROUNDS)

    assert measured.failures.keys() == {"service"}
    assert measured.readings == {"service": [], "B0": []}


def test_first_response_of_another_status_is_reported_with_its_body() -> None:
    with _responding([403]) as port, pytest.raises(MeasurementError, match=f"403 instead of 200: {BODY.decode()}"):
        required(Server("peer", port, psutil.Process()), Request("GET", "/list?limit=20"))


def test_peer_that_does_not_start_is_absent_with_the_end_of_its_output(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo no such module >&2; exit 1"]
    peer = running_server("peer", command, free_port(), environment={}, folder=tmp_path, ready="/")
    with ExitStack() as stack:
        started, absent = started_peers({"DRF": lambda: peer}, stack)

    assert started == {}
    assert absent == {"DRF": "peer did not start: no such module"}
