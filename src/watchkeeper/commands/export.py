"""manage.py export: writes what GET /exports writes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import typer

from watchkeeper.commands.opened_container import opened_container
from watchkeeper.commands.runtime import out
from watchkeeper.models.types.exports.export import ExportFormat


def export(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help=", ".join(ExportFormat), show_default=False)],
    user: Annotated[str, typer.Option(help="A user name or an e-mail address.", show_default=False)],
    output: Annotated[Path, typer.Option(help="The file to write; one that is there is replaced.", dir_okay=False)],
) -> None:
    """Write the data of an account to a file, for another service or for this one."""
    asyncio.run(_export(form, user, output))


async def _export(form: ExportFormat, user: str, output: Path) -> None:
    async with opened_container() as container:
        account = await container.user_logic().find_account(user)
        found = await container.export_logic().export(account.id, form)
        await _write(found.blocks, output)
        left_out = f"; {found.left_out} rows are left out, which this form can't carry" if found.left_out else ""
        out.print(f"{output} has the data of {account.username}{left_out}.")


async def _write(blocks: AsyncIterator[bytes], output: Path) -> None:
    """Write a file beside its place first, so that half of one never stands there. Only its owner reads it."""
    draft = output.with_name(f"{output.name}.part")
    try:
        draft.touch(mode=0o600)
        await _fill(draft, blocks)
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)


async def _fill(file: Path, blocks: AsyncIterator[bytes]) -> None:
    with file.open("wb") as opened:
        async for block in blocks:
            opened.write(block)
