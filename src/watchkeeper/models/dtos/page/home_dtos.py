from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, QueryParameters
from watchkeeper.models.dtos.catalogue.title_dtos import ListedTitleOutput
from watchkeeper.models.dtos.episodes.episode_dtos import EpisodeOutput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import WatchEntryOutput, WatchEntryTitleOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.watchlist.pick_filter import PickFilter


class HomeQuery(QueryParameters):
    limit: int = Field(default=12, ge=1, le=40, description="Of each row.")


class ContinuedEntryOutput(WatchEntryOutput):
    model_config = ConfigDict(title="ContinuedEntry")

    next_episode: EpisodeOutput | None = Field(description="null where no episodes are known.")


class HomeOutput(Output):
    model_config = ConfigDict(title="Home")

    continued: list[ContinuedEntryOutput] = Field(
        alias="continue", description="What you are watching, the last watched first."
    )
    counts: dict[str, int] = Field(description="Your entries by status.", examples=[{"planned": 12, "watching": 2}])
    planned_pick: list[WatchEntryTitleOutput] = Field(description="Planned titles, others each day.")
    recently_added: list[ListedTitleOutput]
    best_rated: list[ListedTitleOutput]
    completed_this_month: int


class PickQuery(QueryParameters):
    runtime_to: int | None = Field(
        default=None, ge=1, le=100_000, description="In minutes; longer and unknown ones are left out."
    )
    media_type: MediaType | None = None
    genre_id: tuple[UUID, ...] = Field(default=(), max_length=50, description="Repeatable: any of these.")
    exclude: tuple[UUID, ...] = Field(default=(), max_length=100, description="Repeatable: entries or titles.")

    @property
    def filters(self) -> PickFilter:
        return PickFilter(self.runtime_to, self.media_type, self.genre_id, self.exclude)
