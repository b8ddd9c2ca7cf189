"""What is sent and answered: the shapes of the service, as pydantic models that FastAPI validates and writes."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Dto(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class NamedDto(Dto):
    id: UUID
    name: str


class EntryTitleDto(Dto):
    id: UUID
    media_type: str
    title: str
    release_date: date | None
    release_date_precision: str
    runtime_minutes: int | None
    poster_url: str | None
    genres: list[NamedDto]
    external_ids: dict[str, str]
    average_rating: float | None
    ratings_count: int


class WatchEntryDto(Dto):
    id: UUID
    created_at: datetime
    updated_at: datetime
    user_id: UUID
    status: str
    notes: str | None
    completed_at: datetime | None
    title: EntryTitleDto
    rating: float | None


class WatchlistDto(Dto):
    items: list[WatchEntryDto]
    next_cursor: str | None


class NewWatchEntryDto(BaseModel):
    title_id: UUID
    status: str = "planned"
    notes: str | None = None


class RatingDto(Dto):
    id: UUID
    created_at: datetime
    updated_at: datetime
    score: float
    title: EntryTitleDto
    original_value: str | None
    original_scale: str | None


class NewScoreDto(BaseModel):
    score: float


class SummaryDto(Dto):
    average: float | None
    weighted: float | None
    count: int
    distribution: dict[str, int]


class TitleDto(Dto):
    id: UUID
    created_at: datetime
    updated_at: datetime
    media_type: str
    title: str
    original_title: str | None
    overview: str | None
    release_date: date | None
    release_date_precision: str
    runtime_minutes: int | None
    poster_url: str | None
    is_active: bool
    genres: list[NamedDto]
    platforms: list[NamedDto]
    external_ids: dict[str, str]
    rating: SummaryDto
    reviews_count: int
