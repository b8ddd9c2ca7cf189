"""Rules of ratings, alone or as part of a review."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.errors.feedback_errors import TitleNotWatchedError
from watchkeeper.models.types.feedback.rating import half_steps_of
from watchkeeper.models.types.undo.operation import ChangedRow
from watchkeeper.repositories.feedback.watched_title_repository import WatchedTitleRepository


async def require_watched(watched: WatchedTitleRepository, user_id: UUID, title_id: UUID) -> None:
    """Lock a title that is to be rated, and its status, until the transaction ends.

    Raises TitleNotFoundError, InvalidTokenError, and TitleNotWatchedError.
    """
    if await lock_watched(watched, user_id, title_id, mark_completed=False) is None:
        raise TitleNotWatchedError


async def lock_watched(
    watched: WatchedTitleRepository, user_id: UUID, title_id: UUID, *, mark_completed: bool
) -> Sequence[ChangedRow] | None:
    """Lock a title until the transaction ends; return None unless it is watched: completed, or played.

    With `mark_completed` the status is set, and what an undo has to know of that is returned. Raises
    TitleNotFoundError and InvalidTokenError.
    """
    if await watched.lock(user_id, title_id):
        return ()
    return await watched.mark_completed(user_id, title_id, now()) if mark_completed else None


def new_rating(user_id: UUID, title_id: UUID, score: float, at: datetime) -> RatingEntity:
    """Return a new rating."""
    return RatingEntity(
        id=uuid7(),
        user_id=user_id,
        title_id=title_id,
        half_steps=half_steps_of(score),
        created_at=at,
        updated_at=at,
    )


def rescore(rating: RatingEntity, score: float) -> bool:
    """Set the score, and return whether it changed. A change removes the original value of an imported rating."""
    half_steps = half_steps_of(score)
    is_other = rating.half_steps != half_steps
    if is_other:
        rating.half_steps = half_steps
        rating.original_value = rating.original_scale = None
    rating.updated_at = now()
    return is_other
