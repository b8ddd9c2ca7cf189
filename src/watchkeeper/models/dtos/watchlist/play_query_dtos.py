from dataclasses import replace
from uuid import UUID

from pydantic import Field

from watchkeeper.foundation.core.dtos import PageQuery
from watchkeeper.models.dtos.catalogue.external_media_dtos import Source
from watchkeeper.models.dtos.fields import Day
from watchkeeper.models.dtos.watchlist.play_dtos import ViewingNumber
from watchkeeper.models.dtos.watchlist.tag_dtos import TagName
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.sorts import PlaySort
from watchkeeper.models.types.watchlist.play import PlayFilter
from watchkeeper.models.types.watchlist.tag import MAX_TAGS
from watchkeeper.models.types.watchlist.when import WhenPrecision


class TitlePlayQuery(PageQuery):
    """What the plays of one title are filtered and sorted by."""

    episode_id: UUID | None = None
    season: int | None = Field(default=None, ge=0, le=100_000)
    from_: Day | None = Field(default=None, alias="from", description="On this local day or later.")
    to: Day | None = Field(
        default=None,
        description="On this local day or earlier. All of a month or year must lie within; unknown moments don't.",
    )
    precision: tuple[WhenPrecision, ...] = Field(default=(), max_length=50, description="Repeatable.")
    source: tuple[Source, ...] = Field(default=(), max_length=50, description="Repeatable.")
    tag: tuple[TagName, ...] = Field(
        default=(),
        max_length=MAX_TAGS,
        description="Repeatable: plays with any of these tags of yours, by name or id.",
    )
    viewing: ViewingNumber | None = None
    sort: PlaySort = Field(
        default=PlaySort.WATCHED_ON_DESCENDING, description="Unknown moments come last in both directions."
    )

    @property
    def filters(self) -> PlayFilter:
        return PlayFilter(
            episode_id=self.episode_id,
            season=self.season,
            from_day=self.from_,
            to_day=self.to,
            precisions=self.precision,
            sources=self.source,
            viewing=self.viewing,
            tags=self.tag,
        )


class PlayQuery(TitlePlayQuery):
    title_id: UUID | None = None
    media_type: MediaType | None = None

    @property
    def filters(self) -> PlayFilter:
        return replace(super().filters, title_id=self.title_id, media_type=self.media_type)
