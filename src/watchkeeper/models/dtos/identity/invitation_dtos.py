from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field, Strict

from watchkeeper.foundation.core.dtos import Input, PageQuery, Resource
from watchkeeper.models.dtos.fields import Text, Timestamp
from watchkeeper.models.types.sorts import InvitationSort

InvitationCode = Annotated[str, Text(200), Field(description="The code of an invitation.")]


class InvitationQuery(PageQuery):
    sort: InvitationSort = InvitationSort.CREATED_AT_DESCENDING


class CreateInvitationInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"uses": 3, "expires_at": "2126-01-31T18:00:00Z"}]})
    may_be_left_out = True

    expires_at: Timestamp | None = Field(default=None, description="In the future; null: it does not expire.")
    uses: Annotated[int, Strict(), Field(ge=1, le=10_000, description="How many people may sign up with it.")] = 1


class InvitationOutput(Resource):
    model_config = ConfigDict(title="Invitation")

    expires_at: datetime | None = Field(description="When it expires, if it does.", examples=[None])
    uses: int = Field(description="How many people may sign up with it.", examples=[3])
    used: int = Field(description="How many have signed up with it.", examples=[1])


class CreatedInvitationOutput(InvitationOutput):
    model_config = ConfigDict(title="CreatedInvitation")

    code: str = Field(description="What is sent as `invitation`. Not shown again.", examples=["pWnxYmXG4m1BbKZ0bDfXbA"])
