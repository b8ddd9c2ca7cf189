"""manage.py create-admin."""

import asyncio
from typing import Annotated

import typer

from watchkeeper.commands.first_admin import FirstSuperuser, as_account, asked
from watchkeeper.commands.runtime import fail, load_settings, opened_container, out
from watchkeeper.configs.options import password_policy
from watchkeeper.models.dtos.user_dtos import CreateUserInput


def create_admin(
    ask: Annotated[bool, typer.Option(help="Ask for what FIRST_SUPERUSER_* leave open.")] = True,
) -> None:
    """Make an admin from FIRST_SUPERUSER_EMAIL, _USERNAME, _FIRSTNAME, _LASTNAME and _PASSWORD, or by asking.

    An account that is there already stays as it is.
    """
    given = FirstSuperuser()
    if not given.is_complete and not ask:
        fail("Set FIRST_SUPERUSER_EMAIL, FIRST_SUPERUSER_USERNAME and FIRST_SUPERUSER_PASSWORD.")
    if not given.is_complete:
        given = asked(given, password_policy(load_settings()))
    asyncio.run(_create(as_account(given)))


async def _create(person: CreateUserInput) -> None:
    async with opened_container() as container:
        account, is_new = await container.user_logic().ensure_admin(person)
        if is_new:
            out.print(f"Admin {account.username} was created.")
        elif account.is_active_admin:
            out.print(f"{account.username} is an admin already. Nothing was changed.")
        else:
            fail(
                f"{account.username} has an account that is not an active admin. Let an admin promote it, or choose "
                "another FIRST_SUPERUSER_USERNAME and FIRST_SUPERUSER_EMAIL. Nothing was changed."
            )
