from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Input, Output
from watchkeeper.models.dtos.fields import Flag, NewPassword, Text

_TOKEN = "pWnxYmXG4m1BbKZ0bDfXbAJt2f3C9sYv"  # noqa: S105 - the example of the documentation


class ResetPasswordInput(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"token": _TOKEN, "new_password": "a quieter horse, unplugged"}]}
    )

    token: Annotated[str, Text(200), Field(description="The token of the reset link.")]
    new_password: NewPassword
    revoke_tokens: Flag = Field(default=False, description="Whether the account's application tokens end, too.")


class ResetLinkOutput(Output):
    model_config = ConfigDict(title="ResetLink")

    link: str = Field(
        description="For the person who forgot the password. Not shown again; good for one use.",
        examples=[f"https://watch.example.com/reset-password#token={_TOKEN}"],
    )
    token: str = Field(description="What the link contains, for `POST /auth/reset-password`.", examples=[_TOKEN])
    expires_at: datetime
