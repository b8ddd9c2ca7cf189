from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class ContentVersionEntity(Entity):
    """How often content has changed: the sum over its rows, which triggers of the tables count up in the transaction
    of the change.

    `slot` is the process of PostgreSQL that wrote, which never writes two transactions at once: nobody waits for the
    row of anybody else. Slot 0 has what processes that are gone have left.
    """

    __tablename__ = "content_versions"

    content: Mapped[str] = mapped_column(String(16), primary_key=True)
    slot: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    changes: Mapped[int] = mapped_column(BigInteger)

    # Changed by each write: with room on its page a row stays there, and what is old of it goes at once.
    __table_args__ = ({"postgresql_with": {"fillfactor": 40}},)
