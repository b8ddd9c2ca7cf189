from dataclasses import dataclass
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.catalogue.personal_titles import PersonalTitles
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.logics.catalogue.title_merge_logic import TitleMergeLogic
from watchkeeper.logics.discovery.one_work_logic import OneWorkLogic
from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.logics.operations.auditing import members_of, record_change
from watchkeeper.models.dtos.catalogue.title_dtos import ConfirmTitleInput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title import Title
from watchkeeper.models.types.catalogue.visibility import Visibility
from watchkeeper.models.types.discovery.metadata import ExternalTitle, MetadataState, TitleMetadata
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.discovery.metadata_provider import MetadataProvider
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(kw_only=True, eq=False)
class TitleConfirmationLogic:
    """Confirmation of titles that people typed, by admins: then they are titles of the catalogue."""

    unit_of_work: UnitOfWork
    provider: MetadataProvider
    titles: TitleRepository
    catalogue: TitleLogic
    personal_titles: PersonalTitles
    one_work: OneWorkLogic
    merges: TitleMergeLogic
    merged_titles: MergedTitles
    metadata: TitleMetadataLogic
    audit: AuditTrail

    async def confirm_title(self, title_id: UUID, facts: ConfirmTitleInput, admin: Principal) -> Fingerprinted[Title]:
        """Make a title public, with the facts of its provider and then those of the admin; return it, or the public
        title that it turns out to be. One that is confirmed already takes the facts of the admin alone.

        The provider is asked first, outside the transaction; with facts of the admin its failure does not matter.
        Raises TitleNotFoundError, the errors of a MetadataProvider and those of `update_title`.
        """
        return await self.merged_titles.follow(title_id, partial(self._confirm, facts=facts, admin=admin))

    async def _confirm(self, title_id: UUID, facts: ConfirmTitleInput, admin: Principal) -> Fingerprinted[Title]:
        before = (await self.titles.get(title_id, admin.user_id, sees_all=True)).model
        external = _external_of(before)
        known = await self._facts_of_provider(external, is_required=not facts.changed_fields())
        async with self.unit_of_work.transaction():
            other = None if before.visibility == Visibility.PUBLIC else await self._find_public(before, facts, known)
            if other == title_id:  # another confirmation was first
                other = None
            if other is not None and not await self.merges.merge_own(title_id, other):
                raise TitleNotFoundError
            if other is None:
                await self._publish(title_id, known)
            survivor = title_id if other is None else other
            if facts.changed_fields():
                await self.catalogue.change_title(await self.titles.require(survivor, lock=True), facts)
            confirmed = await self.titles.get(survivor, admin.user_id)
            await self._record(before, confirmed.model)
            return confirmed

    async def _record(self, before: Title, confirmed: Title) -> None:
        action, old = AuditAction.TITLE_CONFIRMED, members_of(before)
        if before.id == confirmed.id:
            await record_change(self.audit, action, AuditedEntity.TITLE, before.id, old, members_of(confirmed))
        else:
            into = {"into_id": str(confirmed.id)}
            await self.audit.record(action, AuditedEntity.TITLE, before.id, before=old, after=into)

    async def _find_public(self, title: Title, facts: ConfirmTitleInput, known: TitleMetadata | None) -> UUID | None:
        """Return the public title that a personal one is: that with one of its ids, or of the work that its provider or
        else the admin says it is."""
        same = await self.personal_titles.find_public(title.id)
        if same is not None:
            return same
        external = _external_of(title)
        if external is not None and known is not None:
            return await self.one_work.find(external, known)
        named = _named(title, facts)
        return await self.one_work.find_named(MediaType(title.media_type), title.id_by_source, named)

    async def _publish(self, title_id: UUID, known: TitleMetadata | None) -> None:
        entity = await self.titles.require(title_id, lock=True)
        if entity.owner_id is None and not entity.is_unconfirmed:
            return
        await self.personal_titles.publish(entity)
        await self.metadata.apply(title_id, MetadataState.OWN if known is None else MetadataState.CURRENT, known)

    async def _facts_of_provider(self, external: ExternalTitle | None, *, is_required: bool) -> TitleMetadata | None:
        """Return what a provider knows of a title, None if no provider can know it."""
        if external is None or external.provider_id is None:
            return None
        try:
            return await self.provider.get_title(external.media_type, external.provider_id)
        except ProviderTitleNotFoundError:
            return None
        except ServiceError:
            if is_required:
                raise
            return None


def _named(title: Title, facts: ConfirmTitleInput) -> TitleMetadata:
    """Return what tells the work of a title that no provider knows: its names and date, those of the admin first."""
    sent = facts.changed_fields()
    return TitleMetadata(
        title=sent.get("title", title.title),
        original_title=sent.get("original_title", title.original_title),
        alternative_titles=tuple(sent.get("alternative_titles", title.alternative_titles)),
        release_date=sent.get("release_date", title.release_date),
    )


def _external_of(title: Title) -> ExternalTitle | None:
    """Return the id at the provider of the title's media type."""
    ids = (ExternalTitle(source, MediaType(title.media_type), id_) for source, id_ in title.id_by_source.items())
    return next((one for one in ids if one.provider_id is not None), None)
