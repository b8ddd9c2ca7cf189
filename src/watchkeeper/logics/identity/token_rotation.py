"""The times at which the refresh tokens of a session were rotated, and how long each is still in its grace period."""

from datetime import datetime, timedelta
from typing import Final

from watchkeeper.models.entities.identity.session_entity import SessionEntity

_MAX_REMEMBERED: Final = 100


def was_just_rotated(session: SessionEntity, generation: int, at: datetime, grace: timedelta) -> bool:
    """Return whether the token of an earlier `generation` was rotated less than `grace` before `at`."""
    times = _rotations(session)
    place = session.generation - generation  # a token is rotated when its successor is issued
    return place <= len(times) and _is_recent(times[-place], at, grace)


def recent_rotations(session: SessionEntity, at: datetime, grace: timedelta) -> list[datetime]:
    """Return the times of the last rotations, oldest first, back to the first that is no longer recent at `at`."""
    recent: list[datetime] = []
    for time in reversed(_rotations(session)[-_MAX_REMEMBERED:]):
        if not _is_recent(time, at, grace):
            break
        recent.append(time)
    return recent[::-1]


def _rotations(session: SessionEntity) -> list[datetime]:
    return [*session.earlier_rotations, session.rotated_at]


def _is_recent(time: datetime, at: datetime, grace: timedelta) -> bool:
    """A time after `at` is not recent: a clock that is set back must not prolong the grace period."""
    return timedelta() <= at - time < grace
