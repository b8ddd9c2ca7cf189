from collections.abc import Iterable
from dataclasses import dataclass

from watchkeeper.logics.imports.merging.library_edits import short_tag
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity
from watchkeeper.models.types.imports.imports import ClaimedImport
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository


@dataclass(kw_only=True, eq=False)
class ImportTagWriting:
    """The tags of our own form that nothing has."""

    rows: ImportRowRepository
    tags: TagLogic

    async def write(self, claimed: ClaimedImport) -> list[ChangedRow]:
        """Store those that the person lacks, and return what an undo has to know. Needs a transaction that has locked
        the account."""
        names = [short_tag(name) for name in await self.rows.find_unused_tags(claimed.user_id, claimed.id)]
        tags = await self.tags.find_or_prepare(claimed.user_id, filter(None, names))
        return new_tag_rows(await self.tags.enter(tags, tags.ids.values()))


def new_tag_rows(tags: Iterable[TagEntity]) -> list[ChangedRow]:
    """Return what an undo has to know of tags that were made."""
    return [ChangedRow(RowKind.NEW_TAG, tag.id, None, tag.updated_at) for tag in tags]
