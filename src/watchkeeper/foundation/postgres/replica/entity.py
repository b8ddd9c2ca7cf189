from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity

ANONYMOUS = UUID(int=0)
"""In place of an account: whoever has no row has written nothing beyond the position of this one."""


class WritePositionEntity(Entity):
    """How far PostgreSQL's log (WAL) had come when the last write of an account was acknowledged.

    A replica that has replayed the log up to there shows everything that the account was told of. Rows count while the
    server runs that they were written on: after a fall or behind a dump, positions mean nothing.
    """

    __tablename__ = "write_positions"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    server_started: Mapped[datetime]
    recorded_at: Mapped[datetime]

    # Unlogged: a row costs no write to the log and no wait for the disk, and is worth nothing after a fall. No index
    # but the key, and room on the page: a row is changed by each write, and stays where it is.
    __table_args__ = ({"prefixes": ["UNLOGGED"], "postgresql_with": {"fillfactor": 40}},)
