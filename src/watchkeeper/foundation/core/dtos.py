"""What DTOs share: inputs and queries reject what they do not know, outputs are written from rows or entities."""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from watchkeeper.foundation.core.pagination import MAX_PAGE_SIZE


class Input(BaseModel):
    """A request body. Unknown members are rejected, and rejected values do not appear in error messages."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    may_be_left_out: ClassVar[bool] = False
    """Whether a request without a body is the same as one with an empty object."""


class FormInput(BaseModel):
    """The fields of a form. Fields that it does not know, empty ones and repeated ones count as not sent.

    RFC 6749 §3.2 says so of the first two, and forbids the third.
    """

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class UploadInput(Input):
    """The parts of a form with a file; the other parts are JSON."""


class QueryParameters(BaseModel):
    """The query parameters of an operation; a parameter that may be sent several times is a tuple.

    Instances are shared between requests that send the same query, so they can't be changed; what is costly to derive
    from one is a `cached_property`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class PageQuery(QueryParameters):
    """The query parameters that every list has."""

    limit: int = Field(default=20, ge=1, le=MAX_PAGE_SIZE, description="How many items a page holds at most.")
    cursor: str | None = Field(
        default=None, max_length=4000, description="next_cursor of the page before, with the same sort."
    )
    with_total: bool = Field(default=False, description="Whether to count all items; costs a query.")


class PatchInput(Input):
    """A partial update: members that were not sent stay unchanged."""

    def is_set(self, member: str) -> bool:
        return member in self.model_fields_set

    def changed_fields(self) -> dict[str, Any]:
        """Return the members that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Remove the defaults from the schema: members that were not sent are never read."""
        document = handler(schema)
        for member in handler.resolve_ref_schema(document).get("properties", {}).values():
            member.pop("default", None)
        return document


_DESCRIBED_ONCE = ("description", "examples")


class OneOfInput(Input):
    """A body that has exactly one of the members `alternatives`; the others are left out or null."""

    alternatives: ClassVar[tuple[str, ...]]

    @model_validator(mode="after")
    def _has_one_alternative(self) -> Self:
        if sum(getattr(self, name) is not None for name in self.alternatives) != 1:
            names = {"members": " and ".join(self.alternatives)}
            raise PydanticCustomError("exactly_one_of", "Send exactly one of {members}", names)
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe a whole body for each alternative: generators of clients understand nothing shorter."""
        document = handler(schema)
        whole = handler.resolve_ref_schema(document)
        parts = {name: whole.pop(name) for name in ("type", "properties", "additionalProperties")}
        required = whole.pop("required", [])
        whole["oneOf"] = [
            {**parts, "properties": cls._properties_with(name, parts["properties"]), "required": [name, *required]}
            for name in cls.alternatives
        ]
        for further in whole["oneOf"][1:]:  # what a member means stands in the first alternative
            further["properties"] = {
                name: {
                    key: value
                    for key, value in member.items()
                    if name in cls.alternatives or key not in _DESCRIBED_ONCE
                }
                for name, member in further["properties"].items()
            }
        return document

    @classmethod
    def _properties_with(cls, chosen: str, properties: dict[str, Any]) -> dict[str, Any]:
        others = {name: {"type": "null"} for name in cls.alternatives}
        member = {key: value for key, value in properties[chosen].items() if key not in ("anyOf", "default")}
        kind = next(part for part in properties[chosen]["anyOf"] if part != {"type": "null"})
        return properties | others | {chosen: kind | member}


class Output(BaseModel):
    """A response body."""

    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)

    @classmethod
    def of(cls, source: object) -> Self:
        """Return the output for `source`, an entity or a record with the same attributes."""
        return cls.model_validate(source)


class Resource(Output):
    """An output with an id. Times are RFC 3339 in UTC."""

    id: UUID = Field(description="UUIDv7.")
    created_at: datetime
    updated_at: datetime


class FieldProblem(BaseModel):
    """One thing wrong with a request."""

    pointer: str = Field(description="JSON pointer: /body/…, /query/…, /path/… or /header/….", examples=["/body/name"])
    detail: str = Field(examples=["Field required"])
    code: str = Field(examples=["missing"])


class ExistingResource(BaseModel):
    """The resource that a request is in conflict with."""

    model_config = ConfigDict(title="ExistingResource")

    kind: str = Field(examples=["watch_entry"])
    id: str = Field(examples=["0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"])
    href: str = Field(description="Its path.", examples=["/api/v1/watchlist/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"])


class Problem(BaseModel):
    """An error, after RFC 9457."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="A URN that ends in the code.", examples=["urn:watchkeeper:problem:title_not_found"])
    title: str = Field(examples=["There is no such title"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["No title of the catalogue has this id."])
    instance: str = Field(description="The path of the request.", examples=["/api/v1/titles/0"])
    code: str = Field(
        description="Stable and machine-readable; docs/errors.md lists all.", examples=["title_not_found"]
    )
    request_id: str = Field(examples=["0193f5a0c1d27e0f9a3b5c7d9e1f2a4b"])
    errors: list[FieldProblem] | None = Field(default=None, description="On 422: each thing wrong, with its place.")
    existing: ExistingResource | None = Field(
        default=None, description="On 409: what is in the way, if you may see it; `Location` has its path, too."
    )
