from dataclasses import dataclass
from uuid import UUID

from watchkeeper.models.entities.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.types.metadata import ExternalTitle
from watchkeeper.repositories.catalogue.personal_title_repository import PersonalTitleRepository
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository


@dataclass(kw_only=True, eq=False)
class PersonalTitles:
    """Titles of one's own, up to `most` an account."""

    titles: PersonalTitleRepository
    catalogue: TitleRepository
    accounts: AccountStateRepository
    most: int

    async def get_or_create(self, title: TitleEntity, external: ExternalTitle, owner_id: UUID) -> tuple[UUID, bool]:
        """Return the account's title that has this id at another service, and whether it is new: `title`.

        Needs a transaction. Raises QuotaExceededError.
        """
        await self.titles.lock_owner(owner_id)
        found = await self.titles.find(owner_id, external)
        if found is not None:
            return found, False
        number = await self.titles.count(owner_id, most=self.most)
        if number >= self.most:
            raise QuotaExceededError(self.most)
        title.owner_id = owner_id
        await self.titles.add(title, external)
        if number == 0:  # lists ask for titles of one's own where the account is known to have some
            await self.accounts.forget(owner_id)
        return title.id, True

    async def publish(self, title: TitleEntity) -> None:
        """Make a locked personal title one of the catalogue. Ids that a public title has stay with that one.

        Needs a transaction.
        """
        title.owner_id = None
        await self.catalogue.save(title)
        await self.titles.publish_ids(title.id)
