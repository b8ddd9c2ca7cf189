from typing import Protocol

from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.repositories.catalogue.named_repository import NamedRepository


class PlatformRepository(NamedRepository[PlatformEntity], Protocol):
    """Streaming platforms; a missing one raises PlatformNotFoundError."""
