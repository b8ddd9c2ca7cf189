"""Base classes of DTOs: inputs reject unknown members, outputs are built from rows or entities."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema


class Input(BaseModel):
    """A request body. Unknown members are rejected, and rejected values do not appear in error messages."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


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


class Output(BaseModel):
    """A response body."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, source: object) -> Self:
        """Return the output for `source`, an entity or a record with the same attributes."""
        return cls.model_validate(source)


class Resource(Output):
    """An output with an id. Times are RFC 3339 in UTC."""

    id: UUID = Field(description="UUIDv7.", examples=["0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"])
    created_at: datetime = Field(examples=["2026-01-31T12:34:56.789012Z"])
    updated_at: datetime = Field(examples=["2026-01-31T12:34:56.789012Z"])
