from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, Resource
from watchkeeper.models.dtos.fields import Flag
from watchkeeper.models.types.episodes.episode import EpisodeFilter
from watchkeeper.models.types.episodes.episode_kind import EpisodeKind
from watchkeeper.models.types.episodes.episode_refresh import EpisodeSource
from watchkeeper.models.types.episodes.episode_state import EpisodeState
from watchkeeper.models.types.sorts import EpisodeSort, SeasonSort
from watchkeeper.models.types.watchlist.when import WhenPrecision

_VIEWER = Field(
    default=None,
    exclude_if=lambda viewer: viewer is None,
    description="Only where a signed-in caller reads it by itself or in the lists of its title.",
)
_IDS = Field(examples=[{"tmdb": "63056"}])


class SeasonQuery(PageQuery):
    sort: SeasonSort = SeasonSort.NUMBER


class EpisodeQuery(PageQuery):
    season: int | None = Field(default=None, ge=0, le=100_000, description="Those of this season.")
    kind: tuple[EpisodeKind, ...] = Field(default=(), max_length=2, description="Repeatable.")
    aired: bool | None = Field(default=None, description="Whether they have aired; an unknown date has not.")
    state: EpisodeState = Field(default=EpisodeState.CURRENT, description="gone: their provider has dropped them.")
    sort: EpisodeSort = Field(
        default=EpisodeSort.POSITION,
        description="position is by season and number; unknown dates come last in both directions.",
    )

    @property
    def filters(self) -> EpisodeFilter:
        return EpisodeFilter(self.season, self.kind, self.aired, self.state)


class EpisodeViewerOutput(Output):
    """What the caller has seen of an episode."""

    model_config = ConfigDict(title="EpisodeViewer")

    seen: bool = Field(description="In this viewing of the title; the members below are of all.")
    plays_count: int
    last_watched_on: str | None = Field(examples=["2026-01-31"])
    precision: WhenPrecision


class SeasonViewerOutput(Output):
    """What the caller has seen of a season."""

    model_config = ConfigDict(title="SeasonViewer")

    seen: bool = Field(description="Whether nothing that has aired is left in this viewing of the title.")
    seen_count: int = Field(description="Episodes seen in this viewing; the members below are of all.")
    plays_count: int
    last_watched_on: str | None = Field(examples=["2026-01-31"])
    precision: WhenPrecision


class SeasonOutput(Resource):
    model_config = ConfigDict(title="Season")

    title_id: UUID
    number: int = Field(description="0 has the specials.")
    name: str | None = Field(examples=["Season 1"])
    overview: str | None
    poster_url: str | None
    air_date: date | None
    episodes_count: int
    aired_count: int = Field(description="Episodes that have aired, by the clock and day of the caller.")
    external_ids: dict[str, str] = _IDS
    viewer: SeasonViewerOutput | None = _VIEWER


class EpisodeOutput(Resource):
    model_config = ConfigDict(title="Episode")

    title_id: UUID
    season_id: UUID
    season: int
    number: int
    absolute_number: int | None = Field(description="Its number over all seasons, where it is known.")
    kind: EpisodeKind
    title: str | None
    overview: str | None
    air_date: date | None = Field(description="The day on which it airs where it airs first.")
    airs_at: datetime | None
    runtime_minutes: int | None
    still_url: str | None = Field(examples=["https://image.tmdb.org/t/p/w500/ydlY3iPfeOAvu8gVqrxPoMvzNCn.jpg"])
    is_premiere: bool
    is_finale: bool
    state: EpisodeState
    replaced_by_id: UUID | None = Field(description="The episode that a gone one has become.")
    external_ids: dict[str, str] = _IDS
    viewer: EpisodeViewerOutput | None = _VIEWER


class ProgressEpisodeOutput(Output):
    model_config = ConfigDict(title="ProgressEpisode")

    id: UUID
    season: int
    number: int
    title: str | None
    air_date: date | None
    airs_at: datetime | None


class RefreshEpisodesInput(Input):
    """Nothing is required, not even a body."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"dry_run": True}]})
    may_be_left_out = True

    source: EpisodeSource | None = Field(default=None, description="The provider of the episodes from now on.")
    dry_run: Flag = Field(default=False, description="Whether only to count: nothing is stored.")


class EpisodeRefreshOutput(Output):
    """The numbers of episodes that a refresh changed."""

    model_config = ConfigDict(title="EpisodeRefresh")

    added: int
    changed: int
    moved: int = Field(description="Of those that changed: they have another season or number.")
    gone: int = Field(description="The provider no longer has them.")
    unmatched: int = Field(description="Their place is that of another episode.")
