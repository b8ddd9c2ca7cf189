from watchkeeper.logics.catalogue.lookup_logic import LookupLogic
from watchkeeper.models.dtos.catalogue.platform_dtos import CreatePlatformInput, PlatformOutput, UpdatePlatformInput
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.types.operations.audited_entity import AuditedEntity


class PlatformLogic(LookupLogic[PlatformEntity, CreatePlatformInput, UpdatePlatformInput]):
    """Streaming platforms; a missing one raises PlatformNotFoundError."""

    entity = PlatformEntity
    output = PlatformOutput
    kind = AuditedEntity.PLATFORM
