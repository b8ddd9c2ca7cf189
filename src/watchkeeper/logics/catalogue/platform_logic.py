from watchkeeper.logics.catalogue.lookup_logic import LookupLogic
from watchkeeper.models.dtos.platform_dtos import CreatePlatformInput, PlatformOutput, UpdatePlatformInput
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.types.audited_entity import AuditedEntity


class PlatformLogic(LookupLogic[PlatformEntity, CreatePlatformInput, UpdatePlatformInput]):
    """Streaming platforms; a missing one raises PlatformNotFoundError."""

    entity = PlatformEntity
    output = PlatformOutput
    kind = AuditedEntity.PLATFORM
