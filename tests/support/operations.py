"""Every operation of the service, for tests of the conventions that all of them keep."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi.dependencies.models import Dependant
from fastapi.params import Form
from fastapi.routing import APIRoute

from watchkeeper.configs.dispatcher import ROUTERS
from watchkeeper.foundation.http.responses import PageOutput

MISSING_ID = UUID("0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b")
"""An id that names nothing."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    route: APIRoute

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        return [parameter.name for parameter in self.route.dependant.path_params]

    @property
    def takes_id(self) -> bool:
        """Whether its path names a thing by an id, its own or a provider's; the name of a list may be any text."""
        return self.takes_own_id or any(kind is int for kind in self._kinds())

    @property
    def takes_own_id(self) -> bool:
        """Whether its path names a thing of the service."""
        return any(kind is UUID for kind in self._kinds())

    def _kinds(self) -> list[object]:
        return [parameter.field_info.annotation for parameter in self.route.dependant.path_params]

    @property
    def takes_json(self) -> bool:
        field = self.route.body_field
        return field is not None and not isinstance(field.field_info, Form)

    @property
    def is_list(self) -> bool:
        model = self.route.response_model
        return isinstance(model, type) and issubclass(model, PageOutput)

    def address(self, id_: object = MISSING_ID) -> str:
        """Return the path with every parameter set to `id_`."""
        return self.route.path_format.format(**dict.fromkeys(self.parameters, id_))

    def depends_on(self, dependency: Callable[..., Any]) -> bool:
        return any(call is dependency for call in _calls(self.route.dependant))


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any] | None]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)


def _operations() -> list[Operation]:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return [Operation(method, route.path, route) for route in routes for method in sorted(route.methods or ())]


OPERATIONS = _operations()
LISTS = [operation for operation in OPERATIONS if operation.is_list]
WITH_ID = [operation for operation in OPERATIONS if operation.takes_id]
WITH_JSON = [operation for operation in OPERATIONS if operation.takes_json]
