from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity

ANONYMOUS = UUID(int=0)
"""The id of the row for accounts without a row of their own: none of them has written past its position."""


class ReplicationTokenEntity(Entity):
    """The WAL position (LSN) of the last acknowledged write of an account.

    A replica that has replayed the WAL up to there shows everything that was acknowledged to the account. A row is
    valid while the server that it was written on runs: after a crash or a restore, positions mean nothing.
    """

    __tablename__ = "write_positions"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    server_started: Mapped[datetime]
    recorded_at: Mapped[datetime]

    # Unlogged: a row costs no WAL and no fsync, and is worthless after a crash. No index but the key, and free space on
    # the page: each write updates a row in place (HOT).
    __table_args__ = ({"prefixes": ["UNLOGGED"], "postgresql_with": {"fillfactor": 40}},)
