"""Decides which rows of a title say something new."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from watchkeeper.logics.imports.merging.entry_merging import LISTED
from watchkeeper.logics.imports.merging.play_merging import play_fact
from watchkeeper.logics.imports.merging.stated_viewings import PROGRESS
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_library import Fact
from watchkeeper.models.types.imports.import_record import FieldWarning, ImportRecord
from watchkeeper.models.types.imports.import_state import RowResult
from watchkeeper.models.types.imports.imports import StoredRow
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN, WhenPrecision

DIFFERS: Final = "differs"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """The outcome of a row, and the words for its changes."""

    result: RowResult
    effect: tuple[str, ...] = ()
    differing: tuple[FieldWarning, ...] = ()


def row_outcomes(
    rows: Sequence[StoredRow], changed: Mapping[Fact, int], differing: set[Fact], *, is_known: bool
) -> dict[UUID, RowOutcome]:
    """Return what becomes of the rows of a title that got the facts `changed`.

    Each fact is that of one row, events first; a row without any is a duplicate if another row of the upload says what
    it says, or says it better, and repeats the library otherwise. `is_known` is whether the library had the title.
    """
    left = Counter(changed)
    outcomes: dict[UUID, RowOutcome] = {}
    for row in sorted(rows, key=lambda one: (not any(play.is_event for play in one.record.plays), one.place)):
        facts = list(_facts_of(row.record))
        mine = [fact for fact in facts if _take(left, fact)]
        warnings = tuple(FieldWarning(_word(fact), DIFFERS) for fact in dict.fromkeys(facts) if fact in differing)
        if mine:
            result = RowResult.READY
        else:
            result = RowResult.EXISTS if is_known and not changed.keys() & set(facts) else RowResult.DUPLICATE
        outcomes[row.id] = RowOutcome(result, tuple(sorted({_word(fact) for fact in mine})), warnings)
    return outcomes


def _take(left: Counter[Fact], fact: Fact) -> bool:
    left[fact] -= 1
    return left[fact] >= 0


def _word(fact: Fact) -> str:
    return str(fact[0]) if isinstance(fact, tuple) else str(fact)


def _facts_of(record: ImportRecord) -> Iterator[Fact]:
    if record.status is not None:
        yield "status", record.status
    if record.is_status_implied and record.status is WatchStatus.COMPLETED:
        yield "play", None, None, None, None
    for play in record.plays:
        yield from _facts_of_play(play)
    if record.rating is not None:
        yield "rating", record.rating.value, record.rating.scale
    if record.review is not None:
        yield "review", record.review.text
    others: tuple[tuple[Fact, object], ...] = (
        (("notes",), record.notes),
        (("tags",), record.tags),
        (PROGRESS, record.viewings),
        (LISTED, record.added != UNKNOWN),
    )
    yield from (fact for fact, value in others if value)
    yield from (("mark", mark) for mark in record.marks)


def _facts_of_play(play: ImportedPlay) -> Iterator[Fact]:
    is_blank = not play.is_event and play.when.precision is WhenPrecision.UNKNOWN
    yield play_fact(replace(play, key=None) if is_blank else play)
    if play.times > 1:
        yield from [play_fact(replace(play, when=UNKNOWN, key=None))] * (play.times - 1)
