"""The questions of an import on a terminal: what a row means that several titles fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import typer

from watchkeeper.commands.runtime import out
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.models.dtos.imports.import_decision_dtos import DecideRowInput, RowChoice
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.imports.import_file import DateOrder
from watchkeeper.models.types.imports.import_row import ImportRow
from watchkeeper.models.types.imports.import_state import RowResult
from watchkeeper.models.types.imports.imports import RowCandidate, RowFilter

if TYPE_CHECKING:
    from watchkeeper.configs.container import Container

_UNDECIDED = RowFilter(results=(RowResult.AMBIGUOUS,), decided=False)
_OTHER, _NEW, _SKIP, _STOP = "t", "n", "s", "q"
_WORDS = {
    _OTHER: "another title: search for it",
    _NEW: "none: a title of your own",
    _SKIP: "leave it out",
    _STOP: "leave out all that follow",
}
_CHOICES = {_NEW: RowChoice.NEW_TITLE, _SKIP: RowChoice.SKIP}
_FOUND = 8


def ask_date_order() -> DateOrder | None:
    """Ask whether days or months come first; None if nobody knows."""
    orders = {"m": DateOrder.MONTH_FIRST, "d": DateOrder.DAY_FIRST, "u": None}
    while True:
        typed = str(typer.prompt("Is 4/3/20 in April (m), in March (d), or unknown (u)?")).strip().lower()
        if typed in orders:
            return orders[typed]


async def ask_undecided(container: "Container", user_id: UUID, import_id: UUID) -> None:
    """Ask for one row of each uncertain work, and decide it. The rest is left out once somebody stops."""
    asked: set[UUID] = set()
    while True:
        page = await container.import_logic().search_rows(user_id, import_id, _UNDECIDED, PageRequest(limit=100))
        row = next((row for row in page.items if row.id not in asked), None)
        if row is None:
            return
        asked.add(row.id)
        choice = await _asked(container, user_id, row)
        if choice is None:
            return
        await container.import_review_logic().decide_row(user_id, import_id, row.id, choice)


async def _asked(container: "Container", user_id: UUID, row: ImportRow) -> DecideRowInput | None:
    """Return what somebody says of a row, None when they stop."""
    shown, choice = row.candidates, RowChoice.CANDIDATE
    while True:
        out.print(f"Which one is {row.title or row.source_text!r} ({row.year or 'year unknown'})?")
        typed = _chosen(shown)
        if typed == _STOP:
            return None
        if typed in _CHOICES:
            return DecideRowInput(decision=_CHOICES[typed])
        if typed == _OTHER:
            shown, choice = await _found(container, user_id), RowChoice.TITLE
        elif typed.isdecimal() and 1 <= int(typed) <= len(shown):
            return DecideRowInput(decision=choice, title_id=shown[int(typed) - 1].title_id)
        else:
            out.print("Type a number of the list, or one of the letters.")


def _chosen(titles: Sequence[RowCandidate]) -> str:
    for number, title in enumerate(titles, 1):
        out.print(f"  {number}  {title.title} ({title.year or '?'}, {title.media_type})")
    for letter, words in _WORDS.items():
        out.print(f"  {letter}  {words}")
    return str(typer.prompt("Your choice")).strip().lower()


async def _found(container: "Container", user_id: UUID) -> list[RowCandidate]:
    """Search what somebody types, as its person would."""
    query = str(typer.prompt("Search for")).strip()
    person = Principal(user_id=user_id, session_id=None, role="user", has_personal_titles=True)
    found = await container.title_logic().suggest_titles(TitleFilter(query=query), _FOUND, person)
    return [RowCandidate(one.id, one.title, one.year, one.media_type) for one in found.items]
