from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from watchkeeper.foundation.core.errors import AdminRequiredError, AuthenticationRequiredError, FieldError
from watchkeeper.foundation.core.pagination import Page, PageRequest, column_of
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.external_ids import canonical_ids, searched_ids
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.catalogue.title_changes import apply_title, new_title
from watchkeeper.logics.operations.auditing import members_of, record_change
from watchkeeper.models.dtos.catalogue.title_dtos import CreateTitleInput, UpdateTitleInput
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import (
    RelevanceNeedsQueryError,
    TitleNotFoundError,
    UnknownPosterHostError,
    UnknownReferenceError,
    YearsReversedError,
)
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.models.types.catalogue.title import Title, TitleFingerprint, TitleSuggestions
from watchkeeper.models.types.catalogue.title_facets import TitleFacets
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.discovery.metadata import MetadataState
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.repositories.catalogue.personal_title_repository import PersonalTitleRepository
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail

_TITLE = AuditedEntity.TITLE
_EDITED_BY_ADMIN = {"metadata_state": MetadataState.OWN, "metadata_due_at": None}
"""Columns of a title that an admin has edited: the metadata refresh no longer overwrites it."""
_CREATED, _UPDATED, _DELETED = AuditAction.TITLE_CREATED, AuditAction.TITLE_UPDATED, AuditAction.TITLE_DELETED


