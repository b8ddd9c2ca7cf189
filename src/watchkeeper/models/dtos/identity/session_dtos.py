from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from watchkeeper.foundation.core.dtos import FormInput, Input, OneOfInput, Output, PageQuery, Problem, Resource
from watchkeeper.models.dtos.fields import Flag, Password, Text
from watchkeeper.models.entities.identity.session_entity import SessionEntity
from watchkeeper.models.types.identity.token_request import TokenRequest
from watchkeeper.models.types.sorts import SessionSort

LoginName = Annotated[str, Text(254), Field(description="A user name or an e-mail address.")]
RefreshToken = Annotated[str, Text(4000), Field(description="The refresh token of the last token pair.")]

_LOGIN: JsonDict = {"username": "ada", "password": "correct horse battery staple"}
_REFRESH: JsonDict = {"refresh_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6InJ0K2p3dCJ9.eyJ0eXBlIjoicmVmcmVzaCJ9.c2lnbmF0dXJl"}


class LoginInput(OneOfInput):
    model_config = ConfigDict(json_schema_extra={"examples": [_LOGIN]})

    alternatives: ClassVar = ("username", "email")

    username: LoginName | None = None
    email: Annotated[str, Text(254), Field(description="The e-mail address, instead of `username`.")] | None = None
    password: Password

    @property
    def name(self) -> str:
        """The user name or the e-mail address, whichever was sent."""
        return self.username or self.email or ""


class PageLoginInput(LoginInput):
    model_config = ConfigDict(json_schema_extra={"examples": [_LOGIN | {"remember": True}]})

    remember: Flag = Field(default=False, description="Whether the browser stays signed in when it is closed.")


class RefreshInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [_REFRESH]})

    refresh_token: RefreshToken


class LogoutInput(Input):
    """Any text is accepted, because logging out always succeeds."""

    model_config = ConfigDict(json_schema_extra={"examples": [_REFRESH]})

    refresh_token: Annotated[str, Text(4000, min_length=0), Field(description="A refresh token of the session to end.")]


class TokenForm(FormInput):
    model_config = ConfigDict(title="GrantTokenForm")

    grant_type: str | None = Field(default=None, description="password or refresh_token", examples=["password"])
    username: str | None = Field(default=None, examples=["ada"])
    password: str | None = Field(default=None, examples=["correct horse battery staple"])
    refresh_token: str | None = None
    scope: str | None = Field(default=None, description="Accepted and ignored.")

    @property
    def request(self) -> TokenRequest:
        return TokenRequest(self.grant_type, self.username, self.password, self.refresh_token)


class TokenErrorOutput(Problem):
    """An error of the token endpoint: the members of RFC 6749 §5.2 in addition to those of a problem."""

    model_config = ConfigDict(title="TokenErrorOutput")

    error: Literal["invalid_request", "unsupported_grant_type", "invalid_grant"]
    error_description: str


_REASON = "User name or password is wrong."
TOKEN_ERROR_EXAMPLE: JsonDict = {
    "type": "urn:watchkeeper:problem:token_request_refused",
    "title": "The token request was rejected",
    "status": 400,
    "detail": _REASON,
    "instance": "/api/v1/auth/token",
    "code": "token_request_refused",
    "request_id": "0193f5a0c1d27e0f9a3b5c7d9e1f2a4b",
    "error": "invalid_grant",
    "error_description": _REASON,
}


class SessionQuery(PageQuery):
    sort: SessionSort = SessionSort.CREATED_AT_DESCENDING


class TokenPairOutput(Output):
    """An access token for requests, and the refresh token for the next pair. Times are in seconds from now."""

    model_config = ConfigDict(title="TokenPair")

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int = Field(examples=[900])
    refresh_expires_in: int = Field(examples=[604800])


class SessionOutput(Resource):
    model_config = ConfigDict(title="Session")

    device: str | None = Field(description="The User-Agent that signed in.", examples=["WatchApp/2.1 (Android 16)"])
    last_used_at: datetime = Field(description="When it signed in or last refreshed its tokens.")
    expires_at: datetime
    current: bool = Field(description="Whether this is the session of this request.")

    @classmethod
    def seen_from(cls, session: SessionEntity, current_id: UUID | None) -> Self:
        """Return the output of a session for a user who is signed in by the session `current_id`."""
        return cls(
            id=session.id,
            device=session.device,
            last_used_at=session.rotated_at,
            expires_at=session.expires_at,
            current=session.id == current_id,
            created_at=session.created_at,
            updated_at=session.updated_at,
        )
