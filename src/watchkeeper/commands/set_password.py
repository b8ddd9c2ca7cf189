"""manage.py set-password: resets a password."""

import asyncio
import secrets
from typing import Annotated

import typer

from watchkeeper.commands.opened_container import opened_container
from watchkeeper.commands.runtime import out


def set_password(
    name: Annotated[str, typer.Argument(help="A user name or an e-mail address.")],
    ask: Annotated[bool, typer.Option(help="Prompt for the new password; otherwise one is generated.")] = False,
) -> None:
    """Set a new password of an account, and end all its sessions."""
    chosen = typer.prompt("New password", hide_input=True, confirmation_prompt="Again") if ask else None
    asyncio.run(_set(name, chosen))


async def _set(name: str, chosen: str | None) -> None:
    password = chosen or secrets.token_urlsafe(12)
    async with opened_container() as container:
        account = await container.user_logic().set_password(name, password)
        out.print(f"{account.username} has a new password." if chosen else f"New password: {password}")
