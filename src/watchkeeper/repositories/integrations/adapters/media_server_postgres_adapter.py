from typing import Any

import msgspec
from sqlalchemy import LargeBinary, bindparam, select

from watchkeeper.foundation.postgres.owned_table_adapter import OwnedTableAdapter
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEntity
from watchkeeper.models.errors.integration_errors import HookNotFoundError, MediaServerNotFoundError
from watchkeeper.models.types.integrations.media_server import HookTarget, ServerKey
from watchkeeper.models.types.integrations.player_event import ServerKind
from watchkeeper.models.types.sorts import MediaServerSort

_SERVERS = MediaServerEntity.__table__
_TARGET = Statement(
    select(_SERVERS.c.user_id, _SERVERS.c.id, _SERVERS.c.kind)
    .join(UserEntity, UserEntity.id == _SERVERS.c.user_id)
    .where(_SERVERS.c.secret_hash == bindparam("secret_hash", type_=LargeBinary()), UserEntity.is_active)
)


class PostgresMediaServerAdapter(OwnedTableAdapter[MediaServerEntity]):
    """Media servers in PostgreSQL."""

    entity = MediaServerEntity
    missing = MediaServerNotFoundError
    changed = ("name", "people_map", "min_percent", "count_manual_marks", "follow_unmarks")
    sorts = MediaServerSort

    async def require_target(self, secret_hash: bytes) -> HookTarget:
        row = await self._database.require_one(HookNotFoundError, _TARGET, secret_hash=secret_hash)
        return HookTarget(ServerKey(row["user_id"], row["id"]), ServerKind(row["kind"]))

    def _stored(self, entity: MediaServerEntity) -> dict[str, Any]:
        return entity.values() | {"people_map": msgspec.json.encode(entity.people_map).decode()}
