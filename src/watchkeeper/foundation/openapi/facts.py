"""What is true of an operation, read from its route: the document derives all that is common from these facts."""

from dataclasses import dataclass
from typing import Any

from watchkeeper.foundation.core.dtos import Resource
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import Access
from watchkeeper.foundation.http.endpoint_signature import Kind
from watchkeeper.foundation.http.responses import PageOutput
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """An operation of the API: its route, and the object that stands for it in the document."""

    route: ApiRoute
    operation: dict[str, Any]

    @property
    def is_read(self) -> bool:
        return self.route.method == "GET"

    @property
    def is_list(self) -> bool:
        return self._responds_with(PageOutput)

    @property
    def responds_with_resource(self) -> bool:
        return self._responds_with(Resource)

    @property
    def is_for_admins(self) -> bool:
        return self.route.signature.access is Access.ADMIN

    @property
    def needs_caller(self) -> bool:
        access = self.route.signature.access
        return access is not None and access.is_required

    @property
    def knows_caller(self) -> bool:
        """Whether credentials are looked at when they are sent."""
        return self.route.signature.access is not None

    @property
    def takes_key(self) -> bool:
        """Whether requests may carry an `Idempotency-Key`, which belongs to a signed-in caller."""
        return self.route.method == "POST" and self.needs_caller

    @property
    def takes_precondition(self) -> bool:
        return Kind.IF_MATCH in self.route.signature.single

    @property
    def takes_cursor(self) -> bool:
        return Kind.PAGE in self.route.signature.single

    @property
    def has_age(self) -> bool:
        """Whether responses come from somewhere else, and tell how old they are."""
        return "Age" in self.route.response_headers

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.operation

    @property
    def body_examples(self) -> list[dict[str, Any]]:
        """The examples that the model of the body gives, nulls included."""
        model = self.route.signature.model_of(Kind.BODY)
        extra = getattr(model, "model_config", {}).get("json_schema_extra")
        examples: list[dict[str, Any]] = extra.get("examples", []) if isinstance(extra, dict) else []
        return examples

    @property
    def checks_input(self) -> bool:
        """Whether there is something in the request that can be invalid, a query parameter that is unknown included."""
        return not self.route.takes_any_query or bool(self.operation.get("parameters"))

    @property
    def needs_database(self) -> bool:
        """Whether requests go through the pool; health and readiness have no limits, and connections of their own."""
        return self.is_limited

    @property
    def is_limited(self) -> bool:
        return self.route.rate_limit is not RateLimitClass.UNLIMITED

    @property
    def audience(self) -> str:
        if self.is_for_admins:
            return "admins"
        if self.needs_caller:
            return "signed-in accounts"
        return "everybody; a signed-in caller may see more" if self.knows_caller else "anybody"

    def _responds_with(self, kind: type) -> bool:
        model = self.route.response_model
        return isinstance(model, type) and issubclass(model, kind)
