"""What DTOs share: inputs refuse what they do not know, outputs are written from rows or entities."""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError


class Input(BaseModel):
    """A request body. Members it does not know are refused; nothing is taken for something it is not."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class PatchInput(Input):
    """A partial update: what was not sent stays as it is."""

    def is_set(self, member: str) -> bool:
        return member in self.model_fields_set

    def changed_fields(self) -> dict[str, Any]:
        """Return the members that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Leave out the defaults: they only fill places that are never read."""
        document = handler(schema)
        for member in handler.resolve_ref_schema(document).get("properties", {}).values():
            member.pop("default", None)
        return document


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
        return document

    @classmethod
    def _properties_with(cls, chosen: str, properties: dict[str, Any]) -> dict[str, Any]:
        others = {name: {"type": "null"} for name in cls.alternatives}
        member = {key: value for key, value in properties[chosen].items() if key not in ("anyOf", "default")}
        kind = next(part for part in properties[chosen]["anyOf"] if part != {"type": "null"})
        return properties | others | {chosen: kind | member}


class Output(BaseModel):
    """An answer body."""

    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)

    @classmethod
    def of(cls, source: object) -> Self:
        """Return the output that shows `source`, an entity or a record with the same attributes."""
        return cls.model_validate(source)


class Resource(Output):
    """An output with an identity. Times are RFC 3339 in UTC."""

    id: UUID = Field(description="UUIDv7.")
    created_at: datetime
    updated_at: datetime
