"""manage.py doctor: checks everything that the service needs, and says what to fix."""

import asyncio
from typing import Annotated

import typer

from watchkeeper.commands.finding import Finding, Verdict
from watchkeeper.commands.runtime import NOT_DONE, database_of, load_settings, out
from watchkeeper.configs.setting_names import WrongName

_SIGNS = {Verdict.GOOD: "[green]✓[/green]", Verdict.NOTE: "[yellow]![/yellow]", Verdict.BAD: "[red]✗[/red]"}


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Don't call the metadata providers.")] = False,
) -> None:
    """Check settings, their names, database, schema, Redis and providers. Fails if something must be fixed."""
    from watchkeeper.commands.diagnosis import examine
    from watchkeeper.commands.known_settings import wrong_settings

    names = [_finding_of(wrong) for wrong in wrong_settings()]
    for finding in names:
        _print(finding)  # before the settings are read, as a wrong name may be the cause of an invalid setting
    settings = load_settings()
    with database_of(settings) as dsn:
        findings = asyncio.run(examine(settings, dsn, ask_providers=not offline))
    for finding in findings:
        _print(finding)
    findings += names
    if any(finding.verdict is Verdict.BAD for finding in findings):
        raise typer.Exit(NOT_DONE)


def _finding_of(wrong: WrongName) -> Finding:
    verdict = Verdict.BAD if wrong.is_certain else Verdict.NOTE
    return Finding(wrong.name, verdict, wrong.sentence, wrong.remedy)


def _print(finding: Finding) -> None:
    out.print(f"{_SIGNS[finding.verdict]} [bold]{finding.subject}[/bold]  {finding.sentence}")
    if finding.remedy:
        out.print(f"    → {finding.remedy}")
