"""The plays of a person of one title, as they are and as they are to be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.undo.operation import RowImage
from watchkeeper.models.types.watchlist.watching import LoggedPlay, TitleStatus, WatchedEpisode, Watching
from watchkeeper.models.types.watchlist.when import When


@dataclass(frozen=True, slots=True)
class StoredPlay:
    """A play as far as it moves a status."""

    id: UUID
    viewing: int
    logged: LoggedPlay

    def is_near(self, when: When, episode: WatchedEpisode | None, minutes: int) -> bool:
        """Whether it is of the same title or episode, at most so many minutes before or after an instant."""
        mine = self.logged
        if mine.when.instant is None or when.instant is None or _key(mine.episode) != _key(episode):
            return False
        return abs(mine.when.instant - when.instant) <= timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class LockedPlay:
    """A play as it is stored."""

    entity: PlayEntity
    image: RowImage


@dataclass(kw_only=True, slots=True)
class TitlePlays:
    """The state of a person with a locked title, with the plays of all viewings, which are changed in memory.

    `regular` are the episodes of a title that has no further ones to come; None where there may be more.
    """

    title_id: UUID
    is_open: bool
    """Whether something new may be of it: it is active, and the person may see it."""
    watching: Watching
    entry: WatchEntryEntity | None = None
    image: RowImage | None = None
    """The entry as it is."""
    viewing: RowImage | None = None
    """The viewing of now as it is."""
    regular: Collection[WatchedEpisode] | None = None
    plays: dict[UUID, StoredPlay] = field(default_factory=dict)
    named: Sequence[LockedPlay] = ()
    """The plays that are asked for by id or key."""
    added: dict[UUID, PlayEntity] = field(default_factory=dict)
    is_reworked: bool = False
    """Whether plays were changed or removed: then all of them are gone through again."""

    @classmethod
    def new(cls, title_id: UUID, media_type: str) -> "TitlePlays":
        """Return those of a title that is entered with them."""
        watching = Watching(None, TitleStatus(), TitleStatus(), False, 1, 0, media_type, None)
        return cls(title_id=title_id, is_open=True, watching=watching)

    @property
    def is_touched(self) -> bool:
        return self.is_reworked or bool(self.added)

    def add(self, play: PlayEntity, logged: LoggedPlay) -> None:
        """Add a play to the current viewing."""
        play.viewing = self.watching.viewing
        self.plays[play.id] = StoredPlay(play.id, play.viewing, logged)
        self.added[play.id] = play

    def change(self, play: PlayEntity, logged: LoggedPlay) -> None:
        self.plays[play.id] = StoredPlay(play.id, play.viewing, logged)
        self.is_reworked = True

    def remove(self, play_id: UUID) -> None:
        del self.plays[play_id]
        self.is_reworked = True

    def find_near(self, when: When, episode: WatchedEpisode | None, minutes: int | None) -> UUID | None:
        """Return the first play of the same title or episode at most so many minutes before or after an instant.

        Without minutes none is looked for.
        """
        if minutes is None:
            return None
        return min((one.id for one in self.plays.values() if one.is_near(when, episode, minutes)), default=None)

    def run(self) -> Sequence[StoredPlay]:
        """Return the plays of the current viewing, in the order of their creation."""
        mine = (one for one in self.plays.values() if one.viewing == self.watching.viewing)
        return sorted(mine, key=lambda one: (one.logged.created_at, one.id))

    def keep_status(self, play_id: UUID) -> None:
        """Let an added play leave the status alone, for ever."""
        self.added[play_id].moves_status = False
        stored = self.plays[play_id]
        self.plays[play_id] = replace(stored, logged=replace(stored.logged, moves_status=False))


TitlesPlays = Mapping[UUID, TitlePlays]


def _key(episode: WatchedEpisode | None) -> object:
    return None if episode is None else episode.key
