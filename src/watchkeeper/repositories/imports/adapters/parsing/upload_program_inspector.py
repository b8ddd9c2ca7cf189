import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from watchkeeper.models.errors.import_errors import ImportEncryptedError, ImportUnreadableError
from watchkeeper.models.types.imports.import_file import ImportOptions
from watchkeeper.repositories.imports.adapters.parsing.parsing_bounds import ParsingBounds
from watchkeeper.repositories.imports.adapters.parsing.parsing_messages import HeadFrame, ParsingRequest
from watchkeeper.repositories.imports.adapters.parsing.parsing_process import frames_of
from watchkeeper.repositories.imports.adapters.parsing.upload_folders import upload_folder
from watchkeeper.repositories.imports.upload_inspector import InspectedUpload

_AT_ONCE = 2
_BLOCK = 1 << 20


class UploadProgramInspector:
    """Opens uploads by a program, a few at a time, in a folder that is removed afterwards."""

    def __init__(self, bounds: ParsingBounds) -> None:
        self._bounds = bounds
        self._permits = asyncio.Semaphore(_AT_ONCE)

    @asynccontextmanager
    async def inspect(
        self, content: BinaryIO, name: str, options: ImportOptions, password: str | None
    ) -> AsyncIterator[InspectedUpload]:
        async with self._permits:
            with upload_folder() as folder:
                upload, target = folder / "upload", folder / "members"
                target.mkdir()
                digest = await asyncio.to_thread(_copy, content, upload)
                request = self._bounds.request([(name, str(upload))], options, target=str(target), password=password)
                head = await _head(request)
                names = [member.name for member in head.members if member.is_needed]
                files = [(member, target / str(place)) for place, member in enumerate(names)]
                yield InspectedUpload(head.source, digest, head.members, head.warnings, files)


def _copy(content: BinaryIO, target: Path) -> bytes:
    """Write an upload to a file and return its digest."""
    digest = sha256()
    content.seek(0)
    with target.open("wb") as copied:
        while block := content.read(_BLOCK):
            digest.update(block)
            copied.write(block)
    return digest.digest()


async def _head(request: ParsingRequest) -> HeadFrame:
    """Let the program do all of a request, and return what it says of the upload. Raises the errors of imports."""
    try:
        async with aclosing(frames_of(request)) as frames:
            found = [frame async for frame in frames if isinstance(frame, HeadFrame)]
    except ImportEncryptedError as error:
        raise ImportEncryptedError.of_password(request.password) from error
    if not found:
        raise ImportUnreadableError
    return found[0]
