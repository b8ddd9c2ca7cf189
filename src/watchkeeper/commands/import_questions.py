"""The questions of an import on a terminal: what a row means that several titles fit."""

from typing import TYPE_CHECKING
from uuid import UUID

import typer

from watchkeeper.commands.runtime import out
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.models.dtos.imports.import_decision_dtos import DecideRowInput, RowChoice
from watchkeeper.models.types.imports.import_row import ImportRow
from watchkeeper.models.types.imports.import_state import RowResult
from watchkeeper.models.types.imports.imports import RowFilter

if TYPE_CHECKING:
    from watchkeeper.configs.container import Container

_UNDECIDED = RowFilter(results=(RowResult.AMBIGUOUS,), decided=False)
_NEW, _SKIP, _STOP = "n", "s", "q"


async def ask_undecided(container: "Container", user_id: UUID, import_id: UUID) -> None:
    """Ask for one row of each uncertain work, and decide it. The rest is left out once somebody stops."""
    asked: set[UUID] = set()
    while True:
        page = await container.import_logic().search_rows(user_id, import_id, _UNDECIDED, PageRequest(limit=100))
        row = next((row for row in page.items if row.id not in asked), None)
        if row is None:
            return
        asked.add(row.id)
        said = _asked(row)
        if said is None:
            return
        await container.import_review_logic().decide_row(user_id, import_id, row.id, said)


def _asked(row: ImportRow) -> DecideRowInput | None:
    """Return what somebody says of a row, None when they stop."""
    out.print(f"Which one is {row.title or row.source_text!r} ({row.year or 'year unknown'})?")
    for number, candidate in enumerate(row.candidates, 1):
        out.print(f"  {number}  {candidate.title} ({candidate.year or '?'}, {candidate.media_type})")
    out.print(f"  {_NEW}  none: a title of your own\n  {_SKIP}  leave it out\n  {_STOP}  leave out all that follow")
    while True:
        said = typer.prompt("Your choice").strip().lower()
        if said == _STOP:
            return None
        if said in (_NEW, _SKIP):
            return DecideRowInput(decision=RowChoice.NEW_TITLE if said == _NEW else RowChoice.SKIP)
        if said.isdecimal() and 1 <= int(said) <= len(row.candidates):
            chosen = row.candidates[int(said) - 1].title_id
            return DecideRowInput(decision=RowChoice.CANDIDATE, title_id=chosen)
        out.print("Type a number of the list, or one of the letters.")
