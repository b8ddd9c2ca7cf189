from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.exports.export import (
    ExportedAccount,
    ExportedEntry,
    ExportedItem,
    ExportedList,
    ExportedMark,
    ExportedPlay,
    ExportedPosition,
    ExportedRating,
    ExportedReview,
    ExportedTags,
    ExportFormat,
    TitleDetails,
)
from watchkeeper.models.types.identity.account_rows import ACCOUNT_ROWS
from watchkeeper.repositories.exports.adapters import export_statements as statements
from watchkeeper.repositories.exports.adapters.left_out_statements import LEFT_OUT

FactsT = TypeVar("FactsT")

_FIRST_ID: Final = UUID(int=0)
_FIRST: Final[Mapping[str, Any]] = {"id": _FIRST_ID}
_FIRST_ITEM: Final[Mapping[str, Any]] = {"list_id": _FIRST_ID, "rank": -(2**63), "id": _FIRST_ID}
_FIRST_OF_KEY: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("id", "list_id", "server_id"), _FIRST_ID),
    "item_key": "",
    "work_key": b"",
    "created_at": datetime.min.replace(tzinfo=UTC),
}
_FIRST_MARK: Final[Mapping[str, Any]] = {"mark": "", "rank": -(2**63), "id": _FIRST_ID}


class PostgresExportAdapter(DatabaseAdapter):
    """Each portion is one statement, for which a connection of the pool is taken and given back."""

    def entries(self, user_id: UUID) -> AsyncIterator[ExportedEntry]:
        return self._rows(statements.ENTRIES, ExportedEntry, user_id, _FIRST)

    def plays(self, user_id: UUID) -> AsyncIterator[ExportedPlay]:
        return self._rows(statements.PLAYS, ExportedPlay, user_id, _FIRST)

    def ratings(self, user_id: UUID) -> AsyncIterator[ExportedRating]:
        return self._rows(statements.RATINGS, ExportedRating, user_id, _FIRST)

    def reviews(self, user_id: UUID) -> AsyncIterator[ExportedReview]:
        return self._rows(statements.REVIEWS, ExportedReview, user_id, _FIRST)

    def lists(self, user_id: UUID) -> AsyncIterator[ExportedList]:
        return self._rows(statements.LISTS, ExportedList, user_id, _FIRST)

    def items(self, user_id: UUID) -> AsyncIterator[ExportedItem]:
        return self._rows(statements.ITEMS, ExportedItem, user_id, _FIRST_ITEM)

    def tagged(self, user_id: UUID) -> AsyncIterator[ExportedTags]:
        return self._rows(statements.TAGGED, ExportedTags, user_id, _FIRST)

    def marks(self, user_id: UUID) -> AsyncIterator[ExportedMark]:
        return self._rows(statements.MARKS, ExportedMark, user_id, _FIRST_MARK)

    def positions(self, user_id: UUID) -> AsyncIterator[ExportedPosition]:
        return self._rows(statements.POSITIONS, ExportedPosition, user_id, _FIRST)

    async def unused_tags(self, user_id: UUID) -> Sequence[str]:
        return [row["name"] for row in await self._database.fetch(statements.UNUSED_TAGS, user_id=user_id)]

    def account_rows(self, user_id: UUID, table: str) -> AsyncIterator[msgspec.Raw]:
        first = {name: _FIRST_OF_KEY[name] for name in ACCOUNT_ROWS[table].key}
        return self._rows(statements.ACCOUNT_ROWS[table], msgspec.Raw, user_id, first)

    async def personal_titles(self, user_id: UUID) -> Sequence[UUID]:
        return [row["id"] for row in await self._database.fetch(statements.PERSONAL_TITLES, user_id=user_id)]

    async def titles(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[TitleDetails]:
        rows = await self._database.fetch(statements.TITLES, user_id=user_id, ids=ids)
        decoder = msgspec.json.Decoder(TitleDetails)
        return [decoder.decode(row[0]) for row in rows]  # type: ignore[index]

    async def account(self, user_id: UUID) -> ExportedAccount:
        account: str | None = await self._database.fetch_value(statements.ACCOUNT, user_id=user_id)
        if account is None:
            raise InvalidTokenError
        return msgspec.json.decode(account, type=ExportedAccount)

    async def count_left_out(self, user_id: UUID, form: ExportFormat) -> int:
        if form not in LEFT_OUT:
            return 0
        count: int = await self._database.fetch_value(LEFT_OUT[form], user_id=user_id)
        return count

    async def _rows(
        self, statement: Statement, kind: type[FactsT], user_id: UUID, first: Mapping[str, Any]
    ) -> AsyncIterator[FactsT]:
        decoder = msgspec.json.Decoder(kind)
        after = first
        while True:
            rows = await self._database.fetch(statement, user_id=user_id, **after)
            for row in rows:
                yield decoder.decode(row["facts"])
            if len(rows) < statements.PORTION:
                return
            after = {name: rows[-1][name] for name in first}
