"""Logging: JSON lines in production, readable lines in development. Lines contain no user content and no secrets."""

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

_INFO_LOGGERS = ("uvicorn", "watchkeeper")
"""Loggers with level INFO. Other libraries log from WARNING on: httpx, for one, logs whole URLs at INFO."""
_SILENCED_LOGGERS = ("uvicorn.access", "python_multipart")
_quick = msgspec.json.Encoder(enc_hook=str)
_escaping = json.JSONEncoder(separators=(",", ":"), default=str)


class LineWriter:
    """Writes lines directly to standard output: through `logging` each line takes four times as long."""

    __slots__ = ("name",)

    def __init__(self, *names: str) -> None:
        self.name = names[0] if names else "watchkeeper"

    def msg(self, line: str) -> None:
        output = sys.stdout
        try:
            output.write(f"{line}\n")
            output.flush()
        except (OSError, ValueError):  # the output is closed, which must not make requests fail
            return

    debug = info = warning = error = critical = exception = msg


def configure_logging(*, is_development: bool) -> None:
    """Configure structlog and the standard library's logging to write to standard output in the same format."""
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
    """Return the structlog processors that turn an event into a line, in order."""
    return [
        add_request,
        structlog.processors.add_log_level,
        structlog.stdlib.add_logger_name,
        _add_timestamp,
        _format_exception,
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
    for name in _INFO_LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in _SILENCED_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("asyncio").addFilter(_trim_to_first_line)


def add_request(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Add the id of the current request and its trace ids."""
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
    return line.decode() if line.isascii() else _escaping.encode(event)  # standard output may not be UTF-8


def _format_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace an exception by its stack trace without its message, which may contain user content."""
    del logger, method
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = traceback_without_values(error)
    return event


def _trim_to_first_line(record: logging.LogRecord) -> bool:
    """Cut asyncio's report of an unhandled task exception to its first line: the rest contains the message."""
    record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True


def _log_retry(details: RetryDetails) -> None:
    """Log a retry. Replaces stamina's own hook, whose line contains the arguments of the call."""
    structlog.get_logger("watchkeeper.retries").warning(
        "retry",
        callable=details.name,
        number=details.retry_num,
        wait_seconds=round(details.wait_for, 2),
        cause=type(details.caused_by).__name__,
    )
