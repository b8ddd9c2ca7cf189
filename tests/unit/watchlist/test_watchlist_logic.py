"""The rules of the watchlist, on in-memory fakes of its ports."""

from copy import copy
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Raw

from tests.support.discovery_fakes import MetadataRoom
from tests.support.tag_fakes import tag_logic
from tests.support.undo_fakes import operation_logic
from tests.support.unit_of_work import InMemoryUnitOfWork
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import PreconditionFailedError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import UNCONDITIONAL, Precondition, version_of
from watchkeeper.logics.watchlist.watchlist_logic import WatchlistLogic
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalMediaInput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import (
    CreateWatchEntryInput,
    ReplaceWatchEntryInput,
    UpdateWatchEntryInput,
)
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.discovery_errors import ProviderNotConfiguredError
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError, WatchEntryNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.identity.time_zone import UTC_NAME
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.undo.operation import RowImage, StoredEntry
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry, WatchEntryTitle, WatchlistCounts, WatchlistFilter
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

ADA, BOB = uuid4(), uuid4()
STALE = Precondition(frozenset({"0"}))
MEDIA = ExternalMediaInput(source="tmdb", external_id="603", media_type=MediaType.MOVIE, title="The Mâtrix")


class Entries:
    """Watch entries in memory, newest first; the stored ones are copies."""

    def __init__(self, titles: dict[UUID, TitleEntity]) -> None:
        self.rows: dict[tuple[UUID, UUID], WatchEntryEntity] = {}
        self._titles = titles

    async def search(
        self, user_id: UUID, filters: WatchlistFilter, sort: WatchlistSort, request: PageRequest
    ) -> Page[WatchEntry]:
        mine = [row for (owner, _), row in self.rows.items() if owner == user_id]
        kept = [row for row in mine if not filters.statuses or row.status in filters.statuses]
        return Page([self._shown(row) for row in reversed(kept)][: request.limit])

    async def count(self, user_id: UUID, filters: WatchlistFilter) -> WatchlistCounts:
        total = sum(owner == user_id for owner, _ in self.rows)
        return WatchlistCounts(total, {}, {}, ())

    async def find_without_episodes(self, user_id: UUID, limit: int) -> list[WatchEntry]:
        watched = [row for (owner, _), row in self.rows.items() if owner == user_id and row.status == "watching"]
        return [self._shown(row) for row in reversed(watched)][:limit]

    async def require(self, user_id: UUID, id: UUID) -> WatchEntry:  # noqa: A002 - the name in the port
        return self._shown(await self.require_locked(user_id, id))

    async def require_locked(self, user_id: UUID, id: UUID) -> WatchEntryEntity:  # noqa: A002
        if (user_id, id) not in self.rows:
            raise WatchEntryNotFoundError
        return _copy(self.rows[user_id, id])

    async def add(self, entity: WatchEntryEntity) -> WatchEntry:
        if entity.title_id not in self._titles:
            raise TitleNotFoundError
        if any(row.user_id == entity.user_id and row.title_id == entity.title_id for row in self.rows.values()):
            raise AlreadyInWatchlistError
        return await self.save(entity)

    async def save(self, entity: WatchEntryEntity) -> WatchEntry:
        self.rows[entity.user_id, entity.id] = _copy(entity)
        return self._shown(entity)

    async def delete(self, user_id: UUID, id: UUID) -> RowImage:  # noqa: A002
        del self.rows[user_id, id]
        return RowImage("{}")

    def _shown(self, row: WatchEntryEntity) -> WatchEntry:
        title = self._titles[row.title_id]
        shown = WatchEntryTitle(
            title.id,
            title.media_type,
            title.title,
            None,
            "day",
            None,
            title.poster_url,
            Raw(b"[]"),
            Raw(b"{}"),
            None,
            0,
        )
        return WatchEntry(
            row.id,
            row.created_at,
            row.updated_at,
            row.user_id,
            row.status,
            row.notes,
            row.completed_at,
            row.status_set_at,
            row.status_by,
            row.hidden_from,
            row.include_specials,
            Raw(b"[]"),
            1,
            None,
            "unknown",
            None,
            "unknown",
            0,
            None,
            "unknown",
            None,
            shown,
            None,
        )


