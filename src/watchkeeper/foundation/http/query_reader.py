import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, get_args, get_origin
from urllib.parse import parse_qsl

from pydantic import ValidationError

from watchkeeper.foundation.core.dtos import QueryParameters
from watchkeeper.foundation.core.errors import FieldError, InvalidInputError
from watchkeeper.foundation.http.problems import field_errors, pointer_of

_MAX_CACHED_BYTES = 512
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class QueryReader:
    """Parses the query string of one operation into its model.

    Unknown parameters are rejected, or ignored with `ignores_unknown`. The parsed models of the last 256 query strings
    are cached by their bytes; models are immutable, so requests can share them.
    """

    def __init__(self, model: type[QueryParameters], *, ignores_unknown: bool = False) -> None:
        fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        self._model = model
        self._ignores_unknown = ignores_unknown
        self._names = tuple(fields)
        self._repeatable = frozenset(name for name, annotation in fields.items() if _is_repeatable(annotation))
        self._numbers = frozenset(name for name, annotation in fields.items() if _is_number(annotation))
        self._read_cached: Callable[[bytes], QueryParameters] = lru_cache(256)(self._read)

    def read(self, query: bytes) -> QueryParameters:
        """Return the parameters of a query string. Raises InvalidInputError with an error per invalid parameter."""
        return self._read_cached(query) if len(query) <= _MAX_CACHED_BYTES else self._read(query)

    def _read(self, query: bytes) -> QueryParameters:
        given: dict[str, Any] = {}
        errors: dict[str, FieldError] = {}
        for name, sent in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
            value = self._strict(name, sent)
            if name not in self._names and self._ignores_unknown:
                continue
            if name not in self._names:
                errors[name] = FieldError(pointer_of("query", name), self._known(), "unknown_parameter")
            elif name in self._repeatable:
                given.setdefault(name, []).append(value)
            elif name in given:
                errors[name] = FieldError(pointer_of("query", name), "Send it once.", "repeated_parameter")
            else:
                given[name] = value
        try:
            parameters = self._model.model_validate(given)
        except ValidationError as failure:
            raise InvalidInputError(fields=(*field_errors(failure, "query"), *errors.values())) from failure
        if errors:
            raise InvalidInputError(fields=tuple(errors.values()))
        return parameters

    def _strict(self, name: str, value: str) -> str:
        """Return a value, "" for a number that is not written as in JSON: pydantic would take `1_0` and `+1`, too."""
        return "" if name in self._numbers and not _NUMBER.fullmatch(value) else value

    def _known(self) -> str:
        if not self._names:
            return "This operation takes no query parameters."
        return f"This operation takes {', '.join(self._names)}."


def _is_number(annotation: Any) -> bool:  # noqa: ANN401 - any annotation
    return not {int, float}.isdisjoint(_parts_of(annotation))


def _parts_of(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    yield annotation
    for part in get_args(annotation):
        yield from _parts_of(part)


def _is_repeatable(annotation: Any) -> bool:  # noqa: ANN401 - any annotation
    return any(get_origin(part) is tuple for part in (annotation, *get_args(annotation)))
