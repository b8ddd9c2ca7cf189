"""The route of one operation, with body checks, retries, caching, idempotency and ETags around its endpoint."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.principal import ScopeChoices
from watchkeeper.foundation.core.uploads import UploadBounds
from watchkeeper.foundation.http.binder import binder_of
from watchkeeper.foundation.http.conflict_retry import retry_on_conflict
from watchkeeper.foundation.http.endpoint_signature import Endpoint, Kind, documented_endpoint, read_signature
from watchkeeper.foundation.http.etags import respond_conditionally
from watchkeeper.foundation.http.idempotency import respond_once
from watchkeeper.foundation.http.problem_responses import Responses, problems
from watchkeeper.foundation.http.request_body import StrictRequest, require_body
from watchkeeper.foundation.http.response_caching import respond_from_cache
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass


class ResponseSpec(NamedTuple):
    """An additional response of an operation, for the OpenAPI document."""

    model: type[BaseModel]
    description: str
    example: Any = None


class ApiRoute:
    """The route of one operation; all its options are validated when it is created.

    | option | meaning |
    |---|---|
    | `returns`, `status` | model and status of a success |
    | `also` | other responses by status |
    | `errors` | errors that the endpoint may raise in addition to those common to all operations |
    | `cached_by` | cache tag: a new version of the tag invalidates the cached responses |
    | `rate_limit` | rate limit class; by default READS for GET, else WRITES |
    | `response_headers` | names of additional headers of a success |
    | `files` | media types of a success that is a file, which is streamed and has no ETag, each with an example |
    | `tagged` | the file is not streamed, and has an ETag |
    | `shows` | kind of the resource that a GET shows: a conflict with one names this path |
    | `public` | required for an endpoint without a parameter for the caller, invalid for any other |
    | `shown_once` | the response has a secret, so it is not stored: the operation takes no `Idempotency-Key` |
    | `upload` | bounds of the file, required for an endpoint that takes one |
    | `any_query` | ignore unknown query parameters instead of rejecting them |

    `scopes` are what an application token needs, as `ScopeChoices` says; the composition root sets them. A POST with an
    `Idempotency-Key` takes effect once; a successful response to GET has an ETag. Raises TypeError for options that
    contradict each other or the endpoint.
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
        files: Mapping[str, object] | None = None,
        tagged: bool = False,
        shows: str | None = None,
        shown_once: bool = False,
        upload: UploadBounds | None = None,
        public: bool = False,
        any_query: bool = False,
        in_schema: bool = True,
    ) -> None:
        self.method = method
        self.scopes: ScopeChoices = ()
        self.signature = read_signature(endpoint, path)
        self.cached_by = cached_by
        self.rate_limit = rate_limit or (RateLimitClass.READS if method == "GET" else RateLimitClass.WRITES)
        self.response_headers = response_headers
        self.has_tag = method == "GET" and (tagged or not files)
        self.shows = shows
        self.upload = upload
        self.takes_key = method == "POST" and not shown_once
        self.takes_any_query = any_query
        self.path = path
        self.name = endpoint.__name__
        self.endpoint = endpoint
        self.tags = [*tags]
        self.description = inspect.cleandoc(endpoint.__doc__ or "")
        self.response_model = returns
        self.include_in_schema = in_schema
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self._binder = binder_of(self.signature, any_query=any_query, upload=upload)
        self._require_access(is_public=public)
        self._status = status
        self._errors = errors
        self._also = also or {}
        self._files = files or {}
        self.app = self._respond
        self._handle = respond_from_cache(self._call, cached_by, knows_caller=self.signature.access is not None)

    def documented(self) -> APIRoute:
        """Return the route as FastAPI describes it in the OpenAPI document: costly, and needed for nothing else."""
        return APIRoute(
            self.path,
            documented_endpoint(self.endpoint, self.signature),
            methods=[self.method],
            tags=[*self.tags],
            status_code=self._status,
            response_model=self.response_model,
            response_class=Response if self._files else JSONResponse,
            responses=_responses(self._errors, self._also) | _file_response(self._files),
            include_in_schema=self.include_in_schema,
        )

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request. Errors propagate to the `Router`."""
        request = StrictRequest(scope, receive)
        if self._takes(Kind.BODY) or self._takes(Kind.FORM):
            await require_body(request, is_form=self._takes(Kind.FORM))
        try:
            response = respond_conditionally(request, await retry_on_conflict(self._handle, request))
        finally:
            await request.close_parts()
        await response(scope, receive, send)

    async def _call(self, request: StrictRequest) -> Response:
        arguments = await self._binder.arguments(request)
        if self.takes_key:
            return await respond_once(request, lambda: self.endpoint(**arguments))
        return await self.endpoint(**arguments)

    def _takes(self, kind: Kind) -> bool:
        return kind in self.signature.single

    def _require_access(self, *, is_public: bool) -> None:
        access = self.signature.access
        if is_public != (access is None):
            raise TypeError(f"{self.endpoint.__qualname__} must either have a parameter for the caller or be public")
        if self.method != "GET" and access is not None and not access.is_required:
            raise TypeError(f"{self.endpoint.__qualname__} writes, so it must require its caller or be public")
        if self.cached_by is not None and (self.method != "GET" or (access is not None and access.is_required)):
            raise TypeError(
                f"{self.endpoint.__qualname__} requires its caller or is no GET, so its responses cannot be cached"
            )


def _responses(errors: Sequence[type[ServiceError]], also: Mapping[int, ResponseSpec]) -> Responses:
    responses = problems(*errors)
    for status, spec in also.items():
        responses[status] = {"model": spec.model, "description": spec.description}
        if spec.example is not None:
            responses[status]["content"] = {"application/json": {"example": spec.example}}
    return responses


def _file_response(files: Mapping[str, object]) -> Responses:
    text = {"type": "string", "format": "binary"}
    content: dict[str, Any] = {
        media_type: {"schema": text if isinstance(example, str) else {"type": "object"}, "example": example}
        for media_type, example in files.items()
    }
    return {200: {"description": "The file", "content": content}} if files else {}
