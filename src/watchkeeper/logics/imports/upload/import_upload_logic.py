import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uploads import UploadedFile
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.upload.import_parse_step import counts_of
from watchkeeper.models.dtos.imports.import_dtos import CreateImportInput, ImportOptionsInput, UpdateImportInput
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.errors.import_errors import ImportNotInPreviewError
from watchkeeper.models.types.imports.import_file import FileWarning, ImportMember
from watchkeeper.models.types.imports.import_state import WRITTEN, ImportState
from watchkeeper.models.types.imports.imports import Import
from watchkeeper.repositories.imports.import_file_repository import ImportFileRepository
from watchkeeper.repositories.imports.import_repository import ImportRepository
from watchkeeper.repositories.imports.upload_inspector import InspectedUpload, UploadInspector

_LONGEST_NAME = 255
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f]")
_FOLDERS = re.compile(r"^.*[/\\]")


@dataclass(kw_only=True, eq=False)
class ImportUploadLogic:
    """Receives uploads: recognizes them at once, and leaves reading the rows to the background."""

    unit_of_work: UnitOfWork
    imports: ImportRepository
    files: ImportFileRepository
    inspector: UploadInspector

    async def create_import(self, user_id: UUID, requested: CreateImportInput) -> Import:
        """Raises ImportRunningError and the errors of imports."""
        options = requested.options or ImportOptionsInput()
        file = requested.file
        name = _name_of(file)
        async with self.inspector.inspect(file.content, name, options.options(), options.password) as upload:
            entity = _queued(user_id, name, file.size, _known(options.stored()), upload)
            async with self.unit_of_work.transaction():
                await self.imports.add(entity)
                await self._store(entity, upload)
        return await self.imports.get(user_id, entity.id)

    async def update_import(self, user_id: UUID, import_id: UUID, requested: UpdateImportInput) -> Import:
        """Parse a stored upload again, with other options.

        Raises ImportNotFoundError, ImportNotInPreviewError, ImportRunningError.
        """
        async with self.unit_of_work.transaction():
            entity = await self.imports.require(user_id, import_id)
            if entity.state != ImportState.PREVIEW:
                raise ImportNotInPreviewError
            entity.state = ImportState.QUEUED.value
            entity.options = _known(entity.options | requested.options.stored(exclude_unset=True))
            entity.expires_at, entity.done, entity.total, entity.undecided = None, 0, None, 0
            await self.imports.save(entity)
        return await self.imports.get(user_id, import_id)

    async def _store(self, entity: ImportEntity, upload: InspectedUpload) -> None:
        for member, (name, path) in enumerate(upload.files):
            await self.files.add(entity.user_id, entity.id, member, name, path)


def _name_of(file: UploadedFile) -> str:
    """Return the name of a file without folders and control characters."""
    return _UNSHOWN.sub("", _FOLDERS.sub("", file.name))[-_LONGEST_NAME:] or "upload"


def _queued(user_id: UUID, name: str, size: int, options: dict[str, str], upload: InspectedUpload) -> ImportEntity:
    at: datetime = now()
    return ImportEntity(
        user_id=user_id,
        id=uuid7(),
        state=ImportState.QUEUED.value,
        source=upload.source.value,
        file_name=name,
        file_size=size,
        sha256=upload.sha256,
        options=options,
        done=0,
        counts=counts_of({}),
        undecided=0,
        members=_members(upload.members),
        warnings=_warnings(upload.warnings),
        written=dict.fromkeys(WRITTEN, 0),
        attempts=0,
        created_at=at,
        updated_at=at,
    )


def _known(options: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in options.items() if value is not None}


def _members(members: Sequence[ImportMember]) -> list[dict[str, Any]]:
    return [{"name": one.name, "rows": 0, "read": one.is_read, "reason": one.reason} for one in members]


def _warnings(warnings: Sequence[FileWarning]) -> list[dict[str, Any]]:
    return [{"code": one.code, "member": one.member, "detail": one.detail} for one in warnings]
