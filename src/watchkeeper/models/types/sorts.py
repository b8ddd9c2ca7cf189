"""The sort orders of lists. A leading minus sign means descending."""

from enum import StrEnum


class LookupSort(StrEnum):
    """Sort orders of genres and platforms."""

    NAME = "name"
    NAME_DESCENDING = "-name"
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class UserSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESCENDING = "-updated_at"
    USERNAME = "username"
    USERNAME_DESCENDING = "-username"
    EMAIL = "email"
    EMAIL_DESCENDING = "-email"


class SessionSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class ApplicationTokenSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class InvitationSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class AuditSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class TitleSort(StrEnum):
    """Sort orders of titles. `relevance` is best match first and needs a query. Nulls are last in both directions."""

    RELEVANCE = "relevance"
    RELEVANCE_DESCENDING = "-relevance"
    TITLE = "title"
    TITLE_DESCENDING = "-title"
    RELEASE_DATE = "release_date"
    RELEASE_DATE_DESCENDING = "-release_date"
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    AVERAGE_RATING = "average_rating"
    AVERAGE_RATING_DESCENDING = "-average_rating"
    WEIGHTED_RATING = "weighted_rating"
    WEIGHTED_RATING_DESCENDING = "-weighted_rating"
    RATINGS_COUNT = "ratings_count"
    RATINGS_COUNT_DESCENDING = "-ratings_count"


class WatchlistSort(StrEnum):
    """Sort orders of a watchlist. `rating` is the owner's own. Unknown values are last in both directions."""

    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESCENDING = "-updated_at"
    COMPLETED_AT = "completed_at"
    COMPLETED_AT_DESCENDING = "-completed_at"
    TITLE = "title"
    TITLE_DESCENDING = "-title"
    RELEASE_DATE = "release_date"
    RELEASE_DATE_DESCENDING = "-release_date"
    RUNTIME_MINUTES = "runtime_minutes"
    RUNTIME_MINUTES_DESCENDING = "-runtime_minutes"
    AVERAGE_RATING = "average_rating"
    AVERAGE_RATING_DESCENDING = "-average_rating"
    RATING = "rating"
    RATING_DESCENDING = "-rating"


class RatingSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESCENDING = "-updated_at"
    SCORE = "score"
    SCORE_DESCENDING = "-score"
    TITLE = "title"
    TITLE_DESCENDING = "-title"


class MarkSort(StrEnum):
    RANK = "rank"
    RANK_DESCENDING = "-rank"
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class ReviewSort(StrEnum):
    """Sort orders of reviews. Reviews without a rating are last in both directions."""

    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    RATING = "rating"
    RATING_DESCENDING = "-rating"


class OperationSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class SeasonSort(StrEnum):
    """Sort orders of the seasons of a title."""

    NUMBER = "number"
    NUMBER_DESCENDING = "-number"


class EpisodeSort(StrEnum):
    """Sort orders of the episodes of a title. `position` is by season and number. Unknown dates come last."""

    POSITION = "position"
    POSITION_DESCENDING = "-position"
    AIR_DATE = "air_date"
    AIR_DATE_DESCENDING = "-air_date"


class ListSort(StrEnum):
    """Sort orders of a person's lists."""

    NAME = "name"
    NAME_DESCENDING = "-name"
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESCENDING = "-updated_at"
    ITEMS_COUNT = "items_count"
    ITEMS_COUNT_DESCENDING = "-items_count"


class ListItemSort(StrEnum):
    """Sort orders of the items of a list. `rank` is its own order. Unknown values are last in both directions."""

    RANK = "rank"
    RANK_DESCENDING = "-rank"
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    TITLE = "title"
    TITLE_DESCENDING = "-title"
    RELEASE_DATE = "release_date"
    RELEASE_DATE_DESCENDING = "-release_date"
    AVERAGE_RATING = "average_rating"
    AVERAGE_RATING_DESCENDING = "-average_rating"


class ListLinkSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class WebhookSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class WebhookDeliverySort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class ImportSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class ImportRowSort(StrEnum):
    """The order of rows in the upload."""

    NUMBER = "number"


class MediaServerSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class MediaServerEventSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class PositionSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
    UPDATED_AT = "updated_at"
    UPDATED_AT_DESCENDING = "-updated_at"


class PlaySort(StrEnum):
    """Sort orders of plays. Unknown moments are last in both directions."""

    WATCHED_ON = "watched_on"
    WATCHED_ON_DESCENDING = "-watched_on"
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class NextUpSort(StrEnum):
    """Sort orders of what to watch next. `airs_at` is that of the next episode."""

    LAST_WATCHED = "last_watched"
    LAST_WATCHED_DESCENDING = "-last_watched"
    AIRS_AT = "airs_at"
    AIRS_AT_DESCENDING = "-airs_at"
    TITLE = "title"
    TITLE_DESCENDING = "-title"


class CalendarSort(StrEnum):
    """Sort orders of a calendar."""

    DATE = "date"
    DATE_DESCENDING = "-date"


class CalendarLinkSort(StrEnum):
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"
