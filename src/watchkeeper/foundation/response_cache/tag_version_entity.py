from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class TagVersionEntity(Entity):
    """The version of content: the sum of `changes` over its rows, which triggers increment in the transaction of the
    change.

    `slot` is the pid of the PostgreSQL backend that wrote, which runs one transaction at a time, so writers never wait
    for each other's rows. Slot 0 has the sum of backends that have ended.
    """

    __tablename__ = "content_versions"

    content: Mapped[str] = mapped_column(String(16), primary_key=True)
    slot: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    changes: Mapped[int] = mapped_column(BigInteger)

    # Updated by each write: with free space on its page the row is updated in place (HOT), and old versions are pruned
    # at once.
    __table_args__ = ({"postgresql_with": {"fillfactor": 40}},)
