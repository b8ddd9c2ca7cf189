from datetime import date
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, Resource
from watchkeeper.models.dtos.watchlist.tag_dtos import TagReferenceOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_kind import EpisodeKind
from watchkeeper.models.types.episodes.episode_state import EpisodeState
from watchkeeper.models.types.watchlist.when import WhenPrecision


class PlayedTitleOutput(Output):
    model_config = ConfigDict(title="PlayedTitle")

    id: UUID
    media_type: MediaType
    title: str
    release_date: date | None
    poster_url: str | None


class PlayedEpisodeOutput(Output):
    model_config = ConfigDict(title="PlayedEpisode")

    id: UUID | None = Field(description="null while the catalogue does not know the episode.")
    season: int
    number: int
    absolute_number: int | None
    kind: EpisodeKind
    title: str | None
    state: EpisodeState | None


class PlayOutput(Resource):
    model_config = ConfigDict(title="Play")

    title: PlayedTitleOutput
    episode: PlayedEpisodeOutput | None = Field(description="null: the whole title.")
    viewing: int = Field(description="Which run through the title, from 1.")
    watched_on: str | None = Field(
        description="An instant in UTC, a day, a month or a year; null if unknown.", examples=["2026-01-31"]
    )
    precision: WhenPrecision
    local_date: date | None = Field(description="The day where you were; null of a month, a year or an unknown moment.")
    score: float | None
    original_value: str | None = Field(description="The original value of an imported score.")
    original_scale: str | None = Field(description="The scale of original_value.")
    note: str | None
    place: str | None = Field(examples=["At the cinema"])
    tags: list[TagReferenceOutput] = Field(description="In the order that you gave them.")
    source: str | None = Field(examples=["trakt"])
    source_key: str | None = Field(examples=["9876543210"])
