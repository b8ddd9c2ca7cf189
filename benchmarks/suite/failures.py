"""Failures that end one measurement and leave the others alone."""

import subprocess
from collections.abc import Callable
from http.client import HTTPException
from typing import Final

import asyncpg
import psutil

_LONGEST: Final = 600


class MeasurementError(Exception):
    """A server or a tool can't be measured; the text says why."""


FAILURES: Final = (
    MeasurementError,
    OSError,  # TimeoutError and refused connections among them
    ValueError,  # what a tool printed or a server sent could not be read
    HTTPException,
    subprocess.SubprocessError,
    psutil.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
)
"""What servers and tools cause; any other exception is a mistake of the suite and ends the run."""


def failure_of(work: Callable[[], object]) -> str:
    """Do some work and return why it failed, or nothing when it succeeded."""
    try:
        work()
    except FAILURES as failure:
        return reason_of(failure)
    return ""


def reason_of(failure: BaseException) -> str:
    """Return a failure as one line."""
    output = getattr(failure, "stderr", None) or ""
    text = f"{failure} {output}".strip() or "no response in time"
    name = "" if isinstance(failure, MeasurementError) else f"{type(failure).__name__}: "
    line = name + " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
