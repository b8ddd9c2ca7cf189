"""Moments of watching in the time zone of the person, none of them in the future."""

from datetime import tzinfo

from watchkeeper.foundation.core.clock import now
from watchkeeper.models.errors.tracking_errors import InTheFutureError
from watchkeeper.models.types.watchlist.when import UNKNOWN, When


def now_in(zone: tzinfo) -> When:
    """Return the present time."""
    return When.at(now(), zone)


def past(when: When | None, member: str, zone: tzinfo) -> When:
    """Return a time of the past, the unknown one for None. Raises InTheFutureError, which names the member."""
    if when is None:
        return UNKNOWN
    if when.is_in_the_future(now()):
        raise InTheFutureError.of(member)
    return when.in_zone(zone)
