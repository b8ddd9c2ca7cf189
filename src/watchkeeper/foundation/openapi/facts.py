"""Facts about operations, derived from their routes; the document derives common responses and headers from them."""

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
    """An operation of the API: its route, and its object in the document."""

    route: ApiRoute
    operation: dict[str, Any]

    @property
    def is_read(self) -> bool:
        """Whether a success has an ETag; a streamed file has none."""
        return self.route.has_tag

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
    def needs_scope(self) -> bool:
        return self.knows_caller and bool(self.route.scopes) and all(self.route.scopes)

    @property
    def needs_session(self) -> bool:
        return self.needs_caller and not self.route.scopes

    @property
    def knows_caller(self) -> bool:
        """Whether the operation authenticates credentials if they are sent."""
        return self.route.signature.access is not None

    @property
    def takes_key(self) -> bool:
        """Whether requests may have an `Idempotency-Key`; keys belong to signed-in callers."""
        return self.route.takes_key and self.needs_caller

    @property
    def takes_precondition(self) -> bool:
        return Kind.IF_MATCH in self.route.signature.single

    @property
    def takes_cursor(self) -> bool:
        return Kind.PAGE in self.route.signature.single

    @property
    def has_age(self) -> bool:
        """Whether responses have an `Age`, because they come from a provider."""
        return "Age" in self.route.response_headers

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.operation

    @property
    def takes_upload(self) -> bool:
        return self.route.upload is not None

    @property
    def needs_body(self) -> bool:
        return self.takes_body and not getattr(self.route.signature.model_of(Kind.BODY), "may_be_left_out", False)

    @property
    def body_examples(self) -> list[dict[str, Any]]:
        """The examples of the model of the body, including nulls."""
        model = self.route.signature.model_of(Kind.BODY)
        extra = getattr(model, "model_config", {}).get("json_schema_extra")
        examples: list[dict[str, Any]] = extra.get("examples", []) if isinstance(extra, dict) else []
        return examples

    @property
    def checks_input(self) -> bool:
        """Whether any part of the request can be invalid, including unknown query parameters."""
        return not self.route.takes_any_query or bool(self.operation.get("parameters"))

    @property
    def needs_database(self) -> bool:
        """Whether requests use the connection pool. Health and readiness, which have no rate limit, do not."""
        return self.is_limited

    @property
    def is_limited(self) -> bool:
        return self.route.rate_limit is not RateLimitClass.UNLIMITED

    @property
    def scope_text(self) -> str:
        """What application tokens need, as a sentence; empty where no token is read or none is needed."""
        if self.needs_session:
            return " Not with an application token."
        choices = " or ".join("`" + "`, `".join(sorted(scopes)) + "`" for scopes in self.route.scopes)
        return f" Scope: {choices}." if self.needs_scope else ""

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
