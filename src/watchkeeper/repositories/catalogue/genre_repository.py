from typing import Protocol

from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.repositories.catalogue.lookup_repository import LookupRepository


class GenreRepository(LookupRepository[GenreEntity], Protocol):
    """Genres; a missing one raises GenreNotFoundError."""
