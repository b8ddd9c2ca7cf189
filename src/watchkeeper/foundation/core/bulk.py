"""Many items in one request: each succeeds or fails by itself, with what the single operation would answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, Literal, NamedTuple, Protocol, TypeVar
from uuid import UUID

from pydantic import Field

from watchkeeper.foundation.core.dtos import Input, Output
from watchkeeper.foundation.core.errors import ConflictError, ServiceError
from watchkeeper.foundation.core.read_model import ReadModel

LONGEST_KEY: Final = 100
"""Characters of the key of an item."""

ItemT = TypeVar("ItemT")
NameT = TypeVar("NameT")


class BulkItemInput(Input):
    """The members of a new item besides those of the single operation."""

    action: Literal["create"] = "create"
    key: str | None = Field(
        default=None, max_length=LONGEST_KEY, strict=True, description="Your own mark; it is returned with the item."
    )

    def resource_members(self) -> dict[str, Any]:
        """Return the members of the resource."""
        return self.model_dump(exclude=set(BulkItemInput.model_fields))


class BulkReturn(StrEnum):
    """How much of each stored resource is returned."""

    MINIMAL = "minimal"
    FULL = "full"


class BulkInput(Input):
    """The envelope, beside `items`. Items are checked one by one: what is wrong with one refuses that item only."""

    atomic: bool = Field(default=False, strict=True, description="Whether to store all items or none.")
    shown: BulkReturn = Field(
        default=BulkReturn.MINIMAL,
        alias="return",
        description="Whether to return each stored resource, as the single operation does.",
    )

    @property
    def is_full(self) -> bool:
        """Whether to return stored resources."""
        return self.shown is BulkReturn.FULL


class BulkResult(StrEnum):
    """What became of an item."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    EXISTS = "exists"
    NOT_FOUND = "not_found"
    REJECTED = "refused"


@dataclass(frozen=True, slots=True)
class BulkItem(Generic[ItemT]):
    """An item of a request: its value, or what is wrong with it. `key` is the client's own.

    A value beside an error is only good for telling what the item is about.
    """

    key: str | None
    value: ItemT | None
    error: ServiceError | None = None


class BulkChange(NamedTuple, Generic[NameT]):
    """An item that changes something: what it names, and the body of the single operation, None for a bad one."""

    name: NameT
    body: Input | None


@dataclass(frozen=True, slots=True)
class ItemShape(Generic[NameT]):
    """How items with one action are read: by the model of what they name, and by that of the body of the single
    operation. `names_in_body` are members of the name that the body has, too."""

    name: type[NameT]
    body: type[Input]
    names_in_body: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """The outcome of an item. `id` is that of the resource, if there is or was one; `resource` is as stored now."""

    key: str | None
    result: BulkResult
    id: UUID | None = None
    error: ServiceError | None = None
    resource: Output | ReadModel | None = None

    @property
    def is_stored(self) -> bool:
        """Whether there is a resource now, as the item wants it."""
        return self.error is None and self.result is not BulkResult.DELETED


@dataclass(frozen=True, slots=True)
class BulkReport:
    """The outcomes of all items, in the order of the request. `operation_id` names what can be undone."""

    outcomes: Sequence[BulkOutcome]
    operation_id: UUID | None = None


class BulkRejectedError(ConflictError):
    """An atomic request with a bad item. The response has the outcomes of all items."""

    code = "bulk_refused"
    title = "Nothing was stored"
    detail = "The request is atomic, and some of its items are rejected."

    def __init__(self, outcomes: Sequence[BulkOutcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


class RepeatedInRequestError(ConflictError):
    code = "repeated_in_request"
    title = "The item is repeated"
    detail = "An earlier item of the request is about the same thing."


class ItemLimit(Protocol):
    """The rate limit of many items in one request."""

    async def count_items(self, account: UUID, number: int) -> None:
        """Count a request of so many items as 1 + number / 25 writes, of which the first is counted already, but never
        as more than the whole amount. A request that is tried again is counted once.

        Raises RateLimitedError when fewer are left: then the first is not counted either.
        """


def counts_of(outcomes: Sequence[BulkOutcome]) -> dict[str, int]:
    """Return how many items have each result. They add up to the items."""
    counts = Counter(outcome.result for outcome in outcomes)
    return {result.value: counts[result] for result in BulkResult}


def rejected(item: BulkItem[ItemT], error: ServiceError | None = None) -> BulkOutcome:
    """Return the outcome of an item that can't be stored, for its own error or for `error`."""
    return BulkOutcome(item.key, BulkResult.REJECTED, error=error or item.error)


def require_all(outcomes: Sequence[BulkOutcome], *, is_atomic: bool) -> Sequence[BulkOutcome]:
    """Return the outcomes. Raises BulkRejectedError if the request is atomic and one of them has an error."""
    if not is_atomic or all(outcome.error is None for outcome in outcomes):
        return outcomes
    raise BulkRejectedError([one if one.error is not None else _undone(one) for one in outcomes])


def _undone(outcome: BulkOutcome) -> BulkOutcome:
    """Return the outcome of a good item of a request that stores nothing."""
    stored = None if outcome.result is BulkResult.CREATED else outcome.id
    return BulkOutcome(outcome.key, BulkResult.UNCHANGED, stored)
