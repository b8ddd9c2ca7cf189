"""Errors of the change feed."""

from collections.abc import Mapping

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError
from watchkeeper.models.types.changes.change import ResyncReason

_DETAILS = {
    ResyncReason.EXPIRED: "The cursor is older than the deletions that the feed still knows.",
    ResyncReason.RESTORED: "The database has been restored or replaced since the cursor was given out.",
    ResyncReason.AHEAD: "The cursor is of a later state than the database has.",
}


class ResyncRequiredError(ServiceError):
    """The cursor can't be continued, for `reason`."""

    kind = ErrorKind.GONE
    code = "resync_required"
    title = "Start again from the beginning"
    detail = "The cursor can't be continued, for the given reason. Read the feed again without a cursor."

    def __init__(self, reason: ResyncReason) -> None:
        super().__init__(f"{_DETAILS[reason]} Read the feed again without a cursor.")
        self.reason = reason

    def members(self) -> Mapping[str, str]:
        return {"reason": self.reason.value}
