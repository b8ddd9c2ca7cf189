"""The state of a person with a title, as far as plays change it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_refresh import Airing
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import When


@dataclass(frozen=True, slots=True)
class WatchedEpisode:
    """The episode of a play. `id` is None where the catalogue does not know it."""

    id: UUID | None
    season: int
    number: int
    airs_at: datetime | None = None
    air_date: date | None = None

    @property
    def key(self) -> Hashable:
        """The key that tells it from other episodes of its title."""
        return self.id or (self.season, self.number)

    @property
    def is_regular(self) -> bool:
        return self.season > 0


@dataclass(frozen=True, slots=True)
class LoggedPlay:
    """A play as the rules of statuses see it: of an episode, or of a whole title (no episode)."""

    created_at: datetime
    when: When
    episode: WatchedEpisode | None = None
    moves_status: bool = True


@dataclass(frozen=True, slots=True)
class TitleStatus:
    """The status of a title for a person; None where it is not in the watchlist.

    `completed_at` is of a completed title. What has aired until `done_until` counts as seen; no play changes it where
    the person set the day (`is_end_explicit`). `finished_by` is the play that completed the title.
    """

    status: WatchStatus | None = None
    set_at: datetime | None = None
    by: StatusOrigin = StatusOrigin.PLAY
    completed_at: datetime | None = None
    done_until: datetime | None = None
    finished_by: LoggedPlay | None = None
    is_end_explicit: bool = False


@dataclass(frozen=True, slots=True)
class Watching:
    """A title of a person, locked: its entry, where there is one, and the current viewing.

    `explicit_status` is the one that the person set last, before plays moved it.
    """

    entry_id: UUID | None
    title_status: TitleStatus
    explicit_status: TitleStatus
    is_untouched: bool
    """Whether nothing of the entry is the person's own."""
    viewing: int
    plays_count: int
    """Of the viewing."""
    media_type: str
    airing: str | None
    version: datetime | None = None
    """When the entry was changed last."""
    entered_at: datetime | None = None
    """When the entry was made."""

    @property
    def is_movie(self) -> bool:
        return self.media_type == MediaType.MOVIE

    @property
    def is_over(self) -> bool:
        """Whether no further episodes come."""
        return self.airing in (Airing.ENDED, Airing.CANCELLED)
