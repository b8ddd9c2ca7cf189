"""Who the first admin is: from FIRST_SUPERUSER_* in the environment or `.env`, else asked for."""

import sys
from collections.abc import Callable

import typer
from pydantic import SecretStr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from watchkeeper.commands.runtime import NOT_DONE, err
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.models.dtos.fields import Email, Password, Username
from watchkeeper.models.dtos.user_dtos import CreateUserInput
from watchkeeper.models.errors.identity_errors import WeakPasswordError
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
        """Whether nothing has to be asked for."""
        return None not in (self.email, self.username, self.password)


def asked(given: FirstSuperuser, policy: PasswordPolicy) -> FirstSuperuser:
    """Return what was given, the rest asked for. A terminal asks again for what can't be accepted, and says why."""
    email = given.email or _asked_for("E-mail address", TypeAdapter(Email).validate_python)
    username = given.username or _asked_for("User name", TypeAdapter(Username).validate_python)

    def require_strong(password: str) -> None:
        TypeAdapter(Password).validate_python(password)
        policy.require_strong(password, own_names=(username, email))

    password = given.password or SecretStr(_asked_for_password(require_strong))
    return given.model_copy(update={"email": email, "username": username, "password": password})


def _asked_for_password(check: Callable[[str], object]) -> str:
    password = _asked_for("Password", check, is_hidden=True)
    while typer.prompt("The password again", hide_input=True) != password:
        err.print("[red]✗[/red] The two are not the same. Enter it twice more.")
        password = _asked_for("Password", check, is_hidden=True)
    return password


def _asked_for(label: str, check: Callable[[str], object], *, is_hidden: bool = False) -> str:
    """Return an answer that `check` accepts; where nobody sits at a terminal, the first one, which is judged later."""
    while True:
        answer: str = typer.prompt(label, hide_input=is_hidden)
        reason = _objection(check, answer)
        if reason is None or not sys.stdin.isatty():
            return answer
        err.print(f"[red]✗[/red] {reason.removesuffix('.')}.")


def _objection(check: Callable[[str], object], answer: str) -> str | None:
    try:
        check(answer)
    except ValidationError as failure:
        return str(failure.errors(include_input=False)[0]["msg"])
    except WeakPasswordError as failure:
        return failure.detail
    return None


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