class TitleLogic:
    """Titles of the catalogue: everyone can read them, admins manage them. Only admins see inactive titles.

    A personal title is seen and managed by its owner and admins; what its owner does with it is not audited.
    """

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
        titles: TitleRepository,
        personal_titles: PersonalTitleRepository,
        poster_hosts: PosterHosts,
        audit: AuditTrail,
        merged_titles: MergedTitles,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._titles = titles
        self._personal_titles = personal_titles
        self._poster_hosts = poster_hosts
        self._audit = audit
        self._merged_titles = merged_titles

    async def search_titles(
        self, filters: TitleFilter, sort: TitleSort | None, request: PageRequest, caller: Principal | None
    ) -> Page[Title]:
        """Return a page of titles. The default order is best match first with a query, else newest first.

        Raises YearsReversedError, RelevanceNeedsQueryError, InvalidExternalIdError, InvalidCursorError, and for
        inactive titles and those of others AuthenticationRequiredError and AdminRequiredError.
        """
        order = sort or filters.default_sort
        if filters.query is None and column_of(order) == "relevance":
            raise RelevanceNeedsQueryError
        return await self._titles.search(_searched(filters, caller), order, request, _id_of(caller))

    async def suggest_titles(self, filters: TitleFilter, limit: int, caller: Principal | None) -> TitleSuggestions:
        """Return the best matches of a query."""
        return TitleSuggestions(await self._titles.suggest(_visible_to(caller, filters), limit, _id_of(caller)))

    async def count_facets(self, filters: TitleFilter, caller: Principal | None) -> TitleFacets:
        """Raises the errors of `search_titles` about filters."""
        return await self._titles.count_facets(_searched(filters, caller), _id_of(caller))

    async def get_title(self, title_id: UUID, caller: Principal | None) -> Fingerprinted[Title]:
        """Raises TitleNotFoundError, and TitleMergedError for a title that was merged into one that the caller sees."""
        return await self._merged_titles.redirect(title_id, partial(self._get_visible, caller=caller))

    async def _get_visible(self, title_id: UUID, caller: Principal | None) -> Fingerprinted[Title]:
        title = await self._titles.get(title_id, _id_of(caller), sees_all=_is_admin(caller))
        await self._require_shown(title_id, caller, is_active=title.model.is_active)
        return title

    async def get_fingerprint(self, title_id: UUID, caller: Principal) -> TitleFingerprint:
        """Raises the errors of `get_title`."""
        return await self._merged_titles.redirect(title_id, partial(self._get_visible_fingerprint, caller=caller))

    async def _get_visible_fingerprint(self, title_id: UUID, caller: Principal) -> TitleFingerprint:
        title = await self._titles.get_fingerprint(title_id, caller.user_id, sees_all=caller.is_admin)
        await self._require_shown(title_id, caller, is_active=title.is_active)
        return title

    async def _require_shown(self, title_id: UUID, caller: Principal | None, *, is_active: bool) -> None:
        """Raise TitleNotFoundError for an inactive title, unless the caller is an admin or has something that refers to
        it."""
        if is_active or _is_admin(caller):
            return
        if caller is None or not await self._titles.is_used_by(title_id, caller.user_id):
            raise TitleNotFoundError

    async def create_title(self, title: CreateTitleInput, admin: Principal) -> Fingerprinted[Title]:
        """Raises InvalidExternalIdError, UnknownReferenceError, ExternalIdTakenError."""
        members = title.model_dump()
        self._require_known_host(members)
        members["external_ids"] = canonical_ids(title.external_ids, title.media_type)
        entity = new_title(members)
        async with self._unit_of_work.transaction():
            await self._titles.add(entity)
            await self._link(entity, members)
            await self._titles.learn_words(entity)
            created = await self._titles.get(entity.id, admin.user_id)
            await self._audit.record(_CREATED, _TITLE, entity.id, after=members_of(created.model))
        return created

    async def update_title(
        self, title_id: UUID, change: UpdateTitleInput, precondition: Precondition, caller: Principal
    ) -> Fingerprinted[Title]:
        """Raises TitleNotFoundError, PreconditionFailedError, InvalidExternalIdError, UnknownReferenceError,
        ExternalIdTakenError, and AdminRequiredError, also for an owner who sets `is_active`."""
        return await self._merged_titles.follow(
            title_id, partial(self._update, change=change, precondition=precondition, caller=caller)
        )

    async def _update(
        self, title_id: UUID, change: UpdateTitleInput, precondition: Precondition, caller: Principal
    ) -> Fingerprinted[Title]:
        members = change.changed_fields()
        async with self._unit_of_work.transaction():
            entity = await self._require_manageable(title_id, caller)
            precondition.verify(entity.updated_at)
            if "is_active" in members and not caller.is_admin:
                raise AdminRequiredError
            updated = before = await self.get_title(title_id, caller)
            if members:
                await self.change_title(entity, change)
                updated = await self.get_title(title_id, caller)
            if members and not _is_own(entity, caller):
                changed = members_of(before.model), members_of(updated.model)
                await record_change(self._audit, _UPDATED, _TITLE, title_id, *changed)
        return updated

    async def change_title(self, entity: TitleEntity, change: UpdateTitleInput) -> None:
        """Set the members that were sent on a locked title. Needs a transaction.

        Raises UnknownPosterHostError, InvalidExternalIdError, UnknownReferenceError, ExternalIdTakenError.
        """
        members = change.changed_fields()
        if entity.owner_id is None:
            self._require_known_host(members)
        apply_title(entity, members | _state_after_edit(entity, members))
        await self._titles.save(entity)
        await self._link(entity, members)
        await self._learn_words(entity)

    def _require_known_host(self, members: Mapping[str, Any]) -> None:
        if not self._poster_hosts.allow(members.get("poster_url")):
            raise UnknownPosterHostError

    async def delete_title(self, title_id: UUID, precondition: Precondition, caller: Principal) -> None:
        """Delete a title; the owner of a personal one deletes with it what they have of it.

        Raises TitleNotFoundError, AdminRequiredError, PreconditionFailedError, and InUseError if a user's data refer to
        the title.
        """
        await self._merged_titles.follow(title_id, partial(self._delete, precondition=precondition, caller=caller))

    async def _delete(self, title_id: UUID, precondition: Precondition, caller: Principal) -> None:
        async with self._unit_of_work.transaction():
            entity = await self._require_manageable(title_id, caller)
            precondition.verify(entity.updated_at)
            before = members_of((await self.get_title(title_id, caller)).model)
            if _is_own(entity, caller):
                await self._personal_titles.clear(entity)
            await self._titles.delete(title_id)
            if not _is_own(entity, caller):
                await self._audit.record(_DELETED, _TITLE, title_id, before=before)

    async def _require_manageable(self, title_id: UUID, caller: Principal) -> TitleEntity:
        """Return a locked title that the caller may change. Raises TitleNotFoundError, AdminRequiredError."""
        entity = await self._titles.require(title_id, lock=True)
        if caller.is_admin:
            return entity
        if entity.is_active and entity.owner_id is None:
            raise AdminRequiredError
        if not (entity.is_active and _is_own(entity, caller)):
            raise TitleNotFoundError
        return entity

    async def _learn_words(self, entity: TitleEntity) -> None:
        """Words of personal titles are not learned: typing errors of others must not be taken for them."""
        if entity.owner_id is None:
            await self._titles.learn_words(entity)

    async def _link(self, entity: TitleEntity, members: Mapping[str, Any]) -> None:
        unknown: list[FieldError] = []
        for member, link in (("genre_ids", self._titles.set_genres), ("platform_ids", self._titles.set_platforms)):
            if member in members:
                known = await link(entity.id, frozenset(members[member]))
                unknown += _unknown_references(member, members[member], known)
        if unknown:
            raise UnknownReferenceError(fields=tuple(unknown))
        if entity.owner_id is not None:
            await self._link_personal(entity, members)
            return
        media_type = MediaType(entity.media_type)
        if "external_ids" in members:
            external_ids = canonical_ids(members["external_ids"], media_type)
            await self._titles.set_external_ids(entity.id, media_type, external_ids)
        elif "media_type" in members:
            await self._titles.move_external_ids(entity.id, media_type)

    async def _link_personal(self, entity: TitleEntity, members: Mapping[str, Any]) -> None:
        if "external_ids" in members:
            external_ids = canonical_ids(members["external_ids"], MediaType(entity.media_type))
            await self._personal_titles.set_external_ids(entity, external_ids)
        elif "media_type" in members:
            ids = await self._personal_titles.find_external_ids(entity.id)
            await self._personal_titles.set_external_ids(entity, ids)


