"""A step of an import goes on while its claim can't be extended for the moment."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.logics.imports import import_work_logic
from watchkeeper.logics.imports.import_work_logic import ImportWorkLogic
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport


async def test_step_goes_on_while_its_claim_can_not_be_extended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_work_logic, "CLAIM", timedelta(milliseconds=3))
    queue, step = _LockedQueue(), _Step()
    logic = ImportWorkLogic(queue=queue, steps={ImportState.MATCHING: step})  # type: ignore[arg-type, dict-item]
    work = asyncio.create_task(logic.work())
    async with asyncio.timeout(10):
        await queue.refused_twice.wait()
        step.may_end.set()
        await work
    assert step.is_done


def _claimed() -> ClaimedImport:
    return ClaimedImport(
        user_id=uuid4(),
        id=uuid4(),
        claim=uuid4(),
        state=ImportState.MATCHING,
        source="imdb",
        file_name="ratings.csv",
        options={},
        done=0,
        total=1,
        mode=None,
        operation_id=None,
        attempts=1,
        claimed_at=now(),
    )


class _LockedQueue:
    def __init__(self) -> None:
        self.refused_twice = asyncio.Event()
        self._refused = 0
        self._waiting = [_claimed()]

    async def claim(self, *_: object) -> ClaimedImport | None:
        return self._waiting.pop() if self._waiting else None

    async def extend(self, *_: object) -> None:
        self._refused += 1
        if self._refused == 2:
            self.refused_twice.set()
        raise DatabaseUnavailableError


class _Step:
    def __init__(self) -> None:
        self.may_end = asyncio.Event()
        self.is_done = False

    async def run(self, _: ClaimedImport) -> None:
        await self.may_end.wait()
        self.is_done = True
