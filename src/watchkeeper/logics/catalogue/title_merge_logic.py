from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.title_changes import apply_title
from watchkeeper.logics.operations.auditing import members_of, record_change
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import (
    MergeIntoItselfError,
    TitleInactiveError,
    TitleNotFoundError,
    TitlePersonalError,
)
from watchkeeper.models.types.catalogue.search_terms import name_keys
from watchkeeper.models.types.catalogue.title import Title
from watchkeeper.models.types.catalogue.visibility import Visibility
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.repositories.catalogue.title_merge_repository import TitleMergeRepository
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail

_TITLE = AuditedEntity.TITLE
_MAX_NAMES = 50
_FILLED = ("original_title", "overview", "runtime_minutes", "poster_url")


@dataclass(kw_only=True, eq=False)
class TitleMergeLogic:
    """Merges of two titles that are one work."""

    unit_of_work: UnitOfWork
    titles: TitleRepository
    merges: TitleMergeRepository
    audit: AuditTrail

    async def merge_title(self, title_id: UUID, into_id: UUID, admin: Principal) -> Fingerprinted[Title]:
        """Merge a title into another one, and return that. A merge that has happened already changes nothing.

        Raises MergeIntoItselfError, TitleNotFoundError, TitlePersonalError, and TitleInactiveError if the survivor is
        inactive.
        """
        if title_id == into_id:
            raise MergeIntoItselfError
        async with self.unit_of_work.transaction():
            merged, survivor = await self._lock(title_id, into_id)
            if merged != survivor:
                await self._merge_audited(merged, survivor, admin)
            return await self.titles.get(survivor, admin.user_id, sees_all=True)

    async def merge_own(self, title_id: UUID, into_id: UUID) -> bool:
        """Merge a personal title into the public one that turns out to be it, and return whether both are still there.

        Needs a transaction, in which nothing is locked yet.
        """
        both = {title_id, into_id}
        if await self.merges.lock(both) != both:
            return False
        await self.merge_locked(title_id, into_id)
        return True

    async def merge_published(self, most: int = 1000) -> int:
        """Merge personal titles into public ones that have come to have one of their ids; return how many were found.

        Nothing else makes two titles one in the background: a name is a guess.
        """
        found = await self.merges.find_published(most)
        for title_id, public_id in found:
            async with self.unit_of_work.transaction():
                await self.merge_own(title_id, public_id)
        return len(found)

    async def merge_locked(self, title_id: UUID, into_id: UUID) -> None:
        """Move everything of a title to a public one, and fill the facts that this lacks. Both are locked.

        Of a personal title nothing moves but what its owner has of it. Needs a transaction.
        """
        merged = await self.titles.require(title_id)
        survivor = await self.titles.require(into_id)
        await self.merges.move(title_id, into_id, now())
        survivor.is_known = survivor.is_known or merged.is_known
        apply_title(survivor, _missing_facts(survivor, merged) if merged.owner_id is None else {})
        await self.titles.save(survivor)
        await self.titles.learn_words(survivor)

    async def _merge_audited(self, title_id: UUID, into_id: UUID, admin: Principal) -> None:
        merged = (await self.titles.get(title_id, admin.user_id, sees_all=True)).model
        before = (await self.titles.get(into_id, admin.user_id, sees_all=True)).model
        if Visibility.PERSONAL in (merged.visibility, before.visibility):
            raise TitlePersonalError
        if not before.is_active:
            raise TitleInactiveError
        await self.merge_locked(title_id, into_id)
        into = {"into_id": str(into_id)}
        await self.audit.record(AuditAction.TITLE_MERGED, _TITLE, title_id, before=members_of(merged), after=into)
        after = (await self.titles.get(into_id, admin.user_id, sees_all=True)).model
        await record_change(
            self.audit, AuditAction.TITLE_UPDATED, _TITLE, into_id, members_of(before), members_of(after)
        )

    async def _lock(self, title_id: UUID, into_id: UUID) -> tuple[UUID, UUID]:
        """Lock both titles, or those that they were merged into, and return them. Raises TitleNotFoundError."""
        missing = None
        while (both := (await self._survivor_of(title_id), await self._survivor_of(into_id))) != missing:
            if await self.merges.lock(set(both)) == set(both):
                return both
            missing = both  # unless another merge took one of them away while its lock was waited for
        raise TitleNotFoundError

    async def _survivor_of(self, title_id: UUID) -> UUID:
        return await self.merges.find_survivor(title_id) or title_id


def _missing_facts(survivor: TitleEntity, merged: TitleEntity) -> dict[str, Any]:
    """Return the facts of a merged title that the survivor lacks, its names among the alternative titles."""
    facts = {name: getattr(merged, name) for name in _FILLED if getattr(survivor, name) is None}
    names = (survivor.title, survivor.original_title, *survivor.alternative_titles)
    others = (merged.title, merged.original_title, *merged.alternative_titles)
    known = set(name_keys(names))
    facts["alternative_titles"] = [*survivor.alternative_titles, *_others_than(known, others)][:_MAX_NAMES]
    if survivor.release_date is None and merged.release_date is not None:
        facts |= {
            "release_date": merged.release_date,
            "release_date_precision": merged.release_date_precision,
        }
    return {name: value for name, value in facts.items() if value is not None}


def _others_than(known: set[str], names: Iterable[str | None]) -> Iterator[str]:
    """Yield the names that none of the known keys finds, each once. `known` grows."""
    for name in names:
        if name is not None and not known & (keys := set(name_keys((name,)))):
            known |= keys
            yield name
