import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from uuid import UUID

from watchkeeper.models.types.imports.import_file import ImportOptions
from watchkeeper.repositories.imports.adapters.import_file_postgres_adapter import PostgresImportFileAdapter
from watchkeeper.repositories.imports.adapters.parsing.parsing_bounds import ParsingBounds
from watchkeeper.repositories.imports.adapters.parsing.parsing_messages import Frame, HeadFrame, RecordsFrame
from watchkeeper.repositories.imports.adapters.parsing.parsing_process import frames_of
from watchkeeper.repositories.imports.adapters.parsing.upload_folders import upload_folder
from watchkeeper.repositories.imports.history_parser import ParsedPortion


class StoredHistoryParser:
    """Reads uploads that are stored in PostgreSQL, in a process of its own, from a folder that is removed again."""

    def __init__(self, files: PostgresImportFileAdapter, bounds: ParsingBounds) -> None:
        self._files = files
        self._bounds = bounds

    async def parse(
        self, user_id: UUID, import_id: UUID, options: ImportOptions
    ) -> AsyncGenerator[ParsedPortion, None]:
        async with AsyncExitStack() as stack:
            files = await self._copied(user_id, import_id, stack.enter_context(upload_folder()))
            frames = await stack.enter_async_context(aclosing(frames_of(self._bounds.request(files, options))))
            async for frame in frames:
                yield _portion(frame)

    async def _copied(self, user_id: UUID, import_id: UUID, folder: Path) -> list[tuple[str, str]]:
        names = await self._files.names(user_id, import_id)
        for member in range(len(names)):
            with await asyncio.to_thread((folder / str(member)).open, "wb") as target:
                await self._files.copy(user_id, import_id, member, target)
        return [(name, str(folder / str(member))) for member, name in enumerate(names)]


def _portion(frame: Frame) -> ParsedPortion:
    if isinstance(frame, HeadFrame):
        return ParsedPortion(members=frame.members, warnings=frame.warnings)
    return ParsedPortion(records=frame.records) if isinstance(frame, RecordsFrame) else ParsedPortion()
