"""What is true of an operation, read from its route: the document derives all that is common from these facts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from watchkeeper.controllers.v1.discovery.provider_parameters import provider_caller, tmdb_caller
from watchkeeper.foundation.core.dtos import Resource
from watchkeeper.foundation.http.authentication import find_caller, find_known_caller, require_admin, require_caller
from watchkeeper.foundation.http.cursors import page_request
from watchkeeper.foundation.http.etags import if_match
from watchkeeper.foundation.http.rate_limit_headers import rate_limit_class_of
from watchkeeper.foundation.http.responses import PageOutput
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """An operation of the API: its route, and the object that stands for it in the document."""

    method: str
    route: APIRoute
    operation: dict[str, Any]

    @property
    def is_read(self) -> bool:
        return self.method == "GET"

    @property
    def is_list(self) -> bool:
        return self._answers_with(PageOutput)

    @property
    def answers_with_resource(self) -> bool:
        return self._answers_with(Resource)

    @property
    def is_for_admins(self) -> bool:
        return self._depends_on(require_admin)

    @property
    def needs_caller(self) -> bool:
        return self._depends_on(require_caller)

    @property
    def knows_caller(self) -> bool:
        """Whether credentials are looked at when they are sent."""
        return self._depends_on(find_caller) or self._depends_on(find_known_caller)

    @property
    def takes_key(self) -> bool:
        """Whether requests may carry an `Idempotency-Key`, which belongs to a signed-in caller."""
        return self.method == "POST" and self.needs_caller

    @property
    def takes_precondition(self) -> bool:
        return self._depends_on(if_match)

    @property
    def takes_cursor(self) -> bool:
        return self._depends_on(page_request)

    @property
    def calls_provider(self) -> bool:
        """Whether answers come from a provider of metadata, and may have been kept."""
        return self._depends_on(tmdb_caller) or self._depends_on(provider_caller)

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.operation

    @property
    def body_examples(self) -> list[dict[str, Any]]:
        """The examples that the model of the body gives, nulls included."""
        model = self.route.body_field.field_info.annotation if self.route.body_field else None
        extra = getattr(model, "model_config", {}).get("json_schema_extra")
        examples: list[dict[str, Any]] = extra.get("examples", []) if isinstance(extra, dict) else []
        return examples

    @property
    def checks_input(self) -> bool:
        """Whether there is something in the request that can be invalid; header parameters take any text."""
        places = {parameter["in"] for parameter in self.operation.get("parameters", [])}
        return self.takes_body or bool(places & {"path", "query"})

    @property
    def needs_database(self) -> bool:
        """Whether requests go through the pool; readiness has a 503 of its own, and connections of its own."""
        return bool(self.route.dependant.dependencies) and "model" not in self.route.responses.get(503, {})

    @property
    def is_limited(self) -> bool:
        return rate_limit_class_of(self.route, self.method) is not RateLimitClass.UNLIMITED

    @property
    def audience(self) -> str:
        if self.is_for_admins:
            return "admins"
        if self.needs_caller:
            return "signed-in accounts"
        return "anybody; with an access token the answer may tell more" if self.knows_caller else "anybody"

    def _answers_with(self, kind: type) -> bool:
        model = self.route.response_model
        return isinstance(model, type) and issubclass(model, kind)

    def _depends_on(self, dependency: Callable[..., Any]) -> bool:
        return any(call is dependency for call in _calls(self.route.dependant))


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any] | None]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)
