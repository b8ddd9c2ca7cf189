from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.repositories.catalogue.personal_title_repository import PersonalTitleRepository
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository

_UNUSED = timedelta(days=30)


@dataclass(kw_only=True, eq=False)
class PersonalTitles:
    """Personal titles, up to `most` an account."""

    titles: PersonalTitleRepository
    catalogue: TitleRepository
    accounts: AccountStateRepository
    most: int
    poster_hosts: PosterHosts

    async def get_or_create(self, title: TitleEntity, external: ExternalTitle, owner_id: UUID) -> tuple[UUID, bool]:
        """Return the account's title that has this id at another service, and whether it is new: `title`.

        Needs a transaction. Raises QuotaExceededError.
        """
        await self.titles.lock_owner(owner_id)
        found, number = await self.titles.find_and_count(owner_id, external, most=self.most)
        if found is not None:
            return found, False
        if number >= self.most:
            raise QuotaExceededError(self.most)
        title.owner_id = owner_id
        await self.titles.add(title, external)
        if number == 0:  # lists ask for titles of one's own where the account is known to have some
            await self.accounts.forget(owner_id)
        return title.id, True

    async def add_many(
        self, owner_id: UUID, titles: Sequence[tuple[TitleEntity, Sequence[ExternalTitle]]], *, is_first: bool
    ) -> None:
        """Store new titles of an account, each with its ids at other services. Needs a transaction that has locked the
        account.

        Raises TransactionConflictError if one of the ids has just been taken.
        """
        await self.titles.add_many(titles)
        if is_first:
            await self.accounts.forget(owner_id)

    async def find_public(self, title_id: UUID) -> UUID | None:
        """Return the public title that has one of the ids of a personal title, if there is one."""
        return await self.titles.find_public(title_id)

    async def publish(self, title: TitleEntity) -> UUID | None:
        """Publish a locked personal title in the catalogue, without a poster of an unknown host.

        Returns the public title that has one of its ids, if there is one: then nothing is changed. Needs a transaction.
        """
        other = await self.titles.find_public(title.id)
        if other is not None:
            return other
        was_personal = title.owner_id is not None
        title.owner_id, title.is_unconfirmed = None, False
        title.poster_url = self.poster_hosts.checked(title.poster_url)
        await self.catalogue.save(title)
        if was_personal:
            await self.titles.publish_ids(title.id)
        return None

    async def remove_unused(self) -> int:
        """Remove personal titles that nothing has referred to and that have not changed for 30 days; return how
        many."""
        return await self.titles.remove_unused(now() - _UNUSED)
