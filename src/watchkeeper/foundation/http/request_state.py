"""The state of a request, in one object."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.types import Scope

from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.request_context import RequestContext

if TYPE_CHECKING:
    from watchkeeper.foundation.http.api_route import ApiRoute
    from watchkeeper.foundation.http.middleware.request_cycle import RequestCycle

_KEY = "foundation.request"


@dataclass(slots=True, eq=False)
class RequestState(RequestContext):
    """The state of a request, and its `current_request()` in the layers below HTTP.

    | member | written by | read by |
    |---|---|---|
    | `headers` | `state_of`; `Cors` drops `origin` | `header_of`, `bearer_token_of` |
    | `origin` | `Cors` | `PageSessions`, for what a cookie authenticates |
    | `trace` | `Tracing`, else `RequestMiddleware` | log lines |
    | `cycle` | `RequestMiddleware` | `AdmissionMiddleware` (problems), `Router` (whether the response has started) |
    | `request_id` | `RequestCycle` | log lines, problems, the audit trail, `Tracing` |
    | `client_address`, `is_safe` | `RequestMiddleware` | rate limits, the audit trail; the replica |
    | `route`, `path_values`, `allowed` | `AdmissionMiddleware` | rate limits, `Router`, log lines, metrics |
    | `deadline` | `AdmissionMiddleware` | `StreamedResponse`, which takes longer |
    | `rate_limits` | rate limiting | `RequestCycle`, for the headers of the response |
    | `caller`, `actor_id` | `caller_of` | endpoints; idempotency, log lines, the audit trail, the replica |
    | `is_public` | `respond_from_cache` | the replica |
    | `are_items_counted` | rate limiting | rate limiting, when the request is retried |
    | `has_committed` | the unit of work | `retry_on_conflict`, the replica |
    """

    headers: dict[bytes, bytes] = field(default_factory=dict)
    """The first header of each (lower-case) name."""
    cycle: "RequestCycle | None" = None
    route: "ApiRoute | None" = None
    """The route of the path. If the path does not have the method, `allowed` has the methods of the path."""
    path_values: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    deadline: asyncio.Timeout | None = None
    caller: Principal | None = None
    origin: str | None = None
    """The header `Origin` as it was sent, of an untrusted origin too."""


def state_of(scope: Scope) -> RequestState:
    """Return the state of a request, created by the first call."""
    state: RequestState | None = scope.get(_KEY)
    if state is None:
        # A dict: Starlette's `Headers` copies them and encodes the name at each of the ten look-ups of a request.
        state = scope[_KEY] = RequestState(headers=dict(reversed(scope.get("headers", ()))))
    return state
