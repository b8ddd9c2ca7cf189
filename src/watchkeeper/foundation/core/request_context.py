"""The current request, available to all code that runs for it through a context variable."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from watchkeeper.foundation.core.rates import RateLimitStatus


@dataclass(slots=True)
class RequestContext:
    """Facts about the current request.

    `client_address` is the address of the client, taken from trusted proxies; `actor_id` is set once the caller is
    authenticated. `has_committed` is true after a transaction of the request has been committed: then the request
    must not be retried; `are_items_counted` once the items of a bulk request have been. `rate_limits` maps each
    counted rate to its status. `is_safe` means that the request only reads (RFC 9110), `is_public` that its response
    is stored in the public cache and must be current. `trace` has the trace ids for log lines.

    Outside a request, as in the commands of manage.py, every member has its default.
    """

    request_id: str | None = None
    client_address: str | None = None
    actor_id: UUID | None = None
    has_committed: bool = False
    are_items_counted: bool = False
    rate_limits: dict[str, RateLimitStatus] = field(default_factory=dict)
    is_safe: bool = False
    is_public: bool = False
    trace: Mapping[str, str] = field(default_factory=dict)


_current: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def begin_request(request: RequestContext) -> None:
    """Make a new request the one under way."""
    _current.set(request)


def current_request() -> RequestContext:
    """Return the current request; outside a request, one with defaults."""
    return _current.get() or RequestContext()
