from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.logics.bulk.named_items import NamesTitle
from watchkeeper.logics.catalogue.personal_titles import PersonalTitles
from watchkeeper.logics.discovery.incoming_titles import typed_title
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError, TitleNotFoundError
from watchkeeper.models.types.catalogue.located_titles import LocatedTitles
from watchkeeper.models.types.discovery.metadata import ExternalTitle, IncomingTitle, MetadataState
from watchkeeper.repositories.discovery.title_location_repository import TitleLocationRepository


@dataclass(kw_only=True, eq=False)
class RequestTitles:
    """The titles that a request names, and those that it enters."""

    user_id: UUID
    located: LocatedTitles
    most: int
    entered: list[tuple[TitleEntity, ExternalTitle]] = field(default_factory=list)

    def found(self) -> set[UUID]:
        """Return all titles that were found."""
        return {*self.located.by_id.values(), *self.located.by_external.values()}

    def find(self, item: NamesTitle) -> UUID | None:
        """Return the title that an item names, None if there is none."""
        if item.external is not None:
            return self.located.by_external.get(item.external)
        return None if item.title_id is None else self.located.by_id.get(item.title_id)

    def require_enterable(self, item: NamesTitle) -> None:
        """Raise TitleNotFoundError unless an item says enough of a title to enter it, and QuotaExceededError if the
        person has as many as an account may have."""
        if item.external is None:
            raise TitleNotFoundError
        if self.located.own_titles + len(self.entered) >= self.most:
            raise QuotaExceededError(self.most)

    def enter(self, item: NamesTitle) -> UUID:
        """Return a new personal title, from what the item says of it: no provider is called.

        Raises TitleNotFoundError.
        """
        media = item.media
        if item.external is None or media is None:
            raise TitleNotFoundError
        state = MetadataState.OWN if item.external.provider_id is None else MetadataState.PENDING
        incoming = IncomingTitle(item.external, media.title, media.poster_url, state, owner_id=self.user_id)
        title = typed_title(incoming, now())
        self.entered.append((title, item.external))
        return title.id


@dataclass(kw_only=True, eq=False)
class BulkTitles:
    """The titles of bulk requests: found and entered by one statement each, however many they are."""

    locations: TitleLocationRepository
    personal_titles: PersonalTitles

    async def locate(
        self, user_id: UUID, items: Sequence[NamesTitle], episode_ids: Collection[UUID] = ()
    ) -> RequestTitles:
        """Lock the account, and find the titles that items name, and those of episodes. Needs a transaction, in which
        nothing is locked yet.

        Raises InvalidTokenError when the account has been deleted concurrently.
        """
        most = self.personal_titles.most
        title_ids = {item.title_id for item in items if item.title_id is not None}
        external = {item.external for item in items if item.external is not None}
        max_counted = most if external else 0
        located = await self.locations.lock_and_locate(user_id, title_ids, external, episode_ids, most=max_counted)
        return RequestTitles(user_id=user_id, located=located, most=most)

    async def enter(self, titles: RequestTitles) -> None:
        """Store the entered titles. Needs a transaction that has located them."""
        if titles.entered:
            is_first = titles.located.own_titles == 0
            entered = [(title, (external,)) for title, external in titles.entered]
            await self.personal_titles.add_many(titles.user_id, entered, is_first=is_first)
