"""Rules between controllers and repositories, and the making of DTOs."""

from uuid import UUID

from benchmarks.peers.naive.dtos import (
    EntryTitleDto,
    NamedDto,
    NewWatchEntryDto,
    RatingDto,
    SummaryDto,
    TitleDto,
    WatchEntryDto,
    WatchlistDto,
)
from benchmarks.peers.naive.entities import Rating, Title, WatchEntry
from benchmarks.peers.naive.repositories import RatingRepository, TitleRepository, WatchEntryRepository

_SCORES = ("1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5")


class WatchlistLogic:
    def __init__(self, repository: WatchEntryRepository) -> None:
        self._repository = repository

    async def list_of(self, user_id: UUID, limit: int) -> WatchlistDto:
        entries = await self._repository.list_of(user_id, limit + 1)
        items = [_entry(entry) for entry in entries[:limit]]
        return WatchlistDto(items=items, next_cursor=str(items[-1].id) if len(entries) > limit else None)

    async def add(self, user_id: UUID, entry: NewWatchEntryDto) -> WatchEntryDto:
        return _entry(await self._repository.add(user_id, entry.title_id, entry.status, entry.notes))


class TitleLogic:
    def __init__(self, repository: TitleRepository) -> None:
        self._repository = repository

    async def find(self, title_id: UUID) -> TitleDto | None:
        title = await self._repository.find(title_id)
        return None if title is None else _title(title)


class RatingLogic:
    def __init__(self, repository: RatingRepository) -> None:
        self._repository = repository

    async def change(self, user_id: UUID, rating_id: UUID, score: float) -> RatingDto | None:
        rating = await self._repository.change(user_id, rating_id, score)
        return None if rating is None else _rating(rating)


def _entry_title(title: Title) -> EntryTitleDto:
    return EntryTitleDto(
        id=title.id,
        media_type=title.media_type,
        title=title.title,
        release_date=title.release_date,
        release_date_precision=title.release_date_precision,
        runtime_minutes=title.runtime_minutes,
        poster_url=title.poster_url,
        genres=[NamedDto.model_validate(genre) for genre in title.genres],
        external_ids={one.source: one.external_id for one in title.external_ids},
        average_rating=None if title.figures.average is None else float(title.figures.average),
        ratings_count=title.figures.ratings_count,
    )


def _entry(entry: WatchEntry) -> WatchEntryDto:
    return WatchEntryDto(
        id=entry.id,
        created_at=entry.created_at,
        updated_at=entry.updated_at,
        user_id=entry.user_id,
        status=entry.status,
        notes=entry.notes,
        completed_at=entry.completed_at,
        title=_entry_title(entry.title),
        rating=None if entry.rating is None else entry.rating.half_steps / 2,
    )


def _rating(rating: Rating) -> RatingDto:
    return RatingDto(
        id=rating.id,
        created_at=rating.created_at,
        updated_at=rating.updated_at,
        score=rating.half_steps / 2,
        title=_entry_title(rating.title),
        original_value=rating.original_value,
        original_scale=rating.original_scale,
    )


def _title(title: Title) -> TitleDto:
    figures = title.figures
    return TitleDto(
        id=title.id,
        created_at=title.created_at,
        updated_at=title.updated_at,
        media_type=title.media_type,
        title=title.title,
        original_title=title.original_title,
        overview=title.overview,
        release_date=title.release_date,
        release_date_precision=title.release_date_precision,
        runtime_minutes=title.runtime_minutes,
        poster_url=title.poster_url,
        is_active=title.is_active,
        genres=[NamedDto.model_validate(genre) for genre in title.genres],
        platforms=[NamedDto.model_validate(platform) for platform in title.platforms],
        external_ids={known.source: known.external_id for known in title.external_ids},
        rating=SummaryDto(
            average=None if figures.average is None else float(figures.average),
            weighted=None if figures.weighted is None else round(float(figures.weighted), 2),
            count=figures.ratings_count,
            distribution=dict(zip(_SCORES, figures.distribution, strict=True)),
        ),
        reviews_count=figures.reviews_count,
    )
