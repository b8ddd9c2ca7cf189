"""manage.py reset-link: lets a person who forgot the password back in."""

import asyncio
from typing import Annotated

import typer

from watchkeeper.commands.opened_container import opened_container
from watchkeeper.commands.runtime import load_settings, out
from watchkeeper.models.types.identity.reset_link import reset_link as link_of


def reset_link(
    name: Annotated[str, typer.Argument(help="A user name or an e-mail address.")],
    url: Annotated[str | None, typer.Option(help="Where people reach the service. Default: this machine.")] = None,
) -> None:
    """Print a link with which a person sets a new password: good for one use within 24 hours."""
    settings = load_settings()
    asyncio.run(_print(name, url or f"http://{settings.host}:{settings.port}"))


async def _print(name: str, url: str) -> None:
    async with opened_container() as container:
        token, expires_at = await container.password_reset_logic().create_token_by_name(name)
        out.print(link_of(url, token), soft_wrap=True, highlight=False)
        out.print(f"Good for one use until {expires_at:%Y-%m-%d %H:%M} UTC.")
