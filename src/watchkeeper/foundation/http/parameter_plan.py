"""Parameters of requests, read as FastAPI reads them, yet with what their declarations say looked up once a route."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from enum import Enum
from operator import attrgetter
from typing import Any
from uuid import UUID

from fastapi import Request, params
from fastapi._compat import ModelField, field_annotation_is_sequence
from fastapi.dependencies.utils import request_params_to_args
from pydantic import BaseModel, Json

Source = Callable[[Request], Mapping[str, Any]]
"""Where a kind of parameters is found in a request."""

Errors = list[Any]

_UNCHANGING = (type(None), bool, int, float, str, bytes, Enum, UUID, date)
_MOST_KEPT = 256
_LONGEST_KEPT = 512

PATH: Source = attrgetter("path_params")
QUERY: Source = attrgetter("query_params")
HEADERS: Source = attrgetter("headers")


class ParameterGroup:
    """The parameters of one kind, path, query or headers, of an endpoint or dependency.

    The same queries are sent again and again, and reading eight parameters takes as long as authentication: what was
    found in a query is kept, by its very bytes, where nothing was wrong. Lists are given out as copies; what else could
    be changed is not kept.
    """

    __slots__ = ("_is_query", "_kept", "_lists", "_parameters", "_source")

    def __init__(self, source: Source, parameters: Sequence["Parameter"]) -> None:
        self._source = source
        self._parameters = tuple(parameters)
        self._lists = tuple(parameter.name for parameter in parameters if parameter.is_list)
        self._is_query = source is QUERY
        self._kept: dict[bytes, dict[str, Any]] = {}

    def read(self, request: Request, values: dict[str, Any], errors: Errors) -> None:
        """Put what is given into `values` under the parameters' names, and what is wrong into `errors`."""
        if not self._is_query:
            self._look(request, values, errors)
            return
        query: bytes = request.scope["query_string"]
        found = self._kept.get(query)
        if found is None:
            found = self._find(query, request, errors)
        values.update(found)
        for name in self._lists:
            if isinstance(found.get(name), list):
                values[name] = [*found[name]]

    def _find(self, query: bytes, request: Request, errors: Errors) -> dict[str, Any]:
        found: dict[str, Any] = {}
        problems: Errors = []
        self._look(request, found, problems)
        errors.extend(problems)
        if not problems and len(query) <= _LONGEST_KEPT and all(map(_can_be_kept, found.values())):
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[query] = found
        return found

    def _look(self, request: Request, values: dict[str, Any], errors: Errors) -> None:
        given = self._source(request)
        for parameter in self._parameters:
            parameter.read(given, values, errors)


def _can_be_kept(value: Any) -> bool:  # noqa: ANN401 - whatever a parameter is
    items = value if isinstance(value, list) else (value,)
    return all(isinstance(item, _UNCHANGING) for item in items)


class Parameter:
    """One parameter of an endpoint or dependency. What is wrong with it is told by FastAPI itself."""

    __slots__ = ("_alias", "_default", "_field", "_is_fixed", "_place", "is_list", "name")

    def __init__(self, field: ModelField) -> None:
        info = field.field_info
        assert isinstance(info, params.Param)  # noqa: S101 - for types; FastAPI sorts the others out
        self._field = field
        self.name = field.name
        self._alias = field.validation_alias or field.alias
        self._place = (info.in_.value, self._alias)
        self.is_list = field_annotation_is_sequence(info.annotation)
        self._default = None if info.is_required() else field.default
        has_default = not info.is_required() and info.default_factory is None and not info.validate_default
        self._is_fixed = has_default and isinstance(self._default, _UNCHANGING)

    def read(self, given: Mapping[str, Any], values: dict[str, Any], errors: Errors) -> None:
        """Put the value that is `given` into `values` under the parameter's name, or what is wrong into `errors`."""
        sent = given.getlist(self._alias) or None if self.is_list else given.get(self._alias)  # type: ignore[attr-defined]
        if sent is None:
            self._leave_out(given, values, errors)
            return
        value, problems = self._field.validate(sent, {}, loc=self._place)
        if problems:
            errors.extend(problems)
        else:
            values[self.name] = value

    def _leave_out(self, given: Mapping[str, Any], values: dict[str, Any], errors: Errors) -> None:
        if self._is_fixed:
            values[self.name] = self._default
        elif isinstance(self._default, list):
            values[self.name] = deepcopy(self._default)
        else:
            found, problems = request_params_to_args([self._field], given)
            values.update(found)
            errors.extend(problems)


def parameters_of(fields: Sequence[ModelField]) -> tuple[Parameter, ...] | None:
    """Return parameters by their fields, or None where one is of a kind that FastAPI had better read itself."""
    return tuple(map(Parameter, fields)) if all(map(_is_plain, fields)) else None


def _is_plain(field: ModelField) -> bool:
    """Return whether a parameter has one name, and a value that is not a model of several parameters."""
    info = field.field_info
    has_one_name = info.validation_alias is None or isinstance(info.validation_alias, str)
    is_model = isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel)
    is_json = any(type(item) is Json for item in info.metadata)
    in_path_as_list = isinstance(info, params.Path) and field_annotation_is_sequence(info.annotation)
    return has_one_name and not is_model and not is_json and not in_path_as_list and not field.config
