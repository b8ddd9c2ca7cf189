"""The parameters of endpoints: a closed set of kinds, recognised by their annotations when a route is created."""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin
from uuid import UUID

from fastapi import Body, Form, Header, Query, Request, Response
from pydantic.config import JsonDict

from watchkeeper.foundation.core.dtos import FormInput, Input, PageQuery, QueryParameters, UploadInput
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.http.authentication import Access

Endpoint = Callable[..., Awaitable[Response]]

_IN_PATH = re.compile(r"{(\w+)(?::path)?}")
_PATH_TYPES = (UUID, int, str)
_IF_MATCH = "The ETag of the version to change; 412 when the resource has changed since."


class Kind(StrEnum):
    """Kinds of parameters that an endpoint has at most once."""

    REQUEST = "request"
    CALLER = "caller"
    IF_MATCH = "precondition"
    PAGE = "page"
    QUERY = "query"
    BODY = "body"
    FORM = "form"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class RequestHeader:
    """Marks a parameter that takes the value of a request header, or None if the header is missing."""

    name: str
    description: str | None = None
    schema: JsonDict | None = None
    in_schema: bool = True


UserAgent = Annotated[str | None, RequestHeader("User-Agent", in_schema=False)]
"""The `User-Agent` header."""

IfMatch = Precondition
"""The versions in the `If-Match` header."""


class RequiredIfMatch(Precondition):
    """The versions in the `If-Match` header of an operation that rejects requests without it."""


Paging = PageRequest
"""The requested page, with its cursor decoded."""

_KINDS: tuple[tuple[type, Kind], ...] = (
    (Request, Kind.REQUEST),
    (Precondition, Kind.IF_MATCH),
    (PageRequest, Kind.PAGE),
    (QueryParameters, Kind.QUERY),
    (UploadInput, Kind.UPLOAD),
    (Input, Kind.BODY),
    (FormInput, Kind.FORM),
)


@dataclass(frozen=True, slots=True, eq=False)
class EndpointSignature:
    """The parameters of an endpoint: path and header parameters by name, the others by kind."""

    path: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, tuple[RequestHeader, Any]] = field(default_factory=dict)
    single: dict[Kind, tuple[str, Any]] = field(default_factory=dict)

    @property
    def access(self) -> Access | None:
        """The access that the endpoint requires; None without a parameter for the caller."""
        access: Access | None = self.single.get(Kind.CALLER, ("", None))[1]
        return access

    @property
    def requires_version(self) -> bool:
        """Whether the endpoint rejects requests without `If-Match`."""
        return self.model_of(Kind.IF_MATCH) is RequiredIfMatch

    def model_of(self, kind: Kind) -> type[Any] | None:
        """Return the model of the query, body or form, or None if the endpoint has none."""
        model: type[Any] | None = self.single.get(kind, ("", None))[1]
        return model


def read_signature(endpoint: Endpoint, path: str) -> EndpointSignature:
    """Return the parameters of an endpoint. Raises TypeError for unknown kinds and for invalid combinations.

    A method is read once, to whatever it is bound: the document and each further application read them all again.
    """
    return _read(getattr(endpoint, "__func__", endpoint), path, is_bound=inspect.ismethod(endpoint))


@cache
def _read(endpoint: Endpoint, path: str, *, is_bound: bool) -> EndpointSignature:
    signature = EndpointSignature()
    in_path = _IN_PATH.findall(path)
    for parameter in [*inspect.signature(endpoint, eval_str=True).parameters.values()][is_bound:]:
        try:
            _add(signature, parameter, is_in_path=parameter.name in in_path)
        except TypeError as failure:
            raise TypeError(f"{endpoint.__qualname__}, parameter {parameter.name}: {failure}") from failure
    if set(in_path) != set(signature.path):
        raise TypeError(
            f"{endpoint.__qualname__} has the path parameters {list(signature.path)}, but its path is {path}"
        )
    if Kind.PAGE in signature.single and not issubclass(signature.model_of(Kind.QUERY) or object, PageQuery):
        raise TypeError(f"{endpoint.__qualname__} has a page parameter, so its query must be a PageQuery")
    if Kind.BODY in signature.single and Kind.FORM in signature.single:
        raise TypeError(f"{endpoint.__qualname__} has both a body and a form")
    return signature


def documented_endpoint(endpoint: Endpoint, signature: EndpointSignature) -> Callable[..., Any]:
    """Return a function that FastAPI inspects for the OpenAPI document in place of the endpoint. It is never called."""

    async def documented() -> None: ...

    documented.__name__ = endpoint.__name__
    documented.__doc__ = endpoint.__doc__
    parameters = list(_documented_parameters(signature))
    documented.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return documented


def _documented_parameters(signature: EndpointSignature) -> Iterator[inspect.Parameter]:
    for name, annotation in signature.path.items():
        yield _documented(name, annotation)
    bodies = ((Kind.FORM, Form()), (Kind.UPLOAD, Form(media_type="multipart/form-data")), (Kind.BODY, Body()))
    for kind, marks in ((Kind.QUERY, Query()), *bodies):
        if kind in signature.single:
            name, model = signature.single[kind]
            yield _documented(name, Annotated[model, marks])
    if Kind.IF_MATCH in signature.single:
        described = Header(alias="If-Match", description=_IF_MATCH)
        if signature.requires_version:
            yield _documented("if_match", Annotated[str, described])
        else:
            yield _documented("if_match", Annotated[str | None, described], default=None)
    for name, (header, _annotation) in signature.headers.items():
        described = Header(
            alias=header.name,
            description=header.description,
            json_schema_extra=header.schema,
            include_in_schema=header.in_schema,
        )
        yield _documented(name, Annotated[str | None, described], default=None)


def _documented(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:  # noqa: ANN401
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _add(signature: EndpointSignature, parameter: inspect.Parameter, *, is_in_path: bool) -> None:
    annotation = parameter.annotation
    is_annotated = get_origin(annotation) is Annotated
    base, *marks = get_args(annotation) if is_annotated else (annotation,)
    if parameter.default is not inspect.Parameter.empty:
        raise TypeError("defaults belong in the model of the query or body")
    if is_in_path and isinstance(base, type) and issubclass(base, _PATH_TYPES):
        signature.path[parameter.name] = annotation
        return
    header = next((mark for mark in marks if isinstance(mark, RequestHeader)), None)
    if header is not None:
        signature.headers[parameter.name] = (header, annotation)
        return
    kind, value = _kind_of(base, marks)
    if kind in signature.single:
        raise TypeError(f"there is another {kind} parameter already")
    signature.single[kind] = (parameter.name, value)


def _kind_of(base: Any, marks: list[Any]) -> tuple[Kind, Any]:  # noqa: ANN401 - any annotation
    access = next((mark for mark in marks if isinstance(mark, Access)), None)
    if access is not None:
        return Kind.CALLER, access
    for parent, kind in _KINDS:
        if isinstance(base, type) and issubclass(base, parent):
            return kind, base
    raise TypeError(f"{base} is neither a path parameter nor of a supported kind")
