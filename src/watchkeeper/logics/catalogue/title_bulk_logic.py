from collections.abc import Mapping, Sequence
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
from watchkeeper.foundation.core.errors import Existing, FieldError, ServiceError, TransactionConflictError
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.models.dtos.catalogue.title_dtos import BulkTitleInput, CreateTitleInput
from watchkeeper.models.errors.catalogue_errors import (
    ExternalIdTakenError,
    InvalidExternalIdError,
    UnknownPosterHostError,
    UnknownReferenceError,
)
from watchkeeper.models.types.catalogue.provider_ids import canonical_id
from watchkeeper.models.types.catalogue.title import Title
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.repositories.catalogue.title_bulk_repository import TitleBulkRepository


@dataclass(kw_only=True, eq=False)
class TitleBulkLogic:
    """Many new titles in one request, in one transaction. Good items are stored, bad ones are not.

    What is wrong with items is found before anything is written: an error of the database would end the transaction.
    """

    unit_of_work: UnitOfWork
    titles: TitleLogic
    catalogue: TitleBulkRepository
    limit: ItemLimit

    async def create_titles(
        self, items: Sequence[BulkItem[BulkTitleInput]], admin: Principal, *, is_atomic: bool, is_full: bool
    ) -> BulkReport:
        """Return the outcome of each item, with new titles if `is_full`.

        Raises RateLimitedError, and BulkRejectedError if `is_atomic`.
        """
        await self.limit.count_items(admin.user_id, len(items))
        async with self.unit_of_work.transaction():
            known = await self._find_known([item.value for item in items if item.value is not None])
            outcomes: list[BulkOutcome] = []
            for place, item in enumerate(items):
                outcome = await self._create(place, item, known, admin)
                outcomes.append(outcome if is_full else replace(outcome, resource=None))
            return BulkReport(require_all(outcomes, is_atomic=is_atomic))

    async def _find_known(self, titles: Sequence[BulkTitleInput]) -> "_Known":
        external = {one for title in titles for one in _ids_of(title).values() if one is not None}
        genre_ids = {one for title in titles for one in title.genre_ids}
        platform_ids = {one for title in titles for one in title.platform_ids}
        return _Known(
            await self.catalogue.find_genres(genre_ids),
            await self.catalogue.find_platforms(platform_ids),
            dict(await self.catalogue.find_titles(external)),
            set(),
        )

    async def _create(
        self, place: int, item: BulkItem[BulkTitleInput], known: "_Known", admin: Principal
    ) -> BulkOutcome:
        if item.value is None or item.error is not None:
            return rejected(item)
        external = _ids_of(item.value)
        wrong = _error_of(place, item.value, external, known)
        if wrong is not None:
            return rejected(item, wrong)
        taken = [one for one in external.values() if one is not None and one in known.titles]
        if taken and known.titles[taken[0]] in known.created:
            return rejected(item, RepeatedInRequestError())
        if taken:
            existing = known.titles[taken[0]]
            error = ExternalIdTakenError(existing=Existing("title", existing))
            return BulkOutcome(item.key, BulkResult.EXISTS, existing, error)
        try:
            title = await self._create_new(item.value, admin)
        except UnknownPosterHostError as error:  # raised before anything is stored
            fields = tuple(replace(one, pointer=f"/body/items/{place}/poster_url") for one in error.fields)
            return rejected(item, UnknownPosterHostError(fields=fields))
        known.created.add(title.id)
        known.titles.update((one, title.id) for one in external.values() if one is not None)
        return BulkOutcome(item.key, BulkResult.CREATED, title.id, resource=title)

    async def _create_new(self, item: BulkTitleInput, admin: Principal) -> Title:
        """Raises TransactionConflictError, after which the request is repeated, if an id has just been taken."""
        try:
            return (await self.titles.create_title(CreateTitleInput(**item.resource_members()), admin)).model
        except ExternalIdTakenError as conflict:
            raise TransactionConflictError from conflict


@dataclass(frozen=True, slots=True)
class _Known:
    """The rows that items refer to and conflict with; `created` are the titles of earlier items."""

    genre_ids: frozenset[UUID]
    platform_ids: frozenset[UUID]
    titles: dict[ExternalTitle, UUID]
    created: set[UUID]


def _ids_of(title: BulkTitleInput) -> Mapping[str, ExternalTitle | None]:
    """Return the external ids by source in canonical form, None for what can't be an id."""
    found = {source: canonical_id(source, id_, title.media_type) for source, id_ in title.external_ids.items()}
    return {
        source: None if id_ is None else ExternalTitle(source, title.media_type, id_) for source, id_ in found.items()
    }


def _error_of(
    place: int, title: BulkTitleInput, external: Mapping[str, ExternalTitle | None], known: _Known
) -> ServiceError | None:
    """Return what is wrong with an item by itself."""
    body = f"/body/items/{place}"
    invalid = [f"{body}/external_ids/{source}" for source, one in external.items() if one is None]
    if invalid:
        return InvalidExternalIdError(*invalid)
    unknown = [
        FieldError(f"{body}/{member}/{at}", "Nothing has this id.", "unknown_reference")
        for member, ids, there in (
            ("genre_ids", title.genre_ids, known.genre_ids),
            ("platform_ids", title.platform_ids, known.platform_ids),
        )
        for at, id_ in enumerate(ids)
        if id_ not in there
    ]
    return UnknownReferenceError(fields=tuple(unknown)) if unknown else None
