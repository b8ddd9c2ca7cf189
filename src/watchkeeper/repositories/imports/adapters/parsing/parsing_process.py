"""Runs the program that reads uploads."""

import asyncio
import os
import struct
import sys
from collections.abc import AsyncGenerator, Mapping
from typing import Final

import msgspec

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.models.errors import import_errors
from watchkeeper.models.errors.import_errors import ImportUnreadableError
from watchkeeper.repositories.imports.adapters.parsing.parsing_messages import (
    EndFrame,
    FailureFrame,
    Frame,
    ParsingRequest,
)

_PROGRAM: Final = "watchkeeper.repositories.imports.adapters.parsing.parsing_program"
_ERRORS: Final[Mapping[str, type[ServiceError]]] = {
    error.code: error
    for error in vars(import_errors).values()
    if isinstance(error, type) and issubclass(error, ServiceError)
}
_DECODER: Final = msgspec.json.Decoder(Frame)
_TOO_MUCH: Final = "Reading the file takes more time or memory than is allowed, or breaks off."


async def frames_of(request: ParsingRequest) -> AsyncGenerator[Frame, None]:
    """Yield what the program sends. It is ended with the iteration.

    Raises the errors of imports; ImportUnreadableError where the program ends before it has sent all.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a traceback would quote the file, which is somebody's history
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        await _ask(process, request)
        while not isinstance(frame := await _frame(process), EndFrame):
            yield frame
    finally:
        await _end(process)


async def _ask(process: asyncio.subprocess.Process, request: ParsingRequest) -> None:
    if process.stdin is None:
        raise ImportUnreadableError(_TOO_MUCH)
    process.stdin.write(msgspec.json.encode(request))
    process.stdin.write_eof()


async def _frame(process: asyncio.subprocess.Process) -> Frame:
    """Raises the errors of imports."""
    if process.stdout is None:
        raise ImportUnreadableError(_TOO_MUCH)
    try:
        (length,) = struct.unpack(">I", await process.stdout.readexactly(4))
        frame: Frame = _DECODER.decode(await process.stdout.readexactly(length))
    except asyncio.IncompleteReadError as failure:
        raise ImportUnreadableError(_TOO_MUCH) from failure
    if isinstance(frame, FailureFrame):
        raise _ERRORS[frame.code](frame.detail)
    return frame


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.communicate()  # reads what is left: a pipe that is not read to its end stays open
