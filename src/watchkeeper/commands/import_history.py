"""manage.py import: takes a history of another service in, as POST /imports and what follows do."""

import asyncio
import io
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from pydantic import ValidationError
from rich.progress import Progress

from watchkeeper.commands.import_questions import ask_date_order, ask_undecided
from watchkeeper.commands.opened_container import opened_container
from watchkeeper.commands.runtime import err, fail, out
from watchkeeper.foundation.core.uploads import UploadedFile
from watchkeeper.models.dtos.imports.import_dtos import CreateImportInput, ImportOptionsInput, UpdateImportInput
from watchkeeper.models.types.imports.import_file import DateOrder, ListsAs
from watchkeeper.models.types.imports.import_source import ImportSource
from watchkeeper.models.types.imports.import_state import RUNNING, ImportMode, ImportState
from watchkeeper.models.types.imports.imports import Import

if TYPE_CHECKING:
    from watchkeeper.configs.container import Container

_LOOK_SECONDS = 0.2
_OPTIONS = {f"`{name}`": f"--{name.replace('_', '-')}" for name in ImportOptionsInput.model_fields}
"""Options as messages name them, and as they are typed."""


def import_history(
    user: Annotated[str, typer.Option(help="A user name or an e-mail address.", show_default=False)],
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, show_default=False)] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Commit without asking; undecided rows are left out.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Let the file replace what you have said.")] = False,
    password: Annotated[str | None, typer.Option(help="Of an encrypted archive.", show_default=False)] = None,
    source: Annotated[ImportSource | None, typer.Option(help="The service.", show_default=False)] = None,
    date_order: Annotated[DateOrder | None, typer.Option(help="Of days such as 4/3/20.", show_default=False)] = None,
    time_zone: Annotated[str | None, typer.Option(help="Of times without one.", show_default=False)] = None,
    profile: Annotated[str | None, typer.Option(help="The only one of a household.", show_default=False)] = None,
    lists_as: Annotated[ListsAs | None, typer.Option(help="What a list of IMDb is.", show_default=False)] = None,
    rollback: Annotated[
        UUID | None, typer.Option(metavar="ID", help="Take an import back.", show_default=False)
    ] = None,
) -> None:
    """Import a history of another service: show what would be done, ask what is uncertain, commit."""
    if (file is None) == (rollback is None):
        fail("Name a file, or --rollback with the id of an import.")
    mode = ImportMode.OVERWRITE if overwrite else ImportMode.ONLY_NEW
    given = {"password": password, "source": source, "date_order": date_order, "time_zone": time_zone}
    given |= {"profile": profile, "lists_as": lists_as}
    options = _options({name: value for name, value in given.items() if value is not None})
    asyncio.run(_import(user, file, rollback, mode, options=options, is_agreed=yes))


def _options(given: dict[str, str]) -> ImportOptionsInput | None:
    try:
        return ImportOptionsInput.model_validate(given) if given else None
    except ValidationError as error:
        fail("; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors()))


async def _import(
    user: str,
    file: Path | None,
    rollback: UUID | None,
    mode: ImportMode,
    *,
    options: ImportOptionsInput | None,
    is_agreed: bool,
) -> None:
    async with opened_container(_spelled) as container:
        account = await container.user_logic().find_account(user)
        if rollback is not None:
            await container.import_review_logic().roll_back(account.id, rollback)
            await _finished(container, account.id, rollback)
            out.print(f"Import {rollback} was taken back.")
        elif file is not None:
            shown = await _preview(container, account.id, file, options)
            await _commit(container, account.id, shown, mode, is_agreed=is_agreed)


async def _commit(container: "Container", user_id: UUID, shown: Import, mode: ImportMode, *, is_agreed: bool) -> None:
    if not is_agreed and not await _is_confirmed(container, user_id, shown):
        out.print(f"Nothing was written. The preview stays for 7 days as {shown.id}; --yes commits without asking.")
        return
    begun = await container.import_review_logic().begin_commit(user_id, shown.id, mode, skips_undecided=True)
    if begun.undecided:
        out.print(f"Undecided rows, which are left out: {begun.undecided}.")
    written = (await _finished(container, user_id, shown.id)).written
    out.print("Written: " + (_listed(written) or "nothing that was not there") + ".")
    out.print(f"To take it back: --rollback {shown.id}")


async def _preview(container: "Container", user_id: UUID, file: Path, options: ImportOptionsInput | None) -> Import:
    with file.open("rb") as content:
        upload = UploadedFile(file.name, content.seek(0, io.SEEK_END), content)
        content.seek(0)
        requested = CreateImportInput.model_construct(file=upload, options=options)
        created = await container.import_upload_logic().create_import(user_id, requested)
    return await _read(container, user_id, created.id)


async def _read(container: "Container", user_id: UUID, import_id: UUID) -> Import:
    """Wait until a file is read and matched, and print what it has."""
    shown = await _finished(container, user_id, import_id)
    out.print(f"{shown.file_name}, from {shown.source}: {_listed(shown.counts)}.")
    for warning in shown.warnings:
        err.print(f"[yellow]![/yellow] {_spelled(warning['detail'])}")
    return shown


async def _is_confirmed(container: "Container", user_id: UUID, shown: Import) -> bool:
    """Ask what is uncertain, and whether to commit. Without a terminal there is nobody to ask."""
    if not sys.stdin.isatty():
        return False
    is_unclear = any(warning["code"] == "date_order_unknown" for warning in shown.warnings)
    if is_unclear and (order := ask_date_order()) is not None:
        options = UpdateImportInput(options=ImportOptionsInput(date_order=order))
        await container.import_upload_logic().update_import(user_id, shown.id, options)
        await _read(container, user_id, shown.id)
    await ask_undecided(container, user_id, shown.id)
    return typer.confirm("Commit?")


async def _finished(container: "Container", user_id: UUID, import_id: UUID) -> Import:
    """Work on an import, or watch another process do so, until it is over or waits for its person."""
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("", total=None)
        async for shown in _watched(container, user_id, import_id):
            bar.update(task, description=shown.state, completed=shown.progress.done, total=shown.progress.total)
    if shown.error is not None:
        fail(f"{_spelled(shown.error['detail'])} ({shown.error['code']})")
    return shown


async def _watched(container: "Container", user_id: UUID, import_id: UUID) -> AsyncIterator[Import]:
    """Yield how far an import is, again and again until it is over."""
    working = asyncio.create_task(container.import_work_logic().work())
    shown = await container.import_logic().get_import(user_id, import_id)
    while ImportState(shown.state) in RUNNING:
        yield shown
        await asyncio.wait([working], timeout=_LOOK_SECONDS)
        if working.done():
            await working
            await asyncio.sleep(_LOOK_SECONDS)
            working = asyncio.create_task(container.import_work_logic().work())
        shown = await container.import_logic().get_import(user_id, import_id)
    await working
    yield shown


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def _spelled(message: str) -> str:
    """Return a message with options as they are typed here."""
    for name, option in _OPTIONS.items():
        message = message.replace(name, option)
    return message
