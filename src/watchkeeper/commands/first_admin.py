"""Who the first admin is: from FIRST_SUPERUSER_* in the environment or `.env`, else asked for."""

import typer
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from watchkeeper.commands.runtime import NOT_DONE, err
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.models.dtos.user_dtos import CreateUserInput
from watchkeeper.models.types.role import Role


class FirstSuperuser(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="FIRST_SUPERUSER_", env_file=PROJECT_ROOT / ".env", extra="ignore", env_ignore_empty=True
    )

    email: str | None = None
    """E-mail address."""
    username: str | None = None
    """User name."""
    firstname: str | None = None
    """First name; optional."""
    lastname: str | None = None
    """Last name; optional."""
    password: SecretStr | None = None
    """It must meet the rules for passwords."""

    @property
    def is_complete(self) -> bool:
        """Whether all required values are set."""
        return None not in (self.email, self.username, self.password)


def asked(given: FirstSuperuser) -> FirstSuperuser:
    """Return what was given, the rest asked for at the terminal."""
    password = given.password or SecretStr(
        typer.prompt("Password", hide_input=True, confirmation_prompt="The password again")
    )
    return given.model_copy(
        update={
            "email": given.email or typer.prompt("E-mail address"),
            "username": given.username or typer.prompt("User name"),
            "password": password,
        }
    )


def as_account(given: FirstSuperuser) -> CreateUserInput:
    """Return the account to make, or end the command with a sentence for each member that is wrong."""
    try:
        return CreateUserInput.model_validate(
            {
                "email": given.email,
                "username": given.username,
                "password": given.password.get_secret_value() if given.password else None,
                "first_name": given.firstname,
                "last_name": given.lastname,
                "role": Role.ADMIN,
            }
        )
    except ValidationError as failure:
        for error in failure.errors(include_input=False):
            err.print(f"[red]✗[/red] {error['loc'][0]}: {error['msg']}")
        raise typer.Exit(NOT_DONE) from failure
