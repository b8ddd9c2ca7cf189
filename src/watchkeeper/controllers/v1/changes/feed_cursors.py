"""Cursors of the change feed. Each holds for one account and one choice of kinds."""

from uuid import UUID

from fastapi import Request

from watchkeeper.foundation.core.errors import InvalidCursorError
from watchkeeper.foundation.core.pagination import Cursor
from watchkeeper.foundation.http.services import services_of
from watchkeeper.models.types.changes.change import ChangeArea, FeedPosition

_FEED = "changes"
_PATH = "/api/v1/changes"
"""What cursors are signed for, wherever they are given out."""


def text_of(request: Request, position: FeedPosition, user_id: UUID) -> str:
    """Return a position in the feed of an account as text for clients."""
    snapshot = "" if position.snapshot is None else position.snapshot
    areas = ",".join(position.areas)
    key = f"{user_id.hex}/{position.epoch}/{position.sequence}/{position.area}/{snapshot}/{areas}"
    return services_of(request.scope).cursors.encode(Cursor(_FEED, key, position.resource_id), _PATH)


def position_of(
    request: Request, text: str | None, user_id: UUID, areas: tuple[ChangeArea, ...]
) -> FeedPosition | None:
    """Return the position in `text`, or None without one.

    Raises InvalidCursorError for garbage, and for a cursor of another account or choice of kinds.
    """
    if text is None:
        return None
    cursor = services_of(request.scope).cursors.decode(text, _PATH)
    owner, epoch, sequence, area, snapshot, chosen = cursor.key.split("/")
    if owner != user_id.hex or chosen != ",".join(areas):
        raise InvalidCursorError("Use it with the account and the kinds that it was given out for.")
    started = int(snapshot) if snapshot else None
    return FeedPosition(epoch, int(sequence), int(area), cursor.id, started, areas)
