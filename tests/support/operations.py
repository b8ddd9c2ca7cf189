"""Every operation of the service, for tests of the conventions that all of them keep."""

from dataclasses import dataclass
from enum import EnumType
from typing import Annotated, get_args, get_origin
from uuid import UUID

from watchkeeper.configs.dispatcher import documented_routes
from watchkeeper.foundation.http import PageOutput
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.endpoint_signature import Kind

MISSING_ID = UUID("0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b")
"""An id that names nothing."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    route: ApiRoute

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        return list(self.route.signature.path)

    @property
    def takes_id(self) -> bool:
        """Whether its path names a thing by an id, its own or a provider's; the name of a list may be any text."""
        return self.takes_own_id or any(kind is int for kind in self._kinds())

    @property
    def takes_own_id(self) -> bool:
        """Whether its path names a thing of the service."""
        return any(kind is UUID for kind in self._kinds())

    def _kinds(self) -> list[object]:
        kinds = self.route.signature.path.values()
        return [get_args(kind)[0] if get_origin(kind) is Annotated else kind for kind in kinds]

    @property
    def requires_caller(self) -> bool:
        access = self.route.signature.access
        return access is not None and access.is_required

    @property
    def takes_json(self) -> bool:
        return Kind.BODY in self.route.signature.single

    @property
    def needs_body(self) -> bool:
        model = self.route.signature.model_of(Kind.BODY)
        return model is not None and not model.may_be_left_out

    @property
    def is_list(self) -> bool:
        model = self.route.response_model
        return isinstance(model, type) and issubclass(model, PageOutput)

    def address(self, id_: object = MISSING_ID) -> str:
        """Return the path with every parameter set to `id_`, but one of few words to its first."""
        words = (next(iter(kind)) if isinstance(kind, EnumType) else id_ for kind in self._kinds())
        return self.route.path_format.format(**dict(zip(self.parameters, words, strict=True)))


OPERATIONS = [Operation(route.method, route.path, route) for route in documented_routes() if route.include_in_schema]
LISTS = [operation for operation in OPERATIONS if operation.is_list]
WITH_ID = [operation for operation in OPERATIONS if operation.takes_id]
WITH_JSON = [operation for operation in OPERATIONS if operation.takes_json]
