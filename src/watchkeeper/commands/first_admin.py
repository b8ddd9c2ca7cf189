"""The account of the first admin: from `FirstAdminSettings`, else from prompts."""

import sys
from collections.abc import Callable

import typer
from pydantic import SecretStr, TypeAdapter, ValidationError

from watchkeeper.commands.first_admin_settings import FirstAdminSettings
from watchkeeper.commands.runtime import NOT_DONE, err
from watchkeeper.foundation.core.errors import InvalidError
from watchkeeper.logics.identity.new_username import require_valid_username
from watchkeeper.logics.identity.password_policy import PasswordPolicy
from watchkeeper.models.dtos.fields import Email, Password, Username
from watchkeeper.models.dtos.identity.user_dtos import CreateUserInput
from watchkeeper.models.types.identity.role import Role


def prompt_for_missing(given: FirstAdminSettings, policy: PasswordPolicy) -> FirstAdminSettings:
    """Return `given` with the missing values from prompts. On a terminal, invalid input is rejected and asked again."""
    email = given.email or _prompt("E-mail address", TypeAdapter(Email).validate_python)
    username = given.username or _prompt("User name", _require_username)

    def require_strong(password: str) -> None:
        TypeAdapter(Password).validate_python(password)
        policy.require_strong(password, own_names=(username, email))

    password = given.password or SecretStr(_prompt_for_password(require_strong))
    return given.model_copy(update={"email": email, "username": username, "password": password})


def _require_username(name: str) -> None:
    require_valid_username(TypeAdapter(Username).validate_python(name))


def _prompt_for_password(check: Callable[[str], object]) -> str:
    password = _prompt("Password", check, is_hidden=True)
    while typer.prompt("The password again", hide_input=True) != password:
        err.print("[red]✗[/red] The passwords differ. Enter the password twice again.")
        password = _prompt("Password", check, is_hidden=True)
    return password


def _prompt(label: str, check: Callable[[str], object], *, is_hidden: bool = False) -> str:
    """Return input that `check` accepts. Without a terminal, return the first input; it is validated later."""
    while True:
        value: str = typer.prompt(label, hide_input=is_hidden)
        reason = _rejection(check, value)
        if reason is None or not sys.stdin.isatty():
            return value
        err.print(f"[red]✗[/red] {reason.removesuffix('.')}.")


def _rejection(check: Callable[[str], object], value: str) -> str | None:
    try:
        check(value)
    except ValidationError as failure:
        return str(failure.errors(include_input=False)[0]["msg"])
    except InvalidError as failure:
        return failure.fields[0].detail
    return None


def as_account(given: FirstAdminSettings) -> CreateUserInput:
    """Return the account to create, or end the command with a message for each invalid member."""
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