def _copy(row: WatchEntryEntity) -> WatchEntryEntity:
    return WatchEntryEntity(**{column.name: copy(getattr(row, column.name)) for column in row.__table__.columns})


class Unasked:
    """A port that these tests do not get to."""


class Unplayed:
    """Titles that nobody has played."""

    async def find_entry(self, user_id: UUID, title_id: UUID) -> StoredEntry:
        return StoredEntry(title_id)


WITHOUT_PLAYS: dict[str, Any] = {
    **dict.fromkeys(("plays", "accounts", "viewings"), Unasked()),
    "watchings": Unplayed(),
}


class Room:
    """The logic with everything it stands on."""

    def __init__(self) -> None:
        self.metadata = MetadataRoom(ProviderNotConfiguredError())
        self.catalogue = self.metadata.external_titles
        self.entries = Entries(self.catalogue.titles)
        self.unit_of_work = InMemoryUnitOfWork(self.entries.rows, self.catalogue.titles, self.catalogue.external_ids)
        self.logic = WatchlistLogic(
            unit_of_work=self.unit_of_work,
            entries=self.entries,
            titles=self.metadata.references(self.unit_of_work),
            operations=operation_logic(),
            tags=tag_logic(self.unit_of_work),
            **WITHOUT_PLAYS,
        )

    async def entry(self, status: WatchStatus = WatchStatus.PLANNED, notes: str | None = "by heart") -> WatchEntry:
        """Add an entry to the watchlist of Ada."""
        entry = CreateWatchEntryInput(media=MEDIA, status=status, notes=notes)
        return (await self.logic.create_entry(ADA, entry, UTC_NAME)).model


@pytest.fixture
def room() -> Room:
    return Room()


async def test_new_media_is_entered_as_an_active_title_that_can_be_found(room: Room) -> None:
    entry = await room.entry()

    (title,) = room.catalogue.titles.values()
    assert entry.title.id == title.id
    assert (title.title, title.title_sort, title.title_key) == ("The Mâtrix", "matrix", "matrix")
    assert title.search_words == ["#movie", "=matrix", "matrix", "the"]
    assert title.is_active
    assert title.release_date_precision == "day"
    assert room.unit_of_work.commits == 1


async def test_media_that_nobody_confirms_is_a_title_of_each_person(room: Room) -> None:
    first = await room.entry()

    second, _ = await room.logic.create_entry(BOB, CreateWatchEntryInput(media=MEDIA), UTC_NAME)

    assert second.title.id != first.title.id
    assert {row.owner_id for row in room.catalogue.titles.values()} == {ADA, BOB}


async def test_refused_entry_leaves_no_title_behind(room: Room) -> None:
    class Full(Entries):
        async def add(self, entity: WatchEntryEntity) -> WatchEntry:
            raise AlreadyInWatchlistError

    logic = WatchlistLogic(
        unit_of_work=room.unit_of_work,
        entries=Full(room.catalogue.titles),
        titles=room.metadata.references(room.unit_of_work),
        operations=operation_logic(),
        tags=tag_logic(room.unit_of_work),
        **WITHOUT_PLAYS,
    )

    with pytest.raises(AlreadyInWatchlistError):
        await logic.create_entry(ADA, CreateWatchEntryInput(media=MEDIA), UTC_NAME)

    assert room.catalogue.titles == {}
    assert room.catalogue.external_ids == {}
    assert (room.unit_of_work.commits, room.unit_of_work.rollbacks) == (0, 1)


async def test_unknown_title_is_refused(room: Room) -> None:
    with pytest.raises(TitleNotFoundError):
        await room.logic.create_entry(ADA, CreateWatchEntryInput(title_id=uuid4()), UTC_NAME)


