"""The one list of what is used of libraries beyond what they document, and that it is as it is relied on.

Such a library is pinned exactly in requirements/*.in. After an upgrade a failing test here says which of our modules
to look at. Whoever stops using a thing takes it off the list: `test_listed_thing_is_used` finds what nobody uses.
"""

import ast
import asyncio
import importlib
import inspect
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import httptools
import pytest
import sqlalchemy
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.server import ServerState
from uvicorn.supervisors import Multiprocess, multiprocess

from tests.support.each import for_each
from tests.support.sources import Source, sources
from watchkeeper.configs.settings import PROJECT_ROOT

PROTOCOL = "watchkeeper.foundation.server.protocol"
RAW_PROBLEM = "watchkeeper.foundation.server.raw_problem"
SHUTDOWN = "watchkeeper.foundation.server.graceful_shutdown"
CONFIG = uvicorn.Config(Starlette(), log_config=None)


def protocol() -> httptools_impl.HttpToolsProtocol:
    """Return a protocol that has begun to read a request."""
    protocol = httptools_impl.HttpToolsProtocol(CONFIG, ServerState(), {}, asyncio.get_running_loop())
    protocol.on_message_begin()
    return protocol


def cycle() -> httptools_impl.RequestResponseCycle:
    logger, transport = logging.getLogger("nobody"), asyncio.Transport()
    return httptools_impl.RequestResponseCycle(
        {},  # type: ignore[typeddict-item]
        transport, FlowControl(transport), logger, logger, False, [], asyncio.Event(), False, True, print,
    )  # fmt: skip


def flow() -> FlowControl:
    return FlowControl(asyncio.Transport())


def supervisor() -> Multiprocess:
    return Multiprocess(CONFIG, [])


def worker() -> multiprocess.Process:
    return multiprocess.Process(CONFIG, [])


@dataclass(frozen=True, slots=True)
class Surface:
    """Things of `library` that our module `used_in` relies on: those that `holder()` has under the names of `names`.

    A name followed by parameters, as in `f(a, b)`, is a function that has exactly these.
    """

    library: str
    used_in: str
    holder: Callable[[], object]
    names: str

    def __str__(self) -> str:
        return f"{self.library} in {self.used_in}: {self.names[:40]}"

    @property
    def parameters(self) -> dict[str, list[str] | None]:
        """Return the names, each with the parameters it must have if it is a function."""
        found = re.findall(r"(\w+)(\([^)]*\))?", self.names)
        return {name: re.findall(r"\w+", listed) if listed else None for name, listed in found}


SURFACES = (
    Surface("uvicorn", PROTOCOL, lambda: httptools_impl, "HttpToolsProtocol RequestResponseCycle"),
    Surface("uvicorn", RAW_PROBLEM, lambda: httptools_impl, "STATUS_LINE"),
    Surface("uvicorn", PROTOCOL, protocol, "cycle flow headers loop parser pipeline scope server_state transport url"),
    Surface(
        "uvicorn", PROTOCOL, protocol,
        "connection_made(transport) connection_lost(exc) data_received(data) eof_received() on_message_begin()"
        " on_url(url) on_header(name, value) on_headers_complete() on_body(body) on_message_complete()"
        " on_response_complete() timeout_keep_alive_handler() pause_writing() resume_writing()"
        " _unset_keepalive_if_required()",
    ),
    Surface("uvicorn", PROTOCOL, cycle, "disconnected keep_alive message_event response_complete response_started"),
    Surface("uvicorn", PROTOCOL, flow, "pause_reading() read_paused resume_reading()"),
    Surface("uvicorn", PROTOCOL, ServerState, "default_headers"),
    Surface("uvicorn", SHUTDOWN, supervisor, "keep_subprocess_alive() processes sockets terminate_all()"),
    Surface("uvicorn", SHUTDOWN, worker, "child_conn"),
    Surface(
        "httptools", PROTOCOL, lambda: httptools.HttpRequestParser(object()),
        "feed_data get_http_version get_method set_dangerous_leniencies should_upgrade",
    ),
    Surface("httptools", PROTOCOL, lambda: httptools, "HttpParserError HttpParserUpgrade HttpRequestParser"),
    Surface("sqlalchemy", "watchkeeper.foundation.postgres.statement", sqlalchemy.select, "_for_update_arg"),
)  # fmt: skip
"""What is relied on. Starlette stands in the lists of the pinned for FastAPI, which works on its insides."""

PINNED = sorted({surface.library for surface in SURFACES} | {"starlette"})
_PRIVATE_MODULE = re.compile(r"(^|\.)_|_impl$|^fastapi\.dependencies\.")


@for_each("surface", SURFACES)
async def test_listed_thing_is_there_with_the_parameters_relied_on(surface: Surface) -> None:
    holder = surface.holder()
    for name, expected in surface.parameters.items():
        if name in getattr(holder, "__slots__", ()):
            continue
        thing = getattr(holder, name)
        assert expected is None or list(inspect.signature(thing).parameters) == expected, name


@for_each("surface", SURFACES)
def test_listed_thing_is_used(surface: Surface) -> None:
    path = importlib.import_module(surface.used_in).__file__
    assert path is not None
    text = Path(path).read_text("utf-8")
    assert [name for name in surface.parameters if not re.search(rf"\b{name}\b", text)] == []


@for_each("library", PINNED)
def test_library_whose_insides_are_relied_on_is_pinned_exactly(library: str) -> None:
    lines = (PROJECT_ROOT / "requirements" / "runtime.in").read_text("utf-8").splitlines()
    assert [line for line in lines if re.match(rf"{library}(\[\w+\])?=={re.escape(version(library))}$", line)]


@for_each("source", sources())
def test_modules_that_look_inside_a_library_are_listed(source: Source) -> None:
    imported = {node.module or "" for node in source.every(ast.ImportFrom) if not node.level}
    private = [name for name in imported if _PRIVATE_MODULE.search(name) and not name.startswith("__")]
    if private or "noqa: SLF001" in source.text:
        module = "watchkeeper." + source.name.removesuffix(".py").replace("/", ".")
        known = {surface.used_in for surface in SURFACES}
        assert module in known, private


def test_upgrade_says_where_the_rest_begins_and_only_after_the_head() -> None:
    """`_parse` of the protocol goes on from there."""
    head = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\n"
    parser = httptools.HttpRequestParser(object())
    with pytest.raises(httptools.HttpParserUpgrade) as upgrade:
        parser.feed_data(memoryview(head + b"abc"))
    assert upgrade.value.args == (len(head),)


def test_error_of_a_callback_is_the_context_of_the_parsers() -> None:
    class Rejecting:
        def on_headers_complete(self) -> None:
            raise LookupError

    with pytest.raises(httptools.HttpParserError) as failure:
        httptools.HttpRequestParser(Rejecting()).feed_data(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert isinstance(failure.value.__context__, LookupError)
