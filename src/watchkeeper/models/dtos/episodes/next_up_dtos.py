from typing import Literal

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, PageQuery
from watchkeeper.models.dtos.episodes.episode_dtos import EpisodeOutput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import WatchEntryOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.next_up import NextUpFilter, NextUpGroup, NextUpReason
from watchkeeper.models.types.sorts import NextUpSort


class NextUpQuery(PageQuery):
    media_type: Literal["show", "anime"] | None = None
    include: tuple[NextUpGroup, ...] = Field(
        default=(NextUpGroup.WATCHING, NextUpGroup.RETURNED),
        max_length=10,
        description="Repeatable. returned: completed, and new episodes have aired since.",
    )
    sort: NextUpSort = Field(
        default=NextUpSort.LAST_WATCHED_DESCENDING, description="airs_at is that of the next episode."
    )

    @property
    def filters(self) -> NextUpFilter:
        return NextUpFilter(self.include, None if self.media_type is None else MediaType(self.media_type))


class NextUpOutput(Output):
    model_config = ConfigDict(title="NextUp")

    entry: WatchEntryOutput
    episode: EpisodeOutput
    reason: NextUpReason
    remaining: int = Field(description="Aired episodes that come next.")
    remaining_minutes: int | None = Field(description="Of those whose length is known.")
