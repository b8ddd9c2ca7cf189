"""Exports: a person's rows in one of the forms that other services, and this one, read."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from watchkeeper.logics.exports.imdb_form import imdb_form
from watchkeeper.logics.exports.letterboxd_form import letterboxd_form
from watchkeeper.logics.exports.myanimelist_form import myanimelist_form
from watchkeeper.logics.exports.trakt_form import trakt_form
from watchkeeper.logics.exports.watchkeeper_form import watchkeeper_form
from watchkeeper.models.errors.export_errors import ExportFormatUnknownError
from watchkeeper.models.types.exports.export import ExportFormat
from watchkeeper.repositories.exports.export_repository import ExportRepository

_BLOCK: Final = 64 * 1024
_FORMS: Final[Mapping[ExportFormat, Callable[[ExportRepository, UUID], AsyncIterator[bytes]]]] = {
    ExportFormat.WATCHKEEPER: watchkeeper_form,
    ExportFormat.LETTERBOXD: letterboxd_form,
    ExportFormat.IMDB: imdb_form,
    ExportFormat.TRAKT: trakt_form,
    ExportFormat.MYANIMELIST: myanimelist_form,
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file, read while it is sent: `blocks` are its bytes. `left_out` counts the rows that it can't carry."""

    form: ExportFormat
    left_out: int
    blocks: AsyncIterator[bytes]


@dataclass(kw_only=True, eq=False)
class ExportLogic:
    """The caller's own rows."""

    exports: ExportRepository

    async def export(self, user_id: UUID, name: str) -> Export:
        """Return a file by its name. Raises ExportFormatUnknownError."""
        if name not in set(ExportFormat):
            raise ExportFormatUnknownError
        form = ExportFormat(name)
        left_out = await self.exports.count_left_out(user_id, form)
        return Export(form, left_out, _blocks(_FORMS[form](self.exports, user_id)))


async def _blocks(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield small pieces together."""
    block = bytearray()
    async for piece in pieces:
        block += piece
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
