"""Entities with relationships over the service's own tables, as a tutorial maps them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, Column, DateTime, ForeignKey, Integer, Numeric, SmallInteger, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy's own way


title_genres = Table(
    "title_genres",
    Base.metadata,
    Column("title_id", ForeignKey("titles.id"), primary_key=True),
    Column("genre_id", ForeignKey("genres.id"), primary_key=True),
)
title_platforms = Table(
    "title_platforms",
    Base.metadata,
    Column("title_id", ForeignKey("titles.id"), primary_key=True),
    Column("platform_id", ForeignKey("platforms.id"), primary_key=True),
)


class Genre(Base):
    __tablename__ = "genres"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]


class Platform(Base):
    __tablename__ = "platforms"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]


class ExternalId(Base):
    __tablename__ = "title_external_ids"

    source: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))


class RatingStatistics(Base):
    __tablename__ = "title_figures"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"), primary_key=True)
    ratings_count: Mapped[int]
    reviews_count: Mapped[int]
    distribution: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    average: Mapped[Decimal | None] = mapped_column(Numeric)
    weighted: Mapped[Decimal | None] = mapped_column(Numeric)


class Title(Base):
    __tablename__ = "titles"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    title: Mapped[str]
    original_title: Mapped[str | None]
    overview: Mapped[str | None]
    release_date: Mapped[date | None]
    release_date_precision: Mapped[str]
    runtime_minutes: Mapped[int | None]
    poster_url: Mapped[str | None]
    is_active: Mapped[bool]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    figures: Mapped[RatingStatistics] = relationship(uselist=False)
    genres: Mapped[list[Genre]] = relationship(secondary=title_genres, order_by=Genre.name)
    platforms: Mapped[list[Platform]] = relationship(secondary=title_platforms, order_by=Platform.name)
    external_ids: Mapped[list[ExternalId]] = relationship()


class WatchEntry(Base):
    __tablename__ = "watch_entries"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))
    status: Mapped[str] = mapped_column(String(16))
    notes: Mapped[str | None]
    completed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    title: Mapped[Title] = relationship()
    rating: Mapped["Rating | None"] = relationship(
        primaryjoin="and_(foreign(Rating.user_id) == WatchEntry.user_id, "
        "foreign(Rating.title_id) == WatchEntry.title_id)",
        uselist=False,
        viewonly=True,
    )


class Rating(Base):
    __tablename__ = "ratings"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))
    half_steps: Mapped[int] = mapped_column(SmallInteger)
    original_value: Mapped[str | None]
    original_scale: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    title: Mapped[Title] = relationship()
