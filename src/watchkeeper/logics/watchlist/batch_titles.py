from dataclasses import dataclass, field
from uuid import UUID

from watchkeeper.logics.bulk.bulk_titles import RequestTitles
from watchkeeper.logics.watchlist.play_items import PlayItem
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, QuotaExceededError, TitleNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.models.types.watchlist.status_effect import StatusEffect
from watchkeeper.models.types.watchlist.title_plays import TitlePlays


@dataclass(kw_only=True, eq=False)
class BatchTitles:
    """The titles of many plays: `on` has where the person stands with each.

    Several plays may be of one title, which is entered once. `room` is how many entries may be added, of `most` that an
    account may have.
    """

    titles: RequestTitles
    on: dict[UUID, TitlePlays]
    room: int
    most: int
    _entered: dict[ExternalTitle, UUID] = field(default_factory=dict)
    _made: set[UUID] = field(default_factory=set)
    """Titles whose entries are made by plays."""

    def named(self, item: PlayItem, *, must_be_open: bool) -> TitlePlays | None:
        """Return the title that an item names, None for one that is to be entered.

        Raises TitleNotFoundError, EpisodeNotFoundError, QuotaExceededError.
        """
        title_id = self.titles.find(item)
        if title_id is None and item.external is not None:
            title_id = self._entered.get(item.external)
        if title_id is not None:
            return self._require_open(title_id) if must_be_open else self.on[title_id]
        if item.name is not None and item.name.episode_id is not None:
            raise EpisodeNotFoundError
        self.titles.require_enterable(item)
        return None

    def is_movie(self, item: PlayItem, title: TitlePlays | None) -> bool:
        """Whether the title that an item names is a movie, also one that is to be entered."""
        if title is not None:
            return title.watching.is_movie
        return item.external is not None and item.external.media_type == MediaType.MOVIE

    def _require_open(self, title_id: UUID) -> TitlePlays:
        if not self.on[title_id].is_open:
            raise TitleNotFoundError
        return self.on[title_id]

    def require_room(self, title: TitlePlays | None, play: CreatePlayInput) -> None:
        """Raise QuotaExceededError if a play makes an entry, and none may be added."""
        if play.status is StatusEffect.KEEP or (title is not None and self._has_entry(title)):
            return
        if len(self._made) >= self.room:
            raise QuotaExceededError(self.most)

    def enter(self, item: PlayItem) -> TitlePlays:
        """Return the new title of an item. Raises TitleNotFoundError."""
        title_id = self.titles.enter(item)
        if item.external is None:
            raise TitleNotFoundError
        self._entered[item.external] = title_id
        self.on[title_id] = TitlePlays.new(title_id, item.external.media_type)
        return self.on[title_id]

    def made_entry(self, title: TitlePlays) -> None:
        """Count the entry of a title to which a play was added that moves the status."""
        if title.entry is None:
            self._made.add(title.title_id)

    def _has_entry(self, title: TitlePlays) -> bool:
        return title.entry is not None or title.title_id in self._made
