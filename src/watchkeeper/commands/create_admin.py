"""manage.py create-admin."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from watchkeeper.commands.first_admin_settings import FirstAdminSettings
from watchkeeper.commands.opened_container import opened_container
from watchkeeper.commands.runtime import fail, load_settings, out

if TYPE_CHECKING:
    from watchkeeper.models.dtos.identity.user_dtos import CreateUserInput


def create_admin(
    ask: Annotated[bool, typer.Option(help="Prompt for the values that FIRST_SUPERUSER_* don't set.")] = True,
) -> None:
    """Create an admin from FIRST_SUPERUSER_EMAIL, _USERNAME, _FIRSTNAME, _LASTNAME and _PASSWORD, or from prompts.

    An existing account is not changed.
    """
    from watchkeeper.commands.first_admin import as_account, prompt_for_missing
    from watchkeeper.configs.options import password_policy

    given = FirstAdminSettings()
    if not given.is_complete and not ask:
        fail("Set FIRST_SUPERUSER_EMAIL, FIRST_SUPERUSER_USERNAME and FIRST_SUPERUSER_PASSWORD.")
    if not given.is_complete:
        given = prompt_for_missing(given, password_policy(load_settings()))
    asyncio.run(_create(as_account(given)))


async def _create(person: "CreateUserInput") -> None:
    async with opened_container() as container:
        account, is_new = await container.user_logic().ensure_admin(person)
        if is_new:
            out.print(f"Admin {account.username} was created.")
        elif account.is_active_admin:
            out.print(f"{account.username} is already an admin. Nothing was changed.")
        else:
            fail(
                f"{account.username} has an account that is not an active admin. Let an admin promote it, or choose "
                "another FIRST_SUPERUSER_USERNAME and FIRST_SUPERUSER_EMAIL. Nothing was changed."
            )
