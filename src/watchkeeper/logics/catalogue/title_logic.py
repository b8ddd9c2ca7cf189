from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from watchkeeper.foundation.core.errors import AdminRequiredError, AuthenticationRequiredError, FieldError
from watchkeeper.foundation.core.pagination import Page, PageRequest, column_of
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.external_ids import canonical_ids
from watchkeeper.logics.catalogue.title_changes import apply_title, new_title
from watchkeeper.logics.operations.auditing import members_of, record_change
from watchkeeper.models.dtos.title_dtos import CreateTitleInput, UpdateTitleInput
from watchkeeper.models.entities.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import (
    RelevanceNeedsQueryError,
    TitleNotFoundError,
    UnknownReferenceError,
    YearsReversedError,
)
from watchkeeper.models.types.audit_action import AuditAction
from watchkeeper.models.types.audited_entity import AuditedEntity
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.metadata import MetadataState
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.title import Title, TitleFingerprint
from watchkeeper.models.types.title_filter import TitleFilter
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail

_TITLE = AuditedEntity.TITLE
_EDITED_BY_ADMIN = {"metadata_state": MetadataState.OWN, "metadata_due_at": None}
"""Columns of a title that an admin has edited: the metadata refresh no longer overwrites it."""
_CREATED, _UPDATED, _DELETED = AuditAction.TITLE_CREATED, AuditAction.TITLE_UPDATED, AuditAction.TITLE_DELETED


class TitleLogic:
    """Titles of the catalogue: everyone can read them, admins manage them. Only admins see inactive titles."""

    def __init__(self, *, unit_of_work: UnitOfWork, titles: TitleRepository, audit: AuditTrail) -> None:
        self._unit_of_work = unit_of_work
        self._titles = titles
        self._audit = audit

    async def search_titles(
        self, filters: TitleFilter, sort: TitleSort | None, request: PageRequest, caller: Principal | None
    ) -> Page[Title]:
        """Return a page of titles. The default order is best match first with a query, else newest first.

        Raises YearsReversedError, RelevanceNeedsQueryError, InvalidCursorError, and for inactive titles
        AuthenticationRequiredError and AdminRequiredError.
        """
        order = sort or filters.default_sort
        if filters.has_reversed_years:
            raise YearsReversedError
        if filters.query is None and column_of(order) == "relevance":
            raise RelevanceNeedsQueryError
        return await self._titles.search(_visible_to(caller, filters), order, request, _id_of(caller))

    async def get_title(self, title_id: UUID, caller: Principal | None) -> Fingerprinted[Title]:
        """Raises TitleNotFoundError."""
        title = await self._titles.get(title_id, _id_of(caller))
        if not title.model.is_active and not _is_admin(caller):
            raise TitleNotFoundError
        return title

    async def get_fingerprint(self, title_id: UUID, caller: Principal | None) -> TitleFingerprint:
        """Raises TitleNotFoundError."""
        title = await self._titles.get_fingerprint(title_id, _id_of(caller))
        if not title.is_active and not _is_admin(caller):
            raise TitleNotFoundError
        return title

    async def create_title(self, title: CreateTitleInput, admin: Principal) -> Fingerprinted[Title]:
        """Raises InvalidExternalIdError, UnknownReferenceError, ExternalIdTakenError."""
        members = title.model_dump()
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
        self, title_id: UUID, change: UpdateTitleInput, precondition: Precondition, admin: Principal
    ) -> Fingerprinted[Title]:
        """Raises TitleNotFoundError, PreconditionFailedError, InvalidExternalIdError, UnknownReferenceError,
        ExternalIdTakenError."""
        members = change.changed_fields()
        async with self._unit_of_work.transaction():
            entity = await self._titles.require(title_id, lock=True)
            precondition.verify(entity.updated_at)
            updated = before = await self._titles.get(title_id, admin.user_id)
            if members:
                apply_title(entity, members | (_EDITED_BY_ADMIN if members.keys() - {"is_active"} else {}))
                await self._titles.save(entity)
                await self._link(entity, members)
                await self._titles.learn_words(entity)
                updated = await self._titles.get(title_id, admin.user_id)
                changed = members_of(before.model), members_of(updated.model)
                await record_change(self._audit, _UPDATED, _TITLE, title_id, *changed)
        return updated

    async def delete_title(self, title_id: UUID, precondition: Precondition) -> None:
        """Raises TitleNotFoundError, PreconditionFailedError, and InUseError if a user's data refer to the title."""
        async with self._unit_of_work.transaction():
            entity = await self._titles.require(title_id, lock=True)
            precondition.verify(entity.updated_at)
            before = members_of((await self._titles.get(title_id)).model)
            await self._titles.delete(title_id)
            await self._audit.record(_DELETED, _TITLE, title_id, before=before)

    async def _link(self, entity: TitleEntity, members: Mapping[str, Any]) -> None:
        unknown: list[FieldError] = []
        for member, link in (("genre_ids", self._titles.set_genres), ("platform_ids", self._titles.set_platforms)):
            if member in members:
                known = await link(entity.id, frozenset(members[member]))
                unknown += _unknown_references(member, members[member], known)
        if unknown:
            raise UnknownReferenceError(fields=tuple(unknown))
        media_type = MediaType(entity.media_type)
        if "external_ids" in members:
            external_ids = canonical_ids(members["external_ids"], media_type)
            await self._titles.set_external_ids(entity.id, media_type, external_ids)
        elif "media_type" in members:
            await self._titles.move_external_ids(entity.id, media_type)


def _id_of(caller: Principal | None) -> UUID | None:
    return None if caller is None else caller.user_id


def _is_admin(caller: Principal | None) -> bool:
    return caller is not None and caller.is_admin


def _visible_to(caller: Principal | None, filters: TitleFilter) -> TitleFilter:
    if _is_admin(caller):
        return filters
    if filters.is_active is False:
        raise AuthenticationRequiredError if caller is None else AdminRequiredError
    return replace(filters, is_active=True)


def _unknown_references(member: str, ids: Sequence[UUID], known: frozenset[UUID]) -> list[FieldError]:
    return [
        FieldError(f"/body/{member}/{position}", "Nothing has this id.", "unknown_reference")
        for position, id_ in enumerate(ids)
        if id_ not in known
    ]
