from watchkeeper.logics.catalogue.lookup_logic import LookupLogic
from watchkeeper.models.dtos.genre_dtos import CreateGenreInput, GenreOutput, UpdateGenreInput
from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.types.audited_entity import AuditedEntity


class GenreLogic(LookupLogic[GenreEntity, CreateGenreInput, UpdateGenreInput]):
    """Genres; a missing one raises GenreNotFoundError."""

    entity = GenreEntity
    output = GenreOutput
    kind = AuditedEntity.GENRE
