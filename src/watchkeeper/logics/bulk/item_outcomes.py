from collections.abc import Callable
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkOutcome, BulkResult
from watchkeeper.foundation.core.errors import ExistingConflictError, NotFoundError, ServiceError


def outcome_of(key: str | None, act: Callable[[], BulkOutcome]) -> BulkOutcome:
    """Return the outcome of an item: the result of `act`, or its error."""
    try:
        return act()
    except NotFoundError as error:
        return BulkOutcome(key, BulkResult.NOT_FOUND, error=error)
    except ExistingConflictError as error:
        existing = error.existing.id if error.existing is not None else None
        return BulkOutcome(key, BulkResult.EXISTS, existing if isinstance(existing, UUID) else None, error=error)
    except ServiceError as error:
        return BulkOutcome(key, BulkResult.REJECTED, error=error)
