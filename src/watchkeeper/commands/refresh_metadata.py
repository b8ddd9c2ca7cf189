"""manage.py refresh-metadata."""

import asyncio
from typing import Annotated

import typer

from watchkeeper.commands.runtime import NOT_DONE, opened_container, out
from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.models.types.metadata import RefreshReport

_AT_ONCE = 20


def refresh_metadata(
    most: Annotated[int, typer.Option(help="How many titles to ask about at most.", min=1, max=1_000_000)] = 10_000,
    pending: Annotated[
        bool, typer.Option(help="Ask about all titles that are pending, also before their time.")
    ] = True,
) -> None:
    """Ask the providers about titles whose facts are pending or old, and keep what they say.

    The service does so by itself, a few titles a minute. Exit status: 0 when all that was due was attempted about, 1 when a
    provider could not be attempted.
    """
    report = asyncio.run(_refresh(most, with_pending=pending))
    out.print(f"{report.refreshed} refreshed, {report.vanished} gone at their provider, {report.postponed} postponed.")
    raise typer.Exit(NOT_DONE if report.postponed else 0)


async def _refresh(most: int, *, with_pending: bool) -> RefreshReport:
    async with opened_container() as container:
        logic = container.title_metadata_logic()
        if with_pending:
            await logic.hasten_pending()
        return await _refresh_all(logic, most)


async def _refresh_all(logic: TitleMetadataLogic, most: int) -> RefreshReport:
    total = RefreshReport()
    while total.attempted < most:
        report = await logic.refresh_due(min(_AT_ONCE, most - total.attempted))
        total = total.with_more(report)
        if report.refreshed + report.vanished == 0:
            break
    return total