def _state_after_edit(entity: TitleEntity, members: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state of the metadata: those that an admin edited stay, a personal title is still to be confirmed."""
    is_edited = entity.owner_id is None and members.keys() - {"is_active"}
    return _EDITED_BY_ADMIN if is_edited else {}


def _is_own(entity: TitleEntity, caller: Principal) -> bool:
    return entity.owner_id == caller.user_id


def _id_of(caller: Principal | None) -> UUID | None:
    return None if caller is None else caller.user_id


def _is_admin(caller: Principal | None) -> bool:
    return caller is not None and caller.is_admin


def _searched(filters: TitleFilter, caller: Principal | None) -> TitleFilter:
    """Return the filters with canonical ids and what the caller sees."""
    if filters.has_reversed_years:
        raise YearsReversedError
    external_ids = searched_ids(filters.external_ids, filters.media_type)
    return _visible_to(caller, replace(filters, external_ids=external_ids))


def _visible_to(caller: Principal | None, filters: TitleFilter) -> TitleFilter:
    """Return the filters with what the caller sees: without a wish of an admin also titles of their own."""
    if caller is None and filters.without_statuses:
        raise AuthenticationRequiredError
    has_own = caller is not None and caller.has_personal_titles
    if _is_admin(caller):
        return replace(filters, with_own=has_own and filters.visibility is None)
    if filters.is_active is False or filters.visibility is not None:
        raise AuthenticationRequiredError if caller is None else AdminRequiredError
    return replace(filters, is_active=True, with_own=has_own)


def _unknown_references(member: str, ids: Sequence[UUID], known: frozenset[UUID]) -> list[FieldError]:
    return [
        FieldError(f"/body/{member}/{position}", "Nothing has this id.", "unknown_reference")
        for position, id_ in enumerate(ids)
        if id_ not in known
    ]
