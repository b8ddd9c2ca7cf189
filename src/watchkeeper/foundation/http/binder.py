"""Binds the parameters of an endpoint to the values of a request."""

from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from json import JSONDecodeError
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from watchkeeper.foundation.core.dtos import QueryParameters
from watchkeeper.foundation.core.errors import FieldError, InvalidInputError, PreconditionRequiredError
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.uploads import UploadBounds
from watchkeeper.foundation.http.authentication import caller_of
from watchkeeper.foundation.http.endpoint_signature import EndpointSignature, Kind
from watchkeeper.foundation.http.etags import precondition_of
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.problems import field_errors
from watchkeeper.foundation.http.query_reader import QueryReader
from watchkeeper.foundation.http.request_body import RepeatedMemberError, StrictRequest
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.services import services_of
from watchkeeper.foundation.http.uploads import members_of, require_multipart

_MAX_ERRORS = 100
"""Field errors in one problem, at most; a body of 1 MiB can cause a hundred thousand."""

_Validate = Callable[[Any], Any]


@cache
def binder_of(signature: EndpointSignature, *, any_query: bool, upload: UploadBounds | None) -> "Binder":
    """Return the binder of an endpoint, made once for all applications of the process: it takes longer than the rest
    of a route."""
    return Binder(signature, any_query=any_query, upload=upload)


class Binder:
    """Validates a request and returns the arguments of its endpoint.

    It authenticates the caller first, so a request without valid credentials gets 401 whatever else is wrong with it.
    Then it collects the errors of path, query, headers and body into one problem.
    """

    def __init__(self, signature: EndpointSignature, *, any_query: bool, upload: UploadBounds | None = None) -> None:
        self._access = signature.access
        self._names = {kind: name for kind, (name, _) in signature.single.items()}
        self._path = [(name, TypeAdapter(kind).validator.validate_python) for name, kind in signature.path.items()]
        self._headers = [
            (name, header.name, TypeAdapter(kind).validator.validate_python)
            for name, (header, kind) in signature.headers.items()
        ]
        self._requires_version = signature.requires_version
        query = signature.model_of(Kind.QUERY) or QueryParameters
        self._query = QueryReader(query, ignores_unknown=any_query)
        self._body = signature.model_of(Kind.BODY)
        self._form = signature.model_of(Kind.FORM)
        self._upload = signature.model_of(Kind.UPLOAD)
        self._bounds = upload or UploadBounds()

    async def arguments(self, request: StrictRequest) -> dict[str, Any]:
        """Return the arguments by name.

        Raises AuthenticationRequiredError, InvalidTokenError, OriginNotAllowedError, TwoAccountsError,
        SessionRequiredError, InsufficientScopeError, AdminRequiredError, InvalidInputError, PreconditionRequiredError
        and InvalidCursorError.
        """
        found: dict[Kind, Any] = {Kind.REQUEST: request}
        if self._access is not None:
            found[Kind.CALLER] = await caller_of(request.scope, self._access, services_of(request.scope).authentication)
        values: dict[str, Any] = {}
        errors: list[FieldError] = []
        given = state_of(request.scope).path_values
        for name, validate in self._path:
            values[name] = _validated(validate, given[name], ("path", name), errors)
        found[Kind.QUERY] = _read_query(self._query, request, errors)
        for name, header, validate in self._headers:
            text = header_of(request.scope, header.lower().encode())
            values[name] = None if text is None else _validated(validate, text, ("header", header), errors)
        await self._read_body(request, found, errors)
        if errors:
            raise InvalidInputError(fields=tuple(errors[:_MAX_ERRORS]))
        if self._requires_version and header_of(request.scope, b"if-match") is None:
            raise PreconditionRequiredError
        self._derive(request, found)
        values.update((name, found[kind]) for kind, name in self._names.items())
        return values

    async def _read_body(self, request: StrictRequest, found: dict[Kind, Any], errors: list[FieldError]) -> None:
        if self._body is not None:
            found[Kind.BODY] = await _read_json(self._body, request, errors)
        elif self._form is not None:
            found[Kind.FORM] = await _read_form(self._form, request, errors)
        elif self._upload is not None and not errors:
            require_multipart(request)
            members = members_of(await request.parts(), self._bounds)
            found[Kind.UPLOAD] = _validated(self._upload.model_validate, members, ("body",), errors)

    def _derive(self, request: StrictRequest, found: dict[Kind, Any]) -> None:
        """Add the arguments that are derived from validated ones: precondition and page."""
        if Kind.IF_MATCH in self._names:
            found[Kind.IF_MATCH] = precondition_of(request.scope)
        if Kind.PAGE in self._names:
            found[Kind.PAGE] = _page_of(found[Kind.QUERY], request)


def _validated(validate: _Validate, value: Any, place: tuple[str, ...], errors: list[FieldError]) -> Any:  # noqa: ANN401
    try:
        return validate(value)
    except ValidationError as failure:
        errors.extend(field_errors(failure, *place))
        return None


def _read_query(reader: QueryReader, request: StrictRequest, errors: list[FieldError]) -> QueryParameters | None:
    try:
        return reader.read(request.scope["query_string"])
    except InvalidInputError as failure:
        errors.extend(failure.fields)
        return None


async def _read_json(model: type[BaseModel], request: StrictRequest, errors: list[FieldError]) -> Any:  # noqa: ANN401
    if not await request.body():
        if getattr(model, "may_be_left_out", False):
            return model()
        errors.append(FieldError("/body", "Field required", "missing"))
        return None
    try:
        content = await request.json()
    except RepeatedMemberError:
        errors.append(FieldError("/body", "A member comes twice in one object.", "malformed_body"))
        return None
    except JSONDecodeError:
        errors.append(FieldError("/body", "The body is not valid JSON.", "malformed_body"))
        return None
    return _validated(partial(model.model_validate, from_attributes=True), content, ("body",), errors)


async def _read_form(model: type[BaseModel], request: StrictRequest, errors: list[FieldError]) -> Any:  # noqa: ANN401
    async with request.form() as form:
        sent = [(name, value) for name, value in form.multi_items() if value != ""]
        times = Counter(name for name, _ in sent)
        fields = {name: value for name, value in sent if times[name] == 1}
        return _validated(model.model_validate, fields, ("body",), errors)


def _page_of(query: Any, request: StrictRequest) -> PageRequest:  # noqa: ANN401 - a PageQuery, as `read_signature` has checked
    codec = services_of(request.scope).cursors
    cursor = None if query.cursor is None else codec.decode(query.cursor, request.scope["path"])
    return PageRequest(query.limit, cursor, query.with_total)
