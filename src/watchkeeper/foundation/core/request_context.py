"""What everything done for a request may know of it, without being handed it."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from watchkeeper.foundation.core.rates import RateLimitStatus


@dataclass(slots=True)
class RequestContext:
    """The request under way. `client_address` is the client's as trusted proxies tell it; `actor_id` is set once the
    caller is known. `has_committed` says that a transaction of the request has been committed, so that the request is
    not repeated. `rate_limits` has the status of each rate that the request was counted for. `is_safe` says that the
    request only reads (RFC 9110), `is_for_everybody` that its response is cached for others and must be current.
    `trace` has the ids of the trace of the request, for its log lines.

    Outside a request, in the commands of manage.py, all of it is None.
    """

    request_id: str | None = None
    client_address: str | None = None
    actor_id: UUID | None = None
    has_committed: bool = False
    rate_limits: dict[str, RateLimitStatus] = field(default_factory=dict)
    is_safe: bool = False
    is_for_everybody: bool = False
    trace: Mapping[str, str] = field(default_factory=dict)


_current: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def begin_request(
    request_id: str, client_address: str | None, *, is_safe: bool = False, trace: Mapping[str, str] | None = None
) -> RequestContext:
    """Make a new request the one under way, and return it; its caller is not known yet."""
    request = RequestContext(request_id, client_address, is_safe=is_safe, trace=trace or {})
    _current.set(request)
    return request


def current_request() -> RequestContext:
    """Return the request under way."""
    return _current.get() or RequestContext()
