from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.fields import Email, Flag, NewPassword, Password, PersonName, Text, TimeZone, Username
from watchkeeper.models.dtos.identity.invitation_dtos import InvitationCode
from watchkeeper.models.types.identity.account_usage import SeenAccount
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.time_zone import UTC_NAME
from watchkeeper.models.types.identity.user_filter import UserFilter
from watchkeeper.models.types.sorts import UserSort

_PERSON: JsonDict = {"email": "ada@example.com", "username": "ada", "first_name": "Ada", "last_name": "Lovelace"}
_PASSWORD = "correct horse battery staple"  # noqa: S105 - the example of the documentation


class UserQuery(PageQuery):
    q: Annotated[str, Text(100, min_length=0)] | None = Field(
        default=None, description="Part of the user name, e-mail address or name."
    )
    role: Role | None = None
    is_active: bool | None = None
    sort: UserSort = UserSort.CREATED_AT_DESCENDING

    @property
    def filters(self) -> UserFilter:
        return UserFilter(self.q or None, self.role, self.is_active)


class PersonInput(Input):
    """What a new account is made of."""

    email: Email
    username: Username
    password: NewPassword
    first_name: PersonName | None = None
    last_name: PersonName | None = None


class RegisterInput(PersonInput):
    model_config = ConfigDict(json_schema_extra={"examples": [_PERSON | {"password": _PASSWORD}]})

    invitation: InvitationCode | None = None


class UpdateProfileInput(PatchInput):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"first_name": "Augusta Ada"}, {"time_zone": "Europe/London"}]}
    )

    email: Email = ""
    username: Username = ""
    first_name: PersonName | None = None
    last_name: PersonName | None = None
    time_zone: TimeZone = UTC_NAME


class DeleteAccountInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"password": _PASSWORD}]})

    password: Password


class ChangePasswordInput(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"current_password": _PASSWORD, "new_password": "a quieter horse, unplugged"}]}
    )

    current_password: Password
    new_password: NewPassword
    revoke_tokens: Flag = Field(default=False, description="Whether your application tokens end, too.")


class CreateUserInput(PersonInput):
    model_config = ConfigDict(json_schema_extra={"examples": [_PERSON | {"password": _PASSWORD, "role": "admin"}]})

    role: Role = Role.USER
    is_active: Flag = True


class UpdateUserInput(UpdateProfileInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"is_active": False}]})

    role: Role = Role.USER
    is_active: Flag = True
    password: NewPassword = ""


class UserOutput(Resource):
    model_config = ConfigDict(title="User")

    email: str = Field(examples=["ada@example.com"])
    username: str = Field(examples=["ada"])
    first_name: str | None = Field(examples=["Ada"])
    last_name: str | None = Field(examples=["Lovelace"])
    role: Role
    is_active: bool
    time_zone: str = Field(examples=["Europe/Berlin"], description="IANA name; it decides what day it is for you.")


class PageSessionOutput(Output):
    model_config = ConfigDict(title="PageSession")

    user: UserOutput | None = Field(description="Who is signed in; null: nobody.")


class AdminUserOutput(UserOutput):
    model_config = ConfigDict(title="AdminUser")

    last_seen_at: datetime | None = Field(
        description="When it last signed in, refreshed its tokens or used an application token, to within minutes."
    )
    entries_count: int = Field(description="How many entries its watchlist has.", examples=[12])

    @classmethod
    def seen(cls, source: SeenAccount) -> Self:
        """Return the output for an account with its usage."""
        return cls.model_validate(UserOutput.of(source.account).model_dump() | source.usage._asdict())
