from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from watchkeeper.logics.catalogue.title_changes import apply_title
from watchkeeper.logics.discovery.title_links import TitleLinks
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_terms import name_keys
from watchkeeper.models.types.discovery.metadata import ConfirmedWork, ExternalTitle, TitleMetadata
from watchkeeper.repositories.catalogue.external_title_repository import ExternalTitleRepository
from watchkeeper.repositories.catalogue.title_repository import TitleRepository

_FILLED = ("original_title", "overview", "runtime_minutes", "poster_url")


@dataclass(kw_only=True, eq=False)
class OneWorkLogic:
    """Finds the public title that is the work which a provider confirms, so that one work has one title.

    That is the title with the provider's id; else the one of the same medium that has one of the further ids which the
    provider knows, or whose title, original title or an alternative title and year agree, and that has no other id of a
    source that confirms the work. Two candidates are none.
    """

    external_titles: ExternalTitleRepository
    titles: TitleRepository
    links: TitleLinks

    async def find(self, external: ExternalTitle, metadata: TitleMetadata) -> UUID | None:
        """Return the title of a work, if there is one, locked against deletion until the transaction ends.

        A title that did not have the id gets it, and the facts that it lacks. Until the transaction ends no other
        transaction enters a work with one of the names and the year. Needs a transaction, in which nothing is locked
        yet.
        """
        ids = {**metadata.external_ids, external.source: external.external_id}
        work = confirmed_work(external.media_type, ids, metadata)
        await self.external_titles.lock_work(work)
        known = await self.external_titles.find_and_lock(external)
        if known is not None:
            return known
        same = await self.external_titles.find_same_work(work)
        return None if same is None else await self._join(same, external, metadata)

    async def find_named(
        self, media_type: MediaType, external_ids: Mapping[str, str], named: TitleMetadata
    ) -> UUID | None:
        """Return the title of a work that an admin confirms, as `find` does. It gets the ids that it did not have.

        Needs a transaction, in which nothing is locked yet.
        """
        work = confirmed_work(media_type, external_ids, named)
        await self.external_titles.lock_work(work)
        same = await self.external_titles.find_same_work(work)
        if same is not None:
            await self.titles.require(same, lock=True)
            await self.titles.add_external_ids(same, media_type, external_ids)
        return same

    async def _join(self, title_id: UUID, external: ExternalTitle, metadata: TitleMetadata) -> UUID | None:
        """Give a title the id and the facts that it lacks. Returns None if another title has got the id
        concurrently."""
        entity = await self.titles.require(title_id, lock=True)
        names = await self.links.get_or_create_names(metadata)
        if not await self.external_titles.add(title_id, external):
            return None
        apply_title(entity, _missing_facts(entity, metadata))
        await self.titles.save(entity)
        await self.links.link_missing(title_id, external.media_type, metadata, names)
        await self.titles.learn_words(entity)
        return title_id


def confirmed_work(media_type: MediaType, external_ids: Mapping[str, str], metadata: TitleMetadata) -> ConfirmedWork:
    """Return what tells a work from others."""
    names = (metadata.title, metadata.original_title, *(metadata.alternative_titles or ()))
    year = None if metadata.release_date is None else metadata.release_date.year
    return ConfirmedWork(media_type, external_ids, tuple(name_keys(names)), year)


def _missing_facts(entity: TitleEntity, metadata: TitleMetadata) -> dict[str, Any]:
    """Return the facts of a provider that a title lacks. A year alone lacks the day."""
    facts = {name: getattr(metadata, name) for name in _FILLED if getattr(entity, name) is None}
    if metadata.alternative_titles and not entity.alternative_titles:
        facts["alternative_titles"] = list(metadata.alternative_titles)
    lacks_day = entity.release_date is None or entity.release_date_precision == DatePrecision.YEAR
    if lacks_day and metadata.release_date is not None:
        facts |= {
            "release_date": metadata.release_date,
            "release_date_precision": metadata.release_date_precision,
        }
    return {name: value for name, value in facts.items() if value is not None}
