"""What everything done for a request may know of it, without being handed it."""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(slots=True)
class RequestContext:
    """The request under way. `client_address` is the peer's; `actor_id` is set once the caller is known.
    `has_committed` says that a transaction of it has been committed, so that doing it all again would do that twice.

    Outside a request, in the commands of manage.py, all of it is None.
    """

    request_id: str | None = None
    client_address: str | None = None
    actor_id: UUID | None = None
    has_committed: bool = False


_current: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def begin_request(request_id: str, client_address: str | None) -> None:
    """Make a new request the one under way; its caller is not known yet."""
    _current.set(RequestContext(request_id, client_address))


def current_request() -> RequestContext:
    """Return the request under way."""
    return _current.get() or RequestContext()
