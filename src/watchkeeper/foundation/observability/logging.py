"""Log lines: JSON in production, readable at a terminal. Nothing that people wrote or keep secret gets into one."""

import json
import logging
import sys
from typing import Any

import msgspec
import structlog
from stamina.instrumentation import RetryDetails, set_on_retry_hooks
from structlog.typing import EventDict, WrappedLogger

from watchkeeper.foundation.core.clock import timestamp
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.core.tracebacks import traceback_without_values

_INFORMING = ("uvicorn", "watchkeeper")
"""Libraries are heard from warnings on: httpx, for one, tells whole addresses when all is well."""
_SILENT = ("uvicorn.access", "python_multipart")
_quick = msgspec.json.Encoder(enc_hook=str)
_escaping = json.JSONEncoder(separators=(",", ":"), default=str)


class LineWriter:
    """Writes lines of the service straight to standard output: by way of `logging` each takes four times as long."""

    __slots__ = ("name",)

    def __init__(self, *names: str) -> None:
        self.name = names[0] if names else "watchkeeper"

    def msg(self, line: str) -> None:
        output = sys.stdout
        try:
            output.write(f"{line}\n")
            output.flush()
        except (OSError, ValueError):  # nobody reads any more: no reason to refuse a request
            return

    debug = info = warning = error = critical = exception = msg


def configure_logging(*, is_development: bool) -> None:
    """Send structlog's and the standard library's lines to standard output in one form."""
    *shared, renderer = line_processors(is_development=is_development)
    structlog.configure(
        processors=[*shared, renderer],
        logger_factory=LineWriter,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    _configure_libraries(shared, renderer)
    set_on_retry_hooks([_log_retry])


def line_processors(*, is_development: bool) -> list[Any]:
    """Return what makes a line of an event, step by step."""
    return [
        add_request,
        structlog.processors.add_log_level,
        structlog.stdlib.add_logger_name,
        _add_timestamp,
        _tell_exception,
        structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty()) if is_development else _as_json,
    ]


def _configure_libraries(shared: list[Any], renderer: Any) -> None:  # noqa: ANN401 - structlog types processors so
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _INFORMING:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("asyncio").addFilter(_keep_first_line)


def add_request(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Name the request under way, and the trace that it belongs to."""
    del logger, method
    request = current_request()
    if request.request_id is not None:
        event["request_id"] = request.request_id
        event.update(request.trace)
    return event


def _add_timestamp(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    del logger, method
    event["timestamp"] = timestamp()
    return event


def _as_json(logger: WrappedLogger, method: str, event: EventDict) -> str:
    del logger, method
    try:
        line = _quick.encode(event)
    except (UnicodeError, OverflowError):  # half a surrogate pair, a number of twenty digits
        return _escaping.encode(event)
    return line.decode() if line.isascii() else _escaping.encode(event)  # whatever the terminal can't show


def _tell_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put where an exception came from in place of the exception itself, whose message may hold what people wrote."""
    del logger, method
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = traceback_without_values(error)
    return event


def _keep_first_line(record: logging.LogRecord) -> bool:
    """Cut off what asyncio says of a lost task: its exception, with its message."""
    record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True


def _log_retry(details: RetryDetails) -> None:
    """Say that a call is tried again; stamina's own line has the arguments of the call in it."""
    structlog.get_logger("watchkeeper.retries").warning(
        "retry",
        callable=details.name,
        number=details.retry_num,
        wait_seconds=round(details.wait_for, 2),
        cause=type(details.caused_by).__name__,
    )
