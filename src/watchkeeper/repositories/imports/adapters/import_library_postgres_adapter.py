from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, tzinfo
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.foundation.postgres.row_sets import rows_as_json
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.identity.time_zone import UTC_NAME, time_zone
from watchkeeper.models.types.imports.import_library import (
    LibraryTitle,
    LibraryWrites,
    RowOrigin,
    StatedEnd,
    StatedViewing,
)
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.repositories.imports.adapters import import_library_statements as statements


class PostgresImportLibraryAdapter(DatabaseAdapter):
    """The libraries of people in PostgreSQL. Triggers count plays, ratings and reviews."""

    async def lock(self, user_id: UUID, title_ids: Collection[UUID]) -> frozenset[UUID]:
        row = await self._database.fetch_one(statements.LOCK, user_id=user_id, title_ids=sorted(title_ids))
        if row is None or row["person_id"] is None:
            raise InvalidTokenError
        return frozenset(row["open_titles"])

    async def read(self, user_id: UUID, title_ids: Collection[UUID]) -> dict[UUID, LibraryTitle]:
        of_titles = {"user_id": user_id, "title_ids": list(title_ids)}
        titles = {title_id: LibraryTitle(title_id=title_id) for title_id in title_ids}
        for entity, statement in statements.READ.items():
            for row in await self._database.fetch(statement, **of_titles):
                _take(titles[row["title_id"]], entity, row)
        for row in await self._database.fetch(statements.VIEWINGS, **of_titles):
            title = titles[row["title_id"]]
            title.viewing, title.stated_count = row["number"], row["stated_count"]
            title.has_start = row["is_started_on_said"]
            title.viewing_images.append(row["image"])
        for row in await self._database.fetch(statements.EPISODES, title_ids=list(title_ids)):
            _take_episode(titles[row["title_id"]], row)
        await self._read_origins(user_id, titles)
        return titles

    async def _read_origins(self, user_id: UUID, titles: dict[UUID, LibraryTitle]) -> None:
        owners = {row.id: one for one in titles.values() for row in (one.rating, one.review) if row is not None}
        if owners:
            for row in await self._database.fetch(statements.ORIGINS, user_id=user_id, row_ids=list(owners)):
                title = owners[row["row_id"]]
                title.origin_images[row["row_id"]] = row["image"]
                title.origins[row["row_id"]] = RowOrigin(*(_aware(row[one.name]) for one in fields(RowOrigin)))

    async def open_titles(self, user_id: UUID, title_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        if not title_ids:
            return {}
        rows = await self._database.fetch(statements.OPEN_TITLES, user_id=user_id, title_ids=list(title_ids))
        return {row["named_id"]: row["id"] for row in rows}

    async def taken_keys(self, user_id: UUID, keys: Collection[PlayKey]) -> set[PlayKey]:
        if not keys:
            return set()
        sources, source_keys = map(list, zip(*keys, strict=True))
        named = {"user_id": user_id, "sources": sources, "source_keys": source_keys}
        return {PlayKey(**row) for row in await self._database.fetch(statements.TAKEN_KEYS, **named)}

    async def time_zone(self, user_id: UUID) -> tzinfo:
        return time_zone(await self._database.fetch_value(statements.TIME_ZONE, user_id=user_id) or UTC_NAME)

    async def last_ranks(self, user_id: UUID) -> dict[str, int]:
        return {row["mark"]: row["rank"] for row in await self._database.fetch(statements.RANKS, user_id=user_id)}

    async def write(self, user_id: UUID, writes: LibraryWrites) -> None:
        await self._state_viewings(user_id, writes.viewings)  # an entry has the last one
        await self._write(user_id, WatchEntryEntity, writes.entries)
        await self._write(user_id, PlayEntity, writes.plays)
        await self._fill_viewings(user_id, writes.filled_viewings)
        await self._write_ends(user_id, writes.ends)
        await self._write(user_id, RatingEntity, writes.ratings)
        if writes.ratings.changed:
            changed = [row.title_id for row in writes.ratings.changed]
            await self._database.execute(statements.TOUCH_REVIEWS, user_id=user_id, title_ids=changed, at=now())
        await self._write(user_id, ReviewEntity, writes.reviews)
        if writes.marks:
            await self._database.execute(statements.ADD_MARKS, added=rows_as_json(writes.marks))
        if writes.positions:
            await self._database.execute(statements.ADD_POSITIONS, added=rows_as_json(writes.positions))
        await self._write_origins(user_id, list({one.row_id: one for one in writes.origins}.values()))

    async def order_marks(self, user_id: UUID, import_id: UUID) -> None:
        await self._database.execute(statements.ORDER_MARKS, user_id=user_id, import_id=import_id)

    async def remove_titles(self, user_id: UUID, import_id: UUID, place: int, limit: int) -> int | None:
        found = await self._database.fetch(
            statements.WRITTEN_TITLES, user_id=user_id, import_id=import_id, place=place, limit=limit
        )
        if not found:
            return None
        viewed = {row["title_id"] for row in found}
        made = {row["title_id"] for row in found if row["is_made"]}
        await self._database.execute(statements.REMOVE_VIEWINGS, user_id=user_id, title_ids=sorted(viewed))
        await self._database.execute(statements.REMOVE_TITLES, user_id=user_id, title_ids=sorted(made))
        return int(found[-1]["place"])

    async def _write(self, user_id: UUID, entity: type[Entity], writes: RowWrites[Any]) -> None:
        if writes.is_empty:
            return
        await self._database.execute(
            statements.WRITE[entity],
            user_id=user_id,
            added=rows_as_json(sorted(writes.added, key=_title_of)),
            changed=rows_as_json(writes.changed),
            removed=[row.id for row in writes.removed],
        )

    async def _state_viewings(self, user_id: UUID, viewings: Sequence[StatedViewing]) -> None:
        if viewings:
            await self._database.execute(
                statements.STATE_VIEWINGS,
                user_id=user_id,
                **_begun(viewings),
                ends=[one.finished_on.text for one in viewings],
                ends_sorted_at=[one.finished_on.sorted_at for one in viewings],
                ends_until=[one.until for one in viewings],
                completed_ats=[one.completed_at for one in viewings],
            )

    async def _fill_viewings(self, user_id: UUID, viewings: Sequence[StatedViewing]) -> None:
        if viewings:
            await self._database.execute(statements.FILL_VIEWINGS, user_id=user_id, **_begun(viewings))

    async def _write_ends(self, user_id: UUID, ends: Sequence[StatedEnd]) -> None:
        if ends:
            await self._database.execute(
                statements.END_VIEWINGS,
                user_id=user_id,
                title_ids=[one.title_id for one in ends],
                numbers=[one.viewing for one in ends],
                ends=[one.finished_on.text for one in ends],
                ends_sorted_at=[one.finished_on.sorted_at for one in ends],
                ends_until=[one.until for one in ends],
            )

    async def _write_origins(self, user_id: UUID, origins: Sequence[RowOrigin]) -> None:
        if origins:
            await self._database.execute(
                statements.WRITE_ORIGINS,
                user_id=user_id,
                row_ids=[one.row_id for one in origins],
                sources=[one.source for one in origins],
                are_present=[one.is_present for one in origins],
                told_ats=[one.told_at for one in origins],
                play_keys=[one.play_key for one in origins],
                edited_ats=[one.edited_at for one in origins],
            )


def _begun(viewings: Sequence[StatedViewing]) -> dict[str, list[Any]]:
    """Return what both statements of viewings take: when they began, and how far they are."""
    return {
        "title_ids": [one.title_id for one in viewings],
        "numbers": [one.number for one in viewings],
        "states": [one.state for one in viewings],
        "starts": [one.started_on for one in viewings],
        "stated_counts": [one.stated_count for one in viewings],
    }


def _title_of(row: Any) -> UUID:  # noqa: ANN401 - an entity
    """Return what triggers lock statistics by, which is done in the order of ids."""
    title_id: UUID = row.title_id
    return title_id


def _take(title: LibraryTitle, entity: type[Entity], row: Row) -> None:
    """Add a row to what there is of a title."""
    own: Any = entity(**{name: _aware(row[name]) for name in entity.column_names})
    title.images[own.id] = row["image"]
    match own:
        case WatchEntryEntity():
            title.entry = own
        case PlayEntity():
            title.plays.append(own)
        case RatingEntity():
            title.rating = own
        case ReviewEntity():
            title.review = own
        case MarkEntity():
            title.marks[own.mark] = own


def _take_episode(title: LibraryTitle, row: Row) -> None:
    episode = WatchedEpisode(row["id"], row["season"], row["number"])
    title.episodes[row["season"], row["number"]] = episode
    if row["source"] is not None:
        title.episodes[row["source"], row["external_id"]] = episode


def _aware(value: Any) -> Any:  # noqa: ANN401 - a value of a column
    """Return a value; -infinity, which the driver reads as a time without a zone, as one that others compare with."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
