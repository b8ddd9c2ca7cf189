"""Creating and changing watch entries from requests."""

from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.watchlist.request_tags import NO_TAGS, RequestTags
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import (
    CreateWatchEntryInput,
    ReplaceWatchEntryInput,
    UpdateWatchEntryInput,
)
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus


def new_entry(
    user_id: UUID,
    entry: CreateWatchEntryInput | ReplaceWatchEntryInput,
    at: datetime,
    tags: RequestTags = NO_TAGS,
) -> WatchEntryEntity:
    """Return a new entry, of no title yet."""
    entity = WatchEntryEntity(
        id=uuid7(),
        user_id=user_id,
        notes=entry.notes,
        hidden_from=entry.hidden_from,
        include_specials=entry.include_specials,
        tag_ids=tags.ids_of(entry.tags),
        created_at=at,
        updated_at=at,
    )
    set_status(entity, entry.status, at)
    return entity


def replace_entry(
    entity: WatchEntryEntity, entry: ReplaceWatchEntryInput, at: datetime, tags: RequestTags = NO_TAGS
) -> None:
    """Set what a whole entry says, and of the members that came after status and notes those that were sent."""
    entity.notes = entry.notes
    _set_settings(entity, entry, tags)
    entity.status_by = StatusOrigin.PERSON
    set_status(entity, entry.status, at)


def update_entry(
    entity: WatchEntryEntity, change: UpdateWatchEntryInput, at: datetime, tags: RequestTags = NO_TAGS
) -> None:
    """Set the members that were sent."""
    entity.notes = change.notes if change.is_set("notes") else entity.notes
    _set_settings(entity, change, tags)
    if change.is_set("status"):
        entity.status_by = StatusOrigin.PERSON
        set_status(entity, change.status, at)


def set_status(entity: WatchEntryEntity, status: WatchStatus, at: datetime) -> None:
    """Set the status. `completed_at` is the time when it became completed, and None in any other status."""
    is_completed = status is WatchStatus.COMPLETED
    if vars(entity).get("status") != status:
        entity.status_set_at, entity.status_by = at, StatusOrigin.PERSON
    entity.status = status
    entity.completed_at = (entity.completed_at or at) if is_completed else None


def _set_settings(
    entity: WatchEntryEntity, entry: ReplaceWatchEntryInput | UpdateWatchEntryInput, tags: RequestTags
) -> None:
    for member in ("hidden_from", "include_specials"):
        if entry.is_set(member):
            setattr(entity, member, getattr(entry, member))
    if entry.is_set("tags"):
        entity.tag_ids = tags.ids_of(entry.tags)
