"""manage.py doctor: looks at everything the service needs and says what to fix."""

import asyncio
from typing import Annotated

import typer

from watchkeeper.commands.diagnosis import Finding, Verdict, examine
from watchkeeper.commands.runtime import NOT_DONE, database_of, load_settings, out

_SIGNS = {Verdict.GOOD: "[green]✓[/green]", Verdict.NOTE: "[yellow]![/yellow]", Verdict.BAD: "[red]✗[/red]"}


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Don't ask the metadata providers.")] = False,
) -> None:
    """Check settings, database, schema version, Redis and providers. Fails when something must be fixed."""
    settings = load_settings()
    with database_of(settings) as dsn:
        findings = asyncio.run(examine(settings, dsn, ask_providers=not offline))
    for finding in findings:
        _print(finding)
    if any(finding.verdict is Verdict.BAD for finding in findings):
        raise typer.Exit(NOT_DONE)


def _print(finding: Finding) -> None:
    out.print(f"{_SIGNS[finding.verdict]} [bold]{finding.subject}[/bold]  {finding.sentence}")
    if finding.remedy:
        out.print(f"    → {finding.remedy}")
