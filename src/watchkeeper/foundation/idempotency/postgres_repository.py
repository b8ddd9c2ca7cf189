import hashlib
import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    Text,
    Uuid,
    bindparam,
    column,
    delete,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.idempotency.entity import IdempotencyKeyEntity
from watchkeeper.foundation.idempotency.errors import IdempotencyKeyInUseError
from watchkeeper.foundation.idempotency.repository import StoredIdempotentResponse
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement, parameters_of

_COLUMNS = IdempotencyKeyEntity.__table__.columns
_USER_ID = bindparam("user_id", type_=Uuid())
_ACCOUNTS = table("users", column("id", Uuid()))  # what the column user_id refers to

_FIND = Statement(
    select(_COLUMNS.fingerprint, _COLUMNS.status, _COLUMNS.headers, _COLUMNS.body).where(
        _COLUMNS.user_id == _USER_ID,
        _COLUMNS.key == bindparam("key", type_=Text()),
        _COLUMNS.created_at >= bindparam("since", type_=DateTime(timezone=True)),
    )
)
_TRY_KEY = Statement(select(func.pg_try_advisory_xact_lock(bindparam("number", type_=BigInteger()))))
# Not a lock that two transactions can share: both would then wait for each other where they go on to lock the account
# for themselves, as a change of the password does.
_LOCK_ACCOUNT = Statement(select(_ACCOUNTS.c.id).where(_ACCOUNTS.c.id == _USER_ID).with_for_update(key_share=True))

_VALUES = parameters_of(_COLUMNS)
_INSERT = insert(IdempotencyKeyEntity).values(_VALUES)
_STORE = Statement(
    _INSERT.on_conflict_do_update(
        index_elements=["user_id", "key"],
        set_={name: _INSERT.excluded[name] for name in _VALUES if name not in ("user_id", "key")},
    )
)
_OLDEST = (
    select(_COLUMNS.user_id, _COLUMNS.key)
    .where(_COLUMNS.created_at < bindparam("before", type_=DateTime(timezone=True)))
    .order_by(_COLUMNS.created_at)
    .limit(bindparam("limit", type_=Integer()))
    .with_for_update(skip_locked=True)
    .cte("oldest")  # evaluated once: a subquery may run again for each row, and then skips other rows
)
_ROW_BYTES = literal_column("512", Integer())
_RANKED = (
    select(
        _COLUMNS.key,
        func.sum(func.octet_length(_COLUMNS.body) + _ROW_BYTES)
        .over(order_by=(_COLUMNS.created_at.desc(), _COLUMNS.key))
        .label("total"),
        func.row_number().over(order_by=(_COLUMNS.created_at.desc(), _COLUMNS.key)).label("place"),
    )
    .where(_COLUMNS.user_id == _USER_ID)
    .subquery("ranked")
)
_BEYOND = select(_RANKED.c.key).where(
    _RANKED.c.total > bindparam("max_bytes", type_=BigInteger()), _RANKED.c.place > literal_column("1", Integer())
)
_TRIM = Statement(
    delete(IdempotencyKeyEntity).where(
        _COLUMNS.user_id == _USER_ID,
        _COLUMNS.key.in_(_BEYOND),
    )
)
_REMOVE_OLDER = Statement(
    delete(IdempotencyKeyEntity).where(_COLUMNS.user_id == _OLDEST.c.user_id, _COLUMNS.key == _OLDEST.c.key)
)


class PostgresIdempotencyKeyAdapter:
    """Keys and responses in PostgreSQL. A key is locked by an advisory lock, which ends with its transaction.

    `missing_account` is raised for an account that is gone.
    """

    def __init__(self, database: Database, *, missing_account: type[ServiceError]) -> None:
        self._database = database
        self._missing_account = missing_account

    async def find(self, user_id: UUID, key: str, since: datetime) -> StoredIdempotentResponse | None:
        row = await self._database.fetch_one(_FIND, user_id=user_id, key=key, since=since)
        if row is None:
            return None
        headers = tuple((name, value) for name, value in row["headers"])
        return StoredIdempotentResponse(row["fingerprint"], StoredResponse(row["status"], headers, row["body"]))

    async def lock(self, user_id: UUID, key: str) -> None:
        if not await self._database.fetch_value(_TRY_KEY, number=_number(user_id, key)):
            raise IdempotencyKeyInUseError
        if await self._database.fetch_value(_LOCK_ACCOUNT, user_id=user_id) is None:
            raise self._missing_account

    async def store(self, user_id: UUID, key: str, stored: StoredIdempotentResponse, at: datetime) -> None:
        await self._database.execute(
            _STORE,
            user_id=user_id,
            key=key,
            fingerprint=stored.fingerprint,
            status=stored.response.status,
            headers=json.dumps(stored.response.headers),
            body=stored.response.body,
            created_at=at,
        )

    async def trim(self, user_id: UUID, max_bytes: int) -> int:
        return await self._database.execute(_TRIM, user_id=user_id, max_bytes=max_bytes)

    async def remove_older(self, before: datetime, limit: int) -> int:
        return await self._database.execute(_REMOVE_OLDER, before=before, limit=limit)


def _number(user_id: UUID, key: str) -> int:
    """Return the number of a key's advisory lock: 64 bits, so that a collision of keys in use is negligible."""
    digest = hashlib.sha256(user_id.bytes + key.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
