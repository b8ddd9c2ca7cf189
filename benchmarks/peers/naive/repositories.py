"""Queries built at every call, entities loaded with their relationships."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import joinedload, selectinload

from benchmarks.peers.naive.entities import Rating, Title, WatchEntry

Sessions = async_sessionmaker[AsyncSession]


class WatchEntryRepository:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def list_of(self, user_id: UUID, limit: int) -> list[WatchEntry]:
        query = (
            select(WatchEntry)
            .options(
                joinedload(WatchEntry.title).options(
                    joinedload(Title.figures), selectinload(Title.genres), selectinload(Title.external_ids)
                ),
                joinedload(WatchEntry.rating),
            )
            .where(WatchEntry.user_id == user_id)
            .order_by(WatchEntry.created_at.desc(), WatchEntry.id.desc())
            .limit(limit)
        )
        async with self._sessions() as session:
            return list((await session.scalars(query)).unique())

    async def add(self, user_id: UUID, title_id: UUID, status: str, notes: str | None) -> WatchEntry:
        at = datetime.now(UTC)
        entry = WatchEntry(
            user_id=user_id,
            id=uuid4(),
            title_id=title_id,
            status=status,
            notes=notes,
            completed_at=at if status == "completed" else None,
            created_at=at,
            updated_at=at,
        )
        async with self._sessions() as session, session.begin():
            session.add(entry)
            await session.flush()
            await session.refresh(entry, ["title", "rating"])
            await session.refresh(entry.title, ["figures", "genres", "external_ids"])
        return entry


class TitleRepository:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def find(self, title_id: UUID) -> Title | None:
        query = (
            select(Title)
            .options(
                joinedload(Title.figures),
                selectinload(Title.genres),
                selectinload(Title.platforms),
                selectinload(Title.external_ids),
            )
            .where(Title.id == title_id)
        )
        async with self._sessions() as session:
            return (await session.scalars(query)).one_or_none()


class RatingRepository:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def change(self, user_id: UUID, rating_id: UUID, score: float) -> Rating | None:
        query = select(Rating).where(Rating.user_id == user_id, Rating.id == rating_id)
        async with self._sessions() as session, session.begin():
            rating = (await session.scalars(query)).one_or_none()
            if rating is None:
                return None
            rating.half_steps = round(score * 2)
            rating.updated_at = datetime.now(UTC)
            await session.flush()
            await session.refresh(rating, ["title"])
            await session.refresh(rating.title, ["figures", "genres", "external_ids"])
        return rating
