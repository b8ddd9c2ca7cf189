from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from watchkeeper.foundation.core.bulk import (
    BulkItem,
    BulkOutcome,
    BulkReport,
    BulkResult,
    ItemLimit,
    RepeatedInRequestError,
    rejected,
    require_all,
)
from watchkeeper.foundation.core.errors import Existing
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.lookups import new_lookup
from watchkeeper.logics.operations.auditing import members_of
from watchkeeper.models.dtos.catalogue.genre_dtos import BulkGenreInput, GenreOutput
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.errors.catalogue_errors import NameTakenError
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.catalogue.lookup_repository import GenreRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(kw_only=True, eq=False)
class GenreBulkLogic:
    """Many new genres in one request, in one transaction. Good items are stored, bad ones are not."""

    unit_of_work: UnitOfWork
    genres: GenreRepository
    audit: AuditTrail
    limit: ItemLimit

    async def create_genres(
        self, items: Sequence[BulkItem[BulkGenreInput]], admin: Principal, *, is_atomic: bool, is_full: bool
    ) -> BulkReport:
        """Return the outcome of each item, with new genres if `is_full`.

        Raises RateLimitedError, and BulkRejectedError if `is_atomic`.
        """
        await self.limit.count_items(admin.user_id, len(items))
        outcomes, entities = _checked(items)
        async with self.unit_of_work.transaction():
            ids = await self.genres.add_missing(list(entities.values()))
            for place, entity in entities.items():
                outcome = await self._outcome_of(items[place].key, entity, ids[entity.name_key])
                outcomes[place] = outcome if is_full else replace(outcome, resource=None)
            return BulkReport(require_all([outcomes[place] for place in range(len(items))], is_atomic=is_atomic))

    async def _outcome_of(self, key: str | None, entity: GenreEntity, stored_id: UUID) -> BulkOutcome:
        """Return what became of a genre, given the id that is stored under its name. Audits a new one."""
        if stored_id != entity.id:
            error = NameTakenError(existing=Existing("genre", stored_id))
            return BulkOutcome(key, BulkResult.EXISTS, stored_id, error)
        genre = GenreOutput.of(entity)
        await self.audit.record(AuditAction.GENRE_CREATED, AuditedEntity.GENRE, entity.id, after=members_of(genre))
        return BulkOutcome(key, BulkResult.CREATED, entity.id, resource=genre)


def _checked(items: Sequence[BulkItem[BulkGenreInput]]) -> tuple[dict[int, BulkOutcome], dict[int, GenreEntity]]:
    """Return the outcomes of bad items, and the genres of the others, by place."""
    outcomes: dict[int, BulkOutcome] = {}
    entities: dict[int, GenreEntity] = {}
    names: set[str] = set()
    for place, item in enumerate(items):
        if item.value is None or item.error is not None:
            outcomes[place] = rejected(item)
            continue
        entity = new_lookup(GenreEntity, item.value.resource_members())
        if entity.name_key in names:
            outcomes[place] = rejected(item, RepeatedInRequestError())
        else:
            names.add(entity.name_key)
            entities[place] = entity
    return outcomes, entities
