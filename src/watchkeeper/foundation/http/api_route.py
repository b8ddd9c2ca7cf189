"""The route of one operation, and what surrounds its endpoint."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.http.binder import Binder
from watchkeeper.foundation.http.conflict_retry import retry_on_conflict
from watchkeeper.foundation.http.endpoint_signature import Endpoint, Kind, documented_endpoint, read_signature
from watchkeeper.foundation.http.etags import respond_conditionally
from watchkeeper.foundation.http.idempotency import respond_once
from watchkeeper.foundation.http.problem_responses import Responses, problems
from watchkeeper.foundation.http.request_body import StrictRequest, require_body
from watchkeeper.foundation.http.response_caching import respond_from_cache
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass


class ResponseSpec(NamedTuple):
    """A response of an operation beside its usual one, for the document."""

    model: type[BaseModel]
    description: str
    example: Any = None


class ApiRoute(APIRoute):
    """One operation. All that is true of it is said here, and is wrong at the start or not at all.

    `returns` is the model of a success with `status`, `also` has other responses by status, `errors` what the endpoint
    may raise beside what every operation may. `cached_by` is the tag whose changes end the life of cached responses.
    `rate_limit` is READS or WRITES where it says nothing. A route without a parameter for the caller is `public` by
    word. `any_query` ignores query parameters that the endpoint does not know. `response_headers` names
    further headers of a success.

    A POST that carries an `Idempotency-Key` has its effect once; a response to GET carries an ETag. Raises TypeError
    for what does not go together.
    """

    def __init__(
        self,
        path: str,
        method: str,
        endpoint: Endpoint,
        *,
        tags: Sequence[str] = (),
        returns: type[BaseModel] | None = None,
        status: int = 200,
        also: Mapping[int, ResponseSpec] | None = None,
        errors: Sequence[type[ServiceError]] = (),
        cached_by: str | None = None,
        rate_limit: RateLimitClass | None = None,
        response_headers: Sequence[str] = (),
        public: bool = False,
        any_query: bool = False,
        in_schema: bool = True,
    ) -> None:
        self.method = method
        self.signature = read_signature(endpoint, path)
        self.cached_by = cached_by
        self.rate_limit = rate_limit or (RateLimitClass.READS if method == "GET" else RateLimitClass.WRITES)
        self.response_headers = response_headers
        self.takes_any_query = any_query
        self._endpoint = endpoint
        self._binder = Binder(self.signature, any_query=any_query)
        self._require_access(is_public=public)
        super().__init__(
            path,
            documented_endpoint(endpoint, self.signature),
            methods=[method],
            tags=[*tags],
            status_code=status,
            response_model=returns,
            responses=_responses(errors, also or {}),
            include_in_schema=in_schema,
        )
        self.app = self._respond
        self._handle = respond_from_cache(self._call, cached_by, knows_caller=self.signature.access is not None)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request; what is raised goes on to the `Router`."""
        request = StrictRequest(scope, receive)
        if self._takes(Kind.BODY) or self._takes(Kind.FORM):
            await require_body(request, is_form=self._takes(Kind.FORM))
        response = respond_conditionally(request, await retry_on_conflict(self._handle, request))
        await response(scope, receive, send)

    async def _call(self, request: StrictRequest) -> Response:
        arguments = await self._binder.arguments(request)
        if self.method == "POST":
            return await respond_once(request, lambda: self._endpoint(**arguments))
        return await self._endpoint(**arguments)

    def _takes(self, kind: Kind) -> bool:
        return kind in self.signature.single

    def _require_access(self, *, is_public: bool) -> None:
        access = self.signature.access
        if is_public != (access is None):
            raise TypeError(f"{self._endpoint.__qualname__} has either a parameter for the caller or is public")
        if self.method != "GET" and access is not None and not access.is_required:
            raise TypeError(f"{self._endpoint.__qualname__} writes, so it requires its caller or is public")
        if self.cached_by is not None and (self.method != "GET" or (access is not None and access.is_required)):
            raise TypeError(f"{self._endpoint.__qualname__} has no response that can be cached for everybody")


def _responses(errors: Sequence[type[ServiceError]], also: Mapping[int, ResponseSpec]) -> Responses:
    responses = problems(*errors)
    for status, spec in also.items():
        responses[status] = {"model": spec.model, "description": spec.description}
        if spec.example is not None:
            responses[status]["content"] = {"application/json": {"example": spec.example}}
    return responses
