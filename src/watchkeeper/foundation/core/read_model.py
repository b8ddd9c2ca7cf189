"""Base classes of read models: rows selected for a response and serialized without validation."""

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

import msgspec

ModelT_co = TypeVar("ModelT_co", covariant=True)


class ReadModel(msgspec.Struct, frozen=True, gc=False):
    """A row of a response. Its members have the names and the order of the output model that documents it.

    Rows come from the database and are not validated again: creating one takes a third of a microsecond. `gc=False` is
    safe because no row refers to itself.
    """


class StampedReadModel(ReadModel, frozen=True, gc=False):
    """A row with an id, and the times of its creation and last change (aware, UTC)."""

    id: UUID
    created_at: datetime
    updated_at: datetime


class Fingerprint(ReadModel, frozen=True, gc=False):
    """The state of a resource as its reader sees it. `fingerprint` changes whenever one of the rows behind it does.

    `updated_at` is None for what is not a resource.
    """

    updated_at: datetime | None
    fingerprint: str


class Fingerprinted(NamedTuple, Generic[ModelT_co]):
    """A read model with the fingerprint of the rows it was read from, if its ETag is to be known without a body."""

    model: ModelT_co
    fingerprint: str | None


class Changed(NamedTuple, Generic[ModelT_co]):
    """A read model after a change, with the operation by which that is undone; None where the change made none."""

    model: ModelT_co
    operation_id: UUID | None = None
