from dataclasses import dataclass

from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.external_ids import external_title
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.logics.operations.auditing import members_of, record_change
from watchkeeper.models.dtos.discovery.discovery_dtos import ImportTitleInput
from watchkeeper.models.errors.discovery_errors import UnsupportedSourceError
from watchkeeper.models.types.catalogue.title import Title
from watchkeeper.models.types.discovery.metadata import IncomingTitle, MetadataState, TitleMetadata
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.discovery.metadata_provider import MetadataProvider
from watchkeeper.repositories.operations.audit_trail import AuditTrail

_TITLE = AuditedEntity.TITLE


@dataclass(kw_only=True, eq=False)
class TitleImportLogic:
    """Import of single titles from a provider into the catalogue, by admins."""

    unit_of_work: UnitOfWork
    provider: MetadataProvider
    metadata: TitleMetadataLogic
    catalogue: TitleLogic
    audit: AuditTrail

    async def import_title(self, requested: ImportTitleInput, admin: Principal) -> tuple[Fingerprinted[Title], bool]:
        """Create a title with the metadata of its provider, or update the existing title with them.

        Returns the title and whether it is new. Raises InvalidExternalIdError, UnsupportedSourceError,
        ProviderTitleNotFoundError and the other errors of a MetadataProvider.
        """
        external = external_title(
            requested.source, requested.media_type, requested.external_id, pointer="/body/external_id"
        )
        if external.provider_id is None:
            raise UnsupportedSourceError
        metadata = await self.provider.get_title(external.media_type, external.provider_id)
        incoming = IncomingTitle(external, metadata.title, None, MetadataState.CURRENT, metadata)
        async with self.unit_of_work.transaction():
            title_id, is_new = await self.metadata.get_or_create(incoming)
            before = await self.catalogue.get_title(title_id, admin)
            if is_new:
                await self.audit.record(AuditAction.TITLE_CREATED, _TITLE, title_id, after=members_of(before.model))
                return before, True
            return await self._replace_metadata(before.model, metadata, admin), False

    async def _replace_metadata(self, before: Title, metadata: TitleMetadata, admin: Principal) -> Fingerprinted[Title]:
        await self.metadata.apply(before.id, MetadataState.CURRENT, metadata)
        title = await self.catalogue.get_title(before.id, admin)
        changed = members_of(before), members_of(title.model)
        await record_change(self.audit, AuditAction.TITLE_UPDATED, _TITLE, before.id, *changed)
        return title
