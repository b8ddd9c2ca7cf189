"""Many items in one request: each succeeds or fails by itself, with what the single operation would answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from pydantic import Field

from watchkeeper.foundation.core.dtos import Input
from watchkeeper.foundation.core.errors import ConflictError, ServiceError

LONGEST_KEY: Final = 100
"""Characters of the key of an item."""

ItemT = TypeVar("ItemT")


class BulkItemInput(Input):
    """What every item may have besides the members of the single operation."""

    action: Literal["create"] = "create"
    key: str | None = Field(
        default=None, max_length=LONGEST_KEY, strict=True, description="Your own mark; it is returned with the item."
    )

    def resource_members(self) -> dict[str, Any]:
        """Return the members of the resource."""
        return self.model_dump(exclude=set(BulkItemInput.model_fields))


class BulkInput(Input):
    """The envelope, beside `items`. Items are checked one by one: what is wrong with one refuses that item only."""

    atomic: bool = Field(default=False, strict=True, description="Whether to store all items or none.")


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
    """An item of a request: its value, or what is wrong with it. `key` is the client's own."""

    key: str | None
    value: ItemT | None
    error: ServiceError | None = None


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of an item. `id` is that of the new resource, or of the one that is there already."""

    key: str | None
    result: BulkResult
    id: UUID | None = None
    error: ServiceError | None = None


class BulkRejectedError(ConflictError):
    """An atomic request with a bad item. The response has the outcomes of all items."""

    code = "bulk_refused"
    title = "Nothing was stored"
    detail = "The request is atomic, and some of its items are refused."

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
        as more than the whole amount.

        Raises RateLimitedError, and counts nothing, when fewer are left.
        """


def rejected(item: BulkItem[ItemT], error: ServiceError | None = None) -> BulkOutcome:
    """Return the outcome of an item that can't be stored, for its own error or for `error`."""
    return BulkOutcome(item.key, BulkResult.REJECTED, error=error or item.error)


def require_all(outcomes: Sequence[BulkOutcome], *, is_atomic: bool) -> Sequence[BulkOutcome]:
    """Return the outcomes. Raises BulkRejectedError if the request is atomic and one of them has an error."""
    if not is_atomic or all(outcome.error is None for outcome in outcomes):
        return outcomes
    raise BulkRejectedError(
        [one if one.error is not None else BulkOutcome(one.key, BulkResult.UNCHANGED) for one in outcomes]
    )
