from typing import Protocol

from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.repositories.catalogue.lookup_repository import LookupRepository


class PlatformRepository(LookupRepository[PlatformEntity], Protocol):
    """Streaming platforms; a missing one raises PlatformNotFoundError."""
