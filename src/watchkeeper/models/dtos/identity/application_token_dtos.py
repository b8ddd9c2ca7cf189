from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from watchkeeper.foundation.core.dtos import Input, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.fields import Password, Text, Timestamp
from watchkeeper.models.entities.identity.application_token_entity import ApplicationTokenEntity
from watchkeeper.models.types.identity.scope import Scope
from watchkeeper.models.types.sorts import ApplicationTokenSort

TokenName = Annotated[str, Text(100), Field(description="What it is for.")]

_MAX_SCOPES = 20
_KNOWN_SCOPES: JsonDict = {"enum": [scope.value for scope in Scope]}
_EXAMPLE: JsonDict = {
    "name": "Backup script",
    "scopes": ["read", "write:watchlist"],
    "expires_at": "2126-01-31T18:00:00Z",
    "password": "correct horse battery staple",
}


class ApplicationTokenQuery(PageQuery):
    sort: ApplicationTokenSort = ApplicationTokenSort.CREATED_AT_DESCENDING


class CreateApplicationTokenInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: TokenName
    scopes: Annotated[
        list[Annotated[str, Text(40), Field(json_schema_extra=_KNOWN_SCOPES)]],
        Field(min_length=1, max_length=_MAX_SCOPES, description="What it may do; `admin` for admins alone."),
    ]
    expires_at: Timestamp | None = Field(default=None, description="In the future; null: it does not expire.")
    password: Password


class UpdateApplicationTokenInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Backup of the living room"}]})

    name: TokenName = ""


class ApplicationTokenOutput(Resource):
    model_config = ConfigDict(title="AppToken")

    name: str = Field(examples=["Backup script"])
    scopes: list[Scope] = Field(examples=[["read", "write:watchlist"]])
    token_hint: str = Field(description="The last four characters of the token.", examples=["x9Qk"])
    last_used_at: datetime | None = Field(description="To within five minutes.", examples=[None])
    expires_at: datetime | None = Field(description="When it expires, if it does.", examples=[None])

    @classmethod
    def of_token(cls, token: ApplicationTokenEntity) -> "ApplicationTokenOutput":
        return cls.model_validate(token.values() | {"token_hint": token.hint})


class CreatedApplicationTokenOutput(ApplicationTokenOutput):
    model_config = ConfigDict(title="CreatedAppToken")

    token: str = Field(description="What is sent as `Authorization: Bearer`. Not shown again.", examples=["wk1_…"])
