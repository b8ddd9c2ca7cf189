"""The tables. Importing this package registers all of them with `Entity.metadata`."""

from watchkeeper.foundation.idempotency.entity import IdempotencyKeyEntity
from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.foundation.postgres.replica.entity import WritePositionEntity
from watchkeeper.foundation.response_cache.content_version_entity import ContentVersionEntity
from watchkeeper.models.entities.audit_entry_entity import AuditEntryEntity
from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.entities.loaded_dataset_entity import LoadedDatasetEntity
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.entities.rating_entity import RatingEntity
from watchkeeper.models.entities.rating_prior_entity import RatingPriorEntity
from watchkeeper.models.entities.review_entity import ReviewEntity
from watchkeeper.models.entities.session_entity import SessionEntity
from watchkeeper.models.entities.shared_favorites_entity import SharedFavoritesEntity
from watchkeeper.models.entities.title_entity import (
    TitleEntity,
    TitleExternalIdEntity,
    TitleGenreEntity,
    TitlePlatformEntity,
    TitleReferencesEntity,
)
from watchkeeper.models.entities.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.user_entity import UserEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity

__all__ = [
    "AuditEntryEntity",
    "ContentVersionEntity",
    "Entity",
    "GenreEntity",
    "IdempotencyKeyEntity",
    "LoadedDatasetEntity",
    "PlatformEntity",
    "RatingEntity",
    "RatingPriorEntity",
    "ReviewEntity",
    "SessionEntity",
    "SharedFavoritesEntity",
    "TitleEntity",
    "TitleExternalIdEntity",
    "TitleGenreEntity",
    "TitlePlatformEntity",
    "TitleRatingStatisticsEntity",
    "TitleReferencesEntity",
    "UserEntity",
    "WatchEntryEntity",
    "WritePositionEntity",
]
