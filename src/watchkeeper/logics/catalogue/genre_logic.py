from watchkeeper.logics.catalogue.lookup_logic import LookupLogic
from watchkeeper.models.dtos.catalogue.genre_dtos import CreateGenreInput, GenreOutput, UpdateGenreInput
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.types.operations.audited_entity import AuditedEntity


class GenreLogic(LookupLogic[GenreEntity, CreateGenreInput, UpdateGenreInput]):
    """Genres; a missing one raises GenreNotFoundError."""

    entity = GenreEntity
    output = GenreOutput
    kind = AuditedEntity.GENRE
