"""manage.py refresh-metadata."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from watchkeeper.commands.opened_container import opened_container
from watchkeeper.commands.runtime import NOT_DONE, out
from watchkeeper.models.types.discovery.metadata import RefreshReport

if TYPE_CHECKING:
    from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic

_AT_ONCE = 20


def refresh_metadata(
    most: Annotated[int, typer.Option(help="The maximum number of titles to refresh.", min=1, max=1_000_000)] = 10_000,
    pending: Annotated[
        bool, typer.Option(help="Refresh all titles with pending metadata, even if they are not due.")
    ] = True,
) -> None:
    """Refresh pending and old metadata of titles from their providers.

    The service does so in the background, a few titles a minute. Exit status: 0 if all due titles were refreshed, 1 if
    some were postponed because a provider failed.
    """
    report = asyncio.run(_refresh(most, with_pending=pending))
    out.print(f"{report.refreshed} refreshed, {report.vanished} gone at their provider, {report.postponed} postponed.")
    raise typer.Exit(NOT_DONE if report.postponed else 0)


async def _refresh(most: int, *, with_pending: bool) -> RefreshReport:
    async with opened_container() as container:
        logic = container.title_metadata_logic()
        if with_pending:
            await logic.make_pending_due()
        return await _refresh_all(logic, most)


async def _refresh_all(logic: "TitleMetadataLogic", most: int) -> RefreshReport:
    total = RefreshReport()
    while total.attempted < most:
        report = await logic.refresh_due(min(_AT_ONCE, most - total.attempted))
        total = total.with_more(report)
        if report.refreshed + report.vanished == 0:
            break
    return total