@pytest.mark.parametrize("status", list(WatchStatus))
async def test_new_entry_has_a_completion_time_only_when_completed(room: Room, status: WatchStatus) -> None:
    entry = await room.entry(status)

    assert entry.status == status
    assert entry.completed_at == (entry.created_at if status is WatchStatus.COMPLETED else None)


async def test_completion_time_is_kept_while_completed_and_lost_with_the_status(room: Room) -> None:
    entry = await room.entry(WatchStatus.COMPLETED)
    row = room.entries.rows[ADA, entry.id]
    row.completed_at = long_ago = now() - timedelta(days=400)

    kept = await _update(room, entry, status=WatchStatus.COMPLETED)
    noted = await _update(room, entry, notes="again")
    left = await _update(room, entry, status=WatchStatus.WATCHING)
    anew = await _update(room, entry, status=WatchStatus.COMPLETED)

    assert (kept.completed_at, noted.completed_at, left.completed_at) == (long_ago, long_ago, None)
    assert anew.completed_at == anew.updated_at


async def _update(room: Room, entry: WatchEntry, **change: Any) -> WatchEntry:
    changed = UpdateWatchEntryInput(**change)
    return (await room.logic.update_entry(ADA, entry.id, changed, UNCONDITIONAL, UTC_NAME)).model


async def test_update_tells_absent_from_null(room: Room) -> None:
    entry = await room.entry()

    assert (await _update(room, entry, status=WatchStatus.DROPPED)).notes == "by heart"
    assert (await _update(room, entry, notes=None)).notes is None
    assert (await room.logic.get_entry(ADA, entry.id)).status == WatchStatus.DROPPED


async def test_update_of_nothing_keeps_the_version(room: Room) -> None:
    entry = await room.entry()

    assert await _update(room, entry) == entry


async def test_replacement_drops_the_notes_it_leaves_out(room: Room) -> None:
    entry = await room.entry()

    replaced, _ = await room.logic.replace_entry(
        ADA, entry.id, ReplaceWatchEntryInput(status=WatchStatus.ON_HOLD), UNCONDITIONAL, UTC_NAME
    )

    assert (replaced.status, replaced.notes) == (WatchStatus.ON_HOLD, None)
    assert replaced.updated_at > entry.updated_at


async def test_entry_of_another_person_is_not_found_by_any_method(room: Room) -> None:
    entry = await room.entry()
    calls = [
        room.logic.get_entry(BOB, entry.id),
        room.logic.replace_entry(BOB, entry.id, ReplaceWatchEntryInput(status=WatchStatus.DROPPED), STALE, UTC_NAME),
        room.logic.update_entry(BOB, entry.id, UpdateWatchEntryInput(), STALE, UTC_NAME),
        room.logic.delete_entry(BOB, entry.id, STALE),
    ]

    for call in calls:
        with pytest.raises(WatchEntryNotFoundError):
            await call
    assert (
        await room.logic.search_entries(BOB, WatchlistFilter(), WatchlistSort.CREATED_AT, PageRequest())
    ).items == []
    assert await room.logic.get_entry(ADA, entry.id) == entry


async def test_stale_change_is_refused_and_changes_nothing(room: Room) -> None:
    entry = await room.entry()
    calls = [
        room.logic.replace_entry(ADA, entry.id, ReplaceWatchEntryInput(status=WatchStatus.DROPPED), STALE, UTC_NAME),
        room.logic.update_entry(ADA, entry.id, UpdateWatchEntryInput(notes=None), STALE, UTC_NAME),
        room.logic.delete_entry(ADA, entry.id, STALE),
    ]

    for call in calls:
        with pytest.raises(PreconditionFailedError):
            await call
    assert await room.logic.get_entry(ADA, entry.id) == entry


async def test_deletion_of_the_current_version_removes_the_entry(room: Room) -> None:
    entry = await room.entry()

    await room.logic.delete_entry(ADA, entry.id, Precondition(frozenset({version_of(entry.updated_at)})))

    with pytest.raises(WatchEntryNotFoundError):
        await room.logic.get_entry(ADA, entry.id)
