"""How each server is started: the service as in production, its yardsticks and peers with the same flags."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.suite.failures import MeasurementError
from benchmarks.suite.load import Request
from benchmarks.suite.options import ROOT
from benchmarks.suite.processes import Server, free_port, running_server
from benchmarks.suite.statements import sent_statements
from benchmarks.suite.targets import Person

_PYTHONPATH = f"{ROOT}:{ROOT / 'src'}"


@dataclass(frozen=True, slots=True)
class Response:
    """Status, body and ETag of a response."""

    status: int
    body: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class Hosting:
    """What every server is told: the database, the secret of tokens, a folder for logs and files."""

    dsn: str
    secret: str
    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        return {"PYTHONPATH": _PYTHONPATH, "DATABASE_URL": self.dsn, "AUTH__SECRET_KEY": self.secret}

    def service(
        self, name: str = "service", dsn: str | None = None, settings: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Server]:
        """Start the service as an operator does: limits, audit, metrics, request ids and log lines are all on."""
        port = free_port()
        changes = {
            "ENVIRONMENT": "production",
            "DATABASE_URL": dsn or self.dsn,
            "METRICS__PORT": str(free_port()),
            "WATCHKEEPER_DATA_DIR": str(self.folder),
            **(settings or {}),
        }
        command = [sys.executable, str(ROOT / "manage.py"), "run", "--port", str(port)]
        return self._running(name, command, port, changes, "/ready")

    def bare(self, response: Response, request: Request) -> AbstractContextManager[Server]:
        """Start B0 for the very bytes of a response."""
        file = self.folder / "bare.body"
        file.write_bytes(response.body)
        path = request.path.partition("?")[0]
        changes = {"BARE_FILE": str(file), "BARE_PATH": path, "BARE_STATUS": str(response.status)}
        return self._uvicorn("bare", "benchmarks.peers.yardsticks.bare:application", changes, path)

    def thin(self, people: Sequence[Person], word: str) -> AbstractContextManager[Server]:
        """Start B1 with the service's own statements; it searches for `word`, whatever it is asked for."""
        given = {
            "dsn": self.dsn,
            "statements": {name: asdict(sent) for name, sent in sent_statements(word).items()},
            "tokens": {person.token: str(person.id) for person in people},
        }
        file = self.folder / "thin.json"
        file.write_text(json.dumps(given), encoding="utf-8")
        return self._uvicorn(
            "thin", "benchmarks.peers.yardsticks.thin:application", {"THIN_FILE": str(file)}, "/health"
        )

    def naive(self) -> AbstractContextManager[Server]:
        return self._uvicorn("naive", "benchmarks.peers.naive.app:application", {}, "/api/v1/other/1/ready")

    def django(self, *, is_tuned: bool) -> AbstractContextManager[Server]:
        """Start Django REST framework under gunicorn's synchronous worker, as its documents say."""
        port = free_port()
        name = "drf-tuned" if is_tuned else "drf"
        command = [sys.executable, "-m", "gunicorn", "benchmarks.peers.drf.wsgi", "--workers", "1"]
        command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
        return self._running(name, command, port, {"DRF_TUNED": str(is_tuned).lower()}, "/api/v1/watchlist")

    def _uvicorn(
        self, name: str, application: str, changes: Mapping[str, str], ready: str
    ) -> AbstractContextManager[Server]:
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--loop", "uvloop"]
        command += ["--http", "httptools", "--ws", "none", "--no-access-log", "--log-level", "warning"]
        return self._running(name, command, port, changes, ready)

    @contextmanager
    def _running(
        self, name: str, command: Sequence[str], port: int, changes: Mapping[str, str], ready: str
    ) -> Iterator[Server]:
        environment = {**self.environment, **changes}
        with running_server(name, command, port, environment=environment, folder=self.folder, ready=ready) as server:
            yield server


def pgbench_script(people: Sequence[Person], folder: Path) -> Path:
    """Write that statement for the same people as the service is asked for, one at random each time.

    pgbench passes on numbers alone, so that the id is looked up in a list that stands in the text. With a handful of
    people instead, whose rows stay in the processor's cache, PostgreSQL takes a third less.
    """
    sent = sent_statements(word="")["list"]
    sql, ids = sent.sql, ",".join(str(person.id) for person in people)
    user = f"('{{{ids}}}'::uuid[])[:person::int]"
    for number, value in sorted(enumerate(sent.arguments, 1), reverse=True):
        for cast in ("::UUID", "::INTEGER", ""):
            sql = sql.replace(f"${number}{cast}", user if value == {"is": "user"} else str(value))
    script = folder / "list.sql"
    choice = f"\\set person random(1, {len(people)})\n"
    script.write_text(f"{choice}{' '.join(sql.split())};\n", encoding="utf-8")
    return script


def response_to(request: Request, server: Server) -> Response:
    """Send one request and return the response. Raises OSError or HTTPException when there is none."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Accept": "application/json"}
    if request.token:
        headers["Authorization"] = f"Bearer {request.token}"
    if request.tag:
        headers["If-None-Match"] = request.tag
    if request.body:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(request.method, request.path, request.body or None, headers)
        response = connection.getresponse()
        return Response(response.status, response.read(), response.headers.get("ETag", ""))
    finally:
        connection.close()


def required(server: Server, request: Request) -> Response:
    """Send one request and return the response. Raises MeasurementError unless it has the expected status."""
    response = response_to(request, server)
    if response.status != request.expected:
        what = f"{request.method} {request.path.partition('?')[0]}"
        body = response.body[:300].decode(errors="replace")
        raise MeasurementError(f"{what} has status {response.status} instead of {request.expected}: {body}")
    return response


def require_same_members(response: Response, other: Response) -> None:
    """Raise MeasurementError unless two JSON bodies have the same members, and pages as many items."""
    (outer, one), (other_outer, other_one) = (_members_of(found.body) for found in (response, other))
    differing = {*outer} ^ {*other_outer} | {*one} ^ {*other_one}
    for name in one.keys() & other_one.keys():
        inner, other_inner = one[name], other_one[name]
        if isinstance(inner, dict) and isinstance(other_inner, dict):
            differing |= {f"{name}.{member}" for member in inner.keys() ^ other_inner.keys()}
    if differing or len(outer.get("items", ())) != len(other_outer.get("items", ())):
        what = ", ".join(sorted(differing)) or "the number of items"
        raise MeasurementError(f"the response differs from the service's in {what}")


def _members_of(body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the members of a body, and of its first item if it is a page."""
    content: dict[str, Any] = json.loads(body or b"{}")
    return content, next(iter(content.get("items", [])), {})
