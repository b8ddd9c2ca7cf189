from functools import cached_property
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, SkipValidation, Strict, StringConstraints
from pydantic.config import JsonDict

from watchkeeper.foundation.core.bulk import BulkInput, BulkItemInput
from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, PatchInput, QueryParameters, Resource
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalId, ExternalReference, split_reference
from watchkeeper.models.dtos.episodes.episode_dtos import ProgressEpisodeOutput
from watchkeeper.models.dtos.fields import Day, Flag, Text, WebAddress
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.catalogue.visibility import Visibility, VisibilityFilter
from watchkeeper.models.types.episodes.episode_refresh import Airing, EpisodesState
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

TitleText = Annotated[str, Text(500)]
AlternativeTitles = Annotated[
    list[TitleText],
    AfterValidator(lambda names: list(dict.fromkeys(names))),
    Field(
        max_length=50, description="Its names elsewhere, found by the search like the title; duplicates are ignored."
    ),
]
Overview = Annotated[str, Text(10_000, is_multiline=True)]
Runtime = Annotated[int, Strict(), Field(ge=1, le=100_000, description="In minutes.")]
Precision = Annotated[
    DatePrecision,
    Field(
        description="The precision of release_date; with year the date is stored as January 1st. "
        "If only release_date is sent, it is day."
    ),
]
References = Annotated[list[UUID], Field(max_length=50, description="Ids; duplicates are ignored.")]
ExternalSource = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,31}$")]
ExternalIds = Annotated[
    dict[ExternalSource, ExternalId],
    Field(
        max_length=20,
        description="The ids of the title at other services, by source.",
        examples=[{"tmdb": "603"}],
        json_schema_extra={"additionalProperties": False},
    ),
]

SCORES = ("1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5")
"""All possible scores of a rating."""

_EXAMPLE: JsonDict = {
    "title": "Spirited Away",
    "media_type": "anime",
    "original_title": "千と千尋の神隠し",
    "alternative_titles": ["Chihiros Reise ins Zauberland"],
    "overview": "A girl has to work in a bathhouse of spirits to free her parents.",
    "release_date": "2001-07-20",
    "runtime_minutes": 125,
    "poster_url": "https://image.tmdb.org/t/p/w500/39wmItIWsg5sZMyRUHLkWBcuVCM.jpg",
    "genre_ids": [],
    "platform_ids": [],
    "external_ids": {"tmdb": "129"},
}
_DISTRIBUTION_EXAMPLE = dict.fromkeys(SCORES, 0) | {"4.5": 2, "5": 1}


_QUERY = """Words and word beginnings of title, original and alternative titles, all of them required, in any order,
joined or apart. Case, accents and articles are ignored, a year prefers titles of that year, and a typing error is
forgiven when nothing else is found."""
_SORT = """The default is relevance with q, else -created_at. Relevance is best first, -relevance the reverse: the very
title, then known titles, then titles that begin with the words, then others; shorter titles first. It ends after 100 to
200 titles. Unknown release dates and ratings come last in both directions."""


class TitleFilterQuery(QueryParameters):
    q: Annotated[str, Text(200, min_length=0)] | None = Field(default=None, description=_QUERY)
    media_type: MediaType | None = None
    ids: tuple[UUID, ...] = Field(
        default=(), max_length=100, description="Repeatable: these titles; ids of no visible title are left out."
    )
    external_id: tuple[ExternalReference, ...] = Field(
        default=(),
        max_length=100,
        description="Repeatable: titles with any of these ids at other services, each as source:id. A source that "
        "numbers media types apart may have two; media_type tells which.",
        examples=[["tmdb:603"]],
    )
    genre_id: tuple[UUID, ...] = Field(
        default=(), max_length=50, description="Repeatable: titles of any of these genres."
    )
    platform_id: tuple[UUID, ...] = Field(
        default=(), max_length=50, description="Repeatable: titles on any of these platforms."
    )
    year_from: int | None = Field(default=None, ge=0, le=9999, description="Released in this year or later.")
    year_to: int | None = Field(default=None, ge=0, le=9999, description="Released in this year or earlier.")
    min_rating: float | None = Field(
        default=None, ge=0, le=5, allow_inf_nan=False, description="The minimum average rating."
    )
    without_status: tuple[WatchStatus, ...] = Field(
        default=(), max_length=5, description="Repeatable: leaves out what has this status on your own watchlist."
    )
    is_active: bool | None = Field(
        default=None, description="Admins only, who see all titles without it; others see only active ones."
    )
    visibility: VisibilityFilter | None = Field(
        default=None,
        description="Admins only, who see public titles and their own without it. personal: those of everybody; "
        "unconfirmed: public ones that neither a provider nor an admin made.",
    )

    @cached_property
    def filters(self) -> TitleFilter:
        return TitleFilter(
            query=self.q or None,
            ids=self.ids,
            external_ids=tuple(map(split_reference, self.external_id)),
            media_type=self.media_type,
            genre_ids=self.genre_id,
            platform_ids=self.platform_id,
            year_from=self.year_from,
            year_to=self.year_to,
            min_rating=self.min_rating,
            without_statuses=self.without_status,
            is_active=self.is_active,
            visibility=self.visibility,
        )


class TitleQuery(PageQuery, TitleFilterQuery):
    sort: TitleSort | None = Field(default=None, description=_SORT)


class CreateTitleInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    title: TitleText
    media_type: MediaType
    original_title: TitleText | None = None
    alternative_titles: AlternativeTitles = Field(default_factory=list)
    overview: Overview | None = None
    release_date: Day | None = None
    release_date_precision: Precision = DatePrecision.DAY
    runtime_minutes: Runtime | None = None
    poster_url: WebAddress | None = None
    is_active: Flag = True
    genre_ids: References = Field(default_factory=list)
    platform_ids: References = Field(default_factory=list)
    external_ids: ExternalIds = Field(default_factory=dict)


class BulkTitleInput(CreateTitleInput, BulkItemInput):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE | {"key": "1"}]})


class CreateTitlesInput(BulkInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE], "atomic": True}]})

    items: list[SkipValidation[BulkTitleInput]] = Field(min_length=1, max_length=100)


class UpdateTitleInput(CreateTitleInput, PatchInput):
    """A list or object that is sent replaces the stored one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"runtime_minutes": 125, "is_active": False}]})

    title: TitleText = ""
    media_type: MediaType = MediaType.MOVIE


class MergeTitleInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"into_id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"}]})

    into_id: UUID = Field(description="The title that stays.")


class ConfirmTitleInput(UpdateTitleInput):
    """What an admin knows of a title, beside its provider. Nothing is required, not even a body."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"runtime_minutes": 125}]})
    may_be_left_out = True


class ReferenceOutput(Output):
    """A genre or a platform of a title."""

    model_config = ConfigDict(title="Reference")

    id: UUID
    name: str


class RatingSummaryOutput(Output):
    """The rating statistics of a title."""

    model_config = ConfigDict(title="RatingSummary")

    average: float | None = Field(description="Rounded to two places; null without ratings.", examples=[4.67])
    weighted: float | None = Field(
        description="The Bayesian average, rounded to two places: (25 · C + sum of scores) / (25 + count), where C is "
        "the mean of all ratings as of the last hourly refresh, 3 before the first; null without ratings.",
        examples=[3.91],
    )
    count: int
    distribution: dict[str, int] = Field(
        description="The number of ratings of each score.", examples=[_DISTRIBUTION_EXAMPLE]
    )


class ViewerOutput(Output):
    """The caller's watch entry, rating and review of a title; members are null if there is none."""

    model_config = ConfigDict(title="Viewer")

    watch_entry_id: UUID | None
    status: WatchStatus | None
    rating: float | None
    review_id: UUID | None


class ExternalIdAliasOutput(Output):
    model_config = ConfigDict(title="ExternalIdAlias")

    source: str = Field(examples=["tmdb"])
    media_type: MediaType
    external_id: str = Field(examples=["4935"])


class _TitleFactsOutput(Resource):
    """What is told of a title wherever one is shown."""

    media_type: MediaType
    title: str
    original_title: str | None
    alternative_titles: list[str] = Field(description="Its names elsewhere.")
    overview: str | None
    release_date: Day | None
    release_date_precision: DatePrecision = Field(
        description="Whether the day of release_date is known or only the year; then the date is January 1st."
    )
    runtime_minutes: int | None
    poster_url: str | None
    is_active: bool
    metadata_pending: bool = Field(
        default=False,
        description="Whether the provider has not responded yet: the metadata are those that a client sent, and are "
        "completed when the provider responds.",
    )
    metadata_vanished: bool = Field(
        default=False, description="Whether the provider has no such title, or no longer has it."
    )
    visibility: Visibility = Field(
        description="A personal title is what its owner typed: only the owner and admins see it, until a provider or "
        "an admin confirms it."
    )
    genres: list[ReferenceOutput] = Field(description="In order of name.")
    platforms: list[ReferenceOutput] = Field(description="In order of name.")
    external_ids: dict[str, str] = Field(
        description="Its first id at each source, which a change replaces.", examples=[{"tmdb": "129"}]
    )
    external_id_aliases: list[ExternalIdAliasOutput] = Field(description="Its further ids, by which it is found too.")
    rating: RatingSummaryOutput
    reviews_count: int


class ListedTitleOutput(_TitleFactsOutput):
    """A movie, show or anime as lists show it: without what follows from its episodes."""

    model_config = ConfigDict(title="ListedTitle")

    viewer: ViewerOutput | None = Field(
        default=None,
        exclude_if=lambda viewer: viewer is None,
        description="Only in responses to a signed-in caller.",
    )


class TitleOutput(_TitleFactsOutput):
    """A movie, show or anime, with what follows from its episodes."""

    model_config = ConfigDict(title="Title")

    airing: Airing | None = Field(default=None, description="null for a movie.")
    seasons_count: int | None = Field(
        default=None, description="Without specials, as the numbers below. null where no episodes are known."
    )
    episodes_count: int | None = None
    aired_count: int | None = Field(default=None, description="By the clock and day of the caller.")
    next_episode: ProgressEpisodeOutput | None = Field(default=None, description="The first one to air.")
    last_episode: ProgressEpisodeOutput | None = Field(default=None, description="The last one that has aired.")
    episodes_state: EpisodesState = Field(
        default=EpisodesState.NONE, description="pending: the provider has not responded yet."
    )
    episode_source: str | None = Field(default=None, description="tmdb, anilist, tvmaze, or demo.", examples=["tmdb"])
    viewer: ViewerOutput | None = Field(
        default=None,
        exclude_if=lambda viewer: viewer is None,
        description="Only in responses to a signed-in caller.",
    )
