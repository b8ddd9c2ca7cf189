from typing import Protocol

from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.repositories.catalogue.named_repository import NamedRepository


class GenreRepository(NamedRepository[GenreEntity], Protocol):
    """Genres; a missing one raises GenreNotFoundError."""
