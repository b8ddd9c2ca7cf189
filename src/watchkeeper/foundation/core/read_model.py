"""What finished rows are: columns selected for an answer, and written into it as they are."""

from datetime import datetime
from uuid import UUID

import msgspec


class ReadModel(msgspec.Struct, frozen=True, gc=False):
    """A finished row. Its members are those of the output model that documents it, by name and in order.

    What the database has checked is not checked again: it is made in a third of a microsecond, and written without
    asking what each member is. No row refers to itself, so that the garbage collector need not know of any.
    """


class StampedReadModel(ReadModel, frozen=True, gc=False):
    """A row with an identity, and the times of its making and last change (aware, UTC)."""

    id: UUID
    created_at: datetime
    updated_at: datetime
