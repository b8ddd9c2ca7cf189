"""The titles that a commit writes to: those that the works of an upload were matched with, and new ones."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from watchkeeper.logics.catalogue.personal_titles import PersonalTitles
from watchkeeper.logics.catalogue.title_changes import new_title
from watchkeeper.logics.discovery.incoming_titles import refresh_of
from watchkeeper.logics.imports.matching.matched_rows import names_of
from watchkeeper.logics.imports.matching.work_matching import match_of
from watchkeeper.logics.imports.matching.works import one_work
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.discovery.metadata import ExternalTitle, MetadataState
from watchkeeper.models.types.imports.import_state import RowDecision
from watchkeeper.models.types.imports.import_work import FoundTitles, Work
from watchkeeper.models.types.imports.imports import StoredRow
from watchkeeper.models.types.undo.operation import ChangedRow
from watchkeeper.repositories.imports.import_library_repository import ImportLibraryRepository
from watchkeeper.repositories.imports.work_title_repository import WorkTitleRepository

_LONGEST_TITLE: Final = 500
_LINKS: Final = ("genres", "platforms")
"""Members of personal titles that name what the catalogue has."""


@dataclass(frozen=True, slots=True)
class WorkTitles:
    """The titles of works by their keys, which of them are new, and what an undo has to know of the others."""

    title_ids: Mapping[bytes, UUID]
    new: frozenset[UUID]
    given_ids: Sequence[ChangedRow]


@dataclass(kw_only=True, eq=False)
class ImportTitles:
    """Finds or creates the titles of works. A work that no provider knows becomes a personal title."""

    titles: WorkTitleRepository
    library: ImportLibraryRepository
    personal_titles: PersonalTitles

    async def find_or_create(
        self, user_id: UUID, rows: Mapping[bytes, Sequence[StoredRow]], at: datetime
    ) -> WorkTitles:
        """Return the title of each work. Needs a transaction that has locked the account. Raises QuotaExceededError."""
        matched = {key: _matched(own) for key, own in rows.items()}
        named = {title_id for title_id in matched.values() if title_id is not None}
        known = await self.library.open_titles(user_id, named)
        found = {key: known[id_] for key, id_ in matched.items() if id_ is not None and id_ in known}
        missing = {key: own for key, own in rows.items() if key not in found}
        works = [one_work(list(names_of(own))) for own in missing.values()]
        candidates = await self.titles.find(user_id, works) if works else []
        typed: dict[UUID, Mapping[str, Any]] = {}
        new: list[tuple[TitleEntity, Sequence[ExternalTitle]]] = []
        for (key, own), work, titles in zip(missing.items(), works, candidates, strict=True):
            title_id = None if _is_new(own) else match_of(work, titles).title_id
            if title_id is None:
                new.append(_new_title(user_id, work, titles, at, _details_of(own)))
                title_id = new[-1][0].id
                typed[title_id] = _typed(own)
            found[key] = title_id
        await self._add(user_id, new)
        given = await self.titles.add_ids(user_id, _ids_of(rows, found, {title.id for title, _ in new}), at)
        genres, platforms = [{id_: one.get(name, ()) for id_, one in typed.items()} for name in _LINKS]
        await self.titles.link(genres, platforms)
        return WorkTitles(found, frozenset(title.id for title, _ in new), given)

    async def _add(self, user_id: UUID, new: Sequence[tuple[TitleEntity, Sequence[ExternalTitle]]]) -> None:
        if not new:
            return
        most = self.personal_titles.most
        number = await self.personal_titles.titles.count(user_id, most=most)
        if number + len(new) > most:
            raise QuotaExceededError(most)
        await self.personal_titles.add_many(user_id, new, is_first=number == 0)


def _ids_of(
    rows: Mapping[bytes, Sequence[StoredRow]], found: Mapping[bytes, UUID], new: Collection[UUID]
) -> Mapping[UUID, Sequence[ExternalTitle]]:
    """Return the ids that a file has of titles that were there: of each service one."""
    ids: dict[UUID, dict[str, ExternalTitle]] = defaultdict(dict)
    known = [(found[key], own) for key, own in rows.items() if found[key] not in new]
    for title_id, own in known:
        named = one_work(list(names_of(own))).external_ids if any(row.record.external_ids for row in own) else []
        ids[title_id] = {one.source: one for one in reversed(named)} | ids[title_id]
    return {title_id: list(ones.values()) for title_id, ones in ids.items()}


def _is_new(rows: Sequence[StoredRow]) -> bool:
    return any(row.decision is RowDecision.NEW_TITLE for row in rows)


def _details_of(rows: Sequence[StoredRow]) -> dict[str, Any]:
    """Return what the person once typed of a personal title, as columns."""
    details = {name: value for name, value in _typed(rows).items() if name not in _LINKS}
    if "release_date" in details:
        released = date.fromisoformat(details["release_date"])
        details |= {"release_date": released, "release_date_precision": DatePrecision.DAY}
    return details


def _typed(rows: Sequence[StoredRow]) -> Mapping[str, Any]:
    return next((row.record.details for row in rows if row.record.details), {})


def _matched(rows: Sequence[StoredRow]) -> UUID | None:
    return None if _is_new(rows) else next((row.title_id for row in rows if row.title_id is not None), None)


def _new_title(
    user_id: UUID, work: Work, found: FoundTitles, at: datetime, details: Mapping[str, Any]
) -> tuple[TitleEntity, Sequence[ExternalTitle]]:
    """Return a personal title with the ids of a work: of each service the first that no other personal title has."""
    own = {(source, id_) for one in found.by_id if one.is_own for source, id_ in one.external_ids.items()}
    free = [one for one in work.external_ids if (one.source, one.external_id) not in own]
    ids = list({one.source: one for one in reversed(free)}.values())[::-1]
    is_provided = any(one.provider_id is not None for one in ids)
    shown = work.title or next((one.external_id for one in work.external_ids), "")
    title = new_title(
        {
            "media_type": work.media_type,
            "title": shown[:_LONGEST_TITLE],
            "release_date": None if work.year is None else date(work.year, 1, 1),
            "release_date_precision": DatePrecision.DAY if work.year is None else DatePrecision.YEAR,
            "is_active": True,
            **refresh_of(MetadataState.PENDING if is_provided else MetadataState.OWN, at),
            **details,
        }
    )
    title.owner_id = user_id
    return title, ids
