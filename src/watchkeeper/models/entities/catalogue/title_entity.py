from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Computed, ForeignKey, Index, String, Text, false, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, StampedEntity, one_of
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import MetadataState

_IS_PUBLIC = text("owner_id IS NULL")


class TitleEntity(StampedEntity):
    """A movie, show or anime of the catalogue.

    `title_sort` is the sort key of the title (without case, accents and a leading article). `search_words` has the
    terms that the title is found by, from which PostgreSQL generates `search_vector`, and `title_key` its name without
    anything between the words (types/catalogue/search_terms.py). `is_known` titles are the 2,000 with the most ratings,
    which are `known_ratings`, as of the last hourly refresh: a search that had to look them up elsewhere would take
    twice as long. `metadata_due_at` is the time of the next metadata refresh; None if the title has no provider. A
    title with an `owner_id` is personal: lists of public titles have indexes without it. An `is_unconfirmed` title is
    public although neither a provider nor an admin made it; there are only old ones.
    """

    __tablename__ = "titles"

    media_type: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(500))
    original_title: Mapped[str | None] = mapped_column(String(500))
    alternative_titles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    overview: Mapped[str | None] = mapped_column(String(10_000))
    release_date: Mapped[date | None]
    release_date_precision: Mapped[str] = mapped_column(String(16))
    runtime_minutes: Mapped[int | None]
    poster_url: Mapped[str | None] = mapped_column(String(2000))
    is_active: Mapped[bool]
    metadata_state: Mapped[str] = mapped_column(String(16), server_default=MetadataState.OWN)
    metadata_due_at: Mapped[datetime | None]
    title_sort: Mapped[str] = mapped_column(Text)
    search_words: Mapped[list[str]] = mapped_column(ARRAY(Text))
    search_vector: Mapped[str] = mapped_column(TSVECTOR, Computed("array_to_tsvector(search_words)", persisted=True))
    title_key: Mapped[str] = mapped_column(Text(collation="C"), server_default="")
    is_known: Mapped[bool] = mapped_column(server_default=false())
    known_ratings: Mapped[int] = mapped_column(server_default=text("0"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    is_unconfirmed: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        CheckConstraint(one_of("media_type", MediaType), name="media_type"),
        CheckConstraint(one_of("release_date_precision", DatePrecision), name="release_date_precision"),
        CheckConstraint(one_of("metadata_state", MetadataState), name="metadata_state"),
        CheckConstraint("runtime_minutes BETWEEN 1 AND 100000", name="runtime_minutes"),
        Index(
            "ix_titles_search_vector",
            "search_vector",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            postgresql_where=_IS_PUBLIC,
        ),
        # What people mean by a common word is in here, whatever the size of the catalogue.
        Index(
            "ix_titles_known_search_vector",
            "search_vector",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            postgresql_where=text("is_known"),
        ),
        Index("ix_titles_title_key_release_date", "title_key", "release_date", postgresql_where=_IS_PUBLIC),
        Index(
            "ix_titles_media_type_title_key_release_date",
            "media_type",
            "title_key",
            "release_date",
            postgresql_where=_IS_PUBLIC,
        ),
        Index("ix_titles_title_sort_id", "title_sort", "id", postgresql_where=_IS_PUBLIC),
        Index("ix_titles_created_at_id", "created_at", "id", postgresql_where=_IS_PUBLIC),
        Index("ix_titles_metadata_due_at", "metadata_due_at", postgresql_where=text("metadata_due_at IS NOT NULL")),
        Index(
            "ix_titles_release_date_first_id",
            text("coalesce(release_date, 'infinity'::date)"),
            "id",
            postgresql_where=_IS_PUBLIC,
        ),
        Index(
            "ix_titles_release_date_last_id",
            text("coalesce(release_date, '-infinity'::date)"),
            "id",
            postgresql_where=_IS_PUBLIC,
        ),
        Index(
            "ix_titles_owner_id_created_at_id",
            "owner_id",
            "created_at",
            "id",
            postgresql_where=text("owner_id IS NOT NULL"),
        ),
        Index("ix_titles_unconfirmed_created_at_id", "created_at", "id", postgresql_where=text("is_unconfirmed")),
    )


class TitleGenreEntity(Entity):
    """A genre of a title."""

    __tablename__ = "title_genres"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True)
    genre_id: Mapped[UUID] = mapped_column(ForeignKey("genres.id"), primary_key=True)

    __table_args__ = (Index("ix_title_genres_genre_id_title_id", "genre_id", "title_id"),)


class TitlePlatformEntity(Entity):
    """A platform that a title is on."""

    __tablename__ = "title_platforms"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True)
    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platforms.id"), primary_key=True)

    __table_args__ = (Index("ix_title_platforms_platform_id_title_id", "platform_id", "title_id"),)


class TitleExternalIdEntity(Entity):
    """The id of a title at another service. TMDb numbers movies and shows separately: the key has the media type.

    A title has one first id of a source, which is of its media type; its further ids are aliases.
    """

    __tablename__ = "title_external_ids"

    source: Mapped[str] = mapped_column(String(32), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(16), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"))
    is_alias: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        CheckConstraint(one_of("media_type", MediaType), name="media_type"),
        Index("ix_title_external_ids_title_id", "title_id"),
        Index(
            "uq_title_external_ids_title_id_source",
            "title_id",
            "source",
            unique=True,
            postgresql_where=text("NOT is_alias"),
        ),
    )


class PersonalTitleIdEntity(Entity):
    """The id of a personal title at another service: an owner may give it to one title only; other people may use it
    too."""

    __tablename__ = "personal_title_ids"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(32), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(16), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"))

    __table_args__ = (
        CheckConstraint(one_of("media_type", MediaType), name="media_type"),
        Index("uq_personal_title_ids_title_id_source", "title_id", "source", unique=True),
        Index("ix_personal_title_ids_source_media_type_external_id", "source", "media_type", "external_id"),
    )


class TitleReferencesEntity(Entity):
    """Genres, platforms and external ids of a title as JSON: a denormalized copy, so that reads need no aggregation.

    Triggers on the source tables maintain it (migrations 0010 and 0019), but for the external ids of personal titles,
    which are written with them. A member is null if the title has none; the row may be missing if the title never had
    any.
    """

    __tablename__ = "title_references"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True)
    genres: Mapped[str | None] = mapped_column(Text)
    platforms: Mapped[str | None] = mapped_column(Text)
    external_ids: Mapped[str | None] = mapped_column(Text)
    external_id_aliases: Mapped[str | None] = mapped_column(Text)

    # Each kind of link updates a row after its insert: with free space in its page the update is a HOT update.
    __table_args__ = ({"postgresql_with": {"fillfactor": 70}},)


class SearchSpellingEntity(Entity):
    """A word of a name in one spelling: as it is, or with one letter left out. Rows are only added."""

    __tablename__ = "search_spellings"

    spelling: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    word: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
