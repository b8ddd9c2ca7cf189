"""The ports of the catalogue in memory, for unit tests of logics."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID, uuid4

import msgspec
from msgspec import Raw

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.title import (
    Distribution,
    RatingSummary,
    Title,
    TitleFingerprint,
    TitleSuggestion,
    ViewedTitle,
    Viewer,
)
from watchkeeper.models.types.catalogue.title_facets import TitleFacets
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.discovery.metadata import ConfirmedWork, ExternalTitle, MetadataState
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.secret_claims import SecretClaims
from watchkeeper.models.types.sorts import LookupSort, TitleSort
from watchkeeper.repositories.identity.account_state_repository import AccountState

LookupT = TypeVar("LookupT", GenreEntity, PlatformEntity)
DRAMA, ARTE = uuid4(), uuid4()
STRANGER = Viewer(None, None, None, None)


class Titles:
    """The catalogue in memory, with one genre (DRAMA) and one platform (ARTE).

    `viewers` says what people have to do with every title.
    """

    def __init__(self) -> None:
        self.learned: list[UUID] = []
        self.rows: dict[UUID, TitleEntity] = {}
        self.genres: dict[UUID, frozenset[UUID]] = {}
        self.external_ids: dict[UUID, tuple[MediaType, Mapping[str, str]]] = {}
        self.searched: list[tuple[TitleFilter, TitleSort]] = []
        self.viewers: dict[UUID, Viewer] = {}

    async def get(
        self,
        id: UUID,  # noqa: A002
        viewer_id: UUID | None = None,
        *,
        sees_all: bool = False,
    ) -> Fingerprinted[Title]:
        return Fingerprinted(await self._read(id, viewer_id, sees_all=sees_all), "1")

    async def get_fingerprint(self, id: UUID, viewer_id: UUID, *, sees_all: bool = False) -> TitleFingerprint:  # noqa: A002
        title = await self._read(id, viewer_id, sees_all=sees_all)
        return TitleFingerprint(title.updated_at, "1", title.is_active)

    async def is_used_by(self, id: UUID, person_id: UUID) -> bool:  # noqa: A002
        return person_id in self.viewers

    async def _read(self, id: UUID, viewer_id: UUID | None, *, sees_all: bool = False) -> Title:  # noqa: A002
        row = await self.require(id)
        if row.owner_id is not None and row.owner_id != viewer_id and not sees_all:
            raise TitleNotFoundError
        members = {name: getattr(row, name) for name in Title.__struct_fields__ if hasattr(row, name)}
        members["metadata_pending"] = row.metadata_state == MetadataState.PENDING
        members["metadata_vanished"] = row.metadata_state == MetadataState.VANISHED
        members["visibility"] = "public" if row.owner_id is None else "personal"
        members["rating"] = RatingSummary(None, None, 0, Distribution(*[0] * 9))
        genres = [{"id": genre_id, "name": "Drama"} for genre_id in self.genres.get(id, ())]
        members |= {"genres": Raw(msgspec.json.encode(genres)), "external_ids": Raw(b"{}"), "reviews_count": 0}
        members |= dict.fromkeys(("platforms", "external_id_aliases"), Raw(b"[]"))
        if viewer_id is None:
            return Title(**members)
        return ViewedTitle(**members, viewer=self.viewers.get(viewer_id, STRANGER))

    async def learn_words(self, entity: TitleEntity) -> None:
        self.learned.append(entity.id)

    async def search(
        self, filters: TitleFilter, sort: TitleSort, request: PageRequest, viewer_id: UUID | None = None
    ) -> Page[Title]:
        self.searched.append((filters, sort))
        return Page([await self._read(id_, viewer_id) for id_ in self.rows])

    async def count_facets(self, filters: TitleFilter, viewer_id: UUID | None = None) -> TitleFacets:
        self.searched.append((filters, TitleSort.RELEVANCE))
        return TitleFacets([], [], {"movie": len(self.rows)}, [])

    async def suggest(self, filters: TitleFilter, limit: int, viewer_id: UUID | None = None) -> list[TitleSuggestion]:
        self.searched.append((filters, TitleSort.RELEVANCE))
        titles = [await self._read(id_, viewer_id) for id_ in self.rows][:limit]
        return [
            TitleSuggestion(title.id, title.media_type, title.title, None, title.poster_url, title.genres)
            for title in titles
        ]

    async def require(self, id: UUID, *, lock: bool = False) -> TitleEntity:  # noqa: A002
        if id not in self.rows:
            raise TitleNotFoundError
        return self.rows[id]

    async def add(self, entity: TitleEntity) -> None:
        self.rows[entity.id] = entity

    async def save(self, entity: TitleEntity) -> None:
        self.rows[entity.id] = entity

    async def delete(self, id: UUID) -> None:  # noqa: A002
        del self.rows[id]

    async def set_genres(self, title_id: UUID, genre_ids: Collection[UUID]) -> frozenset[UUID]:
        self.genres[title_id] = frozenset({DRAMA} & set(genre_ids))
        return self.genres[title_id]

    async def set_platforms(self, title_id: UUID, platform_ids: Collection[UUID]) -> frozenset[UUID]:
        return frozenset({ARTE} & set(platform_ids))

    async def set_external_ids(self, title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> None:
        self.external_ids[title_id] = (media_type, external_ids)

    async def move_external_ids(self, title_id: UUID, media_type: MediaType) -> None:
        self.external_ids[title_id] = (media_type, self.external_ids[title_id][1])

    async def add_external_ids(self, title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> None:
        known = dict(self.external_ids.get(title_id, (media_type, {}))[1])
        self.external_ids[title_id] = (media_type, {**external_ids, **known})


class TitleMerges:
    """Which titles were merged into which, in memory."""

    def __init__(self) -> None:
        self.survivors: dict[UUID, UUID] = {}

    async def find_survivor(self, title_id: UUID) -> UUID | None:
        return self.survivors.get(title_id)

    async def find_published(self, most: int) -> Sequence[tuple[UUID, UUID]]:
        return []

    async def lock(self, title_ids: Collection[UUID]) -> frozenset[UUID]:
        return frozenset(title_ids)

    async def move(self, title_id: UUID, into_id: UUID, at: datetime) -> None:
        self.survivors[title_id] = into_id


def merged_titles() -> MergedTitles:
    """Return what follows the ids of merged titles, where none was merged."""
    return MergedTitles(merges=TitleMerges())


class ExternalTitles:
    """Titles by their ids at other services, in memory; the rows are those of `titles`."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles.rows
        self.external_ids: dict[tuple[str, str, str], UUID] = {}

    async def find(self, external: ExternalTitle, owner_id: UUID | None = None) -> UUID | None:
        return self.external_ids.get(_key(external))

    async def find_and_lock(self, external: ExternalTitle, owner_id: UUID | None = None) -> UUID | None:
        return await self.find(external, owner_id)

    async def get_or_create(self, title: TitleEntity, external: ExternalTitle) -> UUID:
        if _key(external) not in self.external_ids:
            self.titles[title.id] = title
            self.external_ids[_key(external)] = title.id
        return self.external_ids[_key(external)]

    async def lock_work(self, work: ConfirmedWork) -> None:
        """Nobody else enters a work."""

    async def find_same_work(self, work: ConfirmedWork) -> UUID | None:
        names = {f"={key}" for key in work.name_keys}
        with_ids = {title_id for key, title_id in self.external_ids.items() if key[0] in work.external_ids}
        found = [
            row.id
            for row in self.titles.values()
            if names & set(row.search_words) and f"@{work.year}" in row.search_words and row.id not in with_ids
        ]
        return found[0] if len(found) == 1 else None

    async def add(self, title_id: UUID, external: ExternalTitle) -> bool:
        return self.external_ids.setdefault(_key(external), title_id) == title_id


class AccountStates:
    """Remembers whose states were forgotten."""

    def __init__(self) -> None:
        self.forgotten: list[UUID] = []

    async def find_state(self, user_id: UUID, session_id: UUID) -> AccountState | None:
        return AccountState(Role.USER)

    async def find_token_state(self, claims: SecretClaims) -> AccountState | None:
        return AccountState(Role.USER, scopes=frozenset())

    async def find_page_state(self, claims: SecretClaims) -> AccountState | None:
        return AccountState(Role.USER)

    async def forget(self, user_id: UUID) -> None:
        self.forgotten.append(user_id)


class OwnTitles:
    """Titles that people typed, in memory; the rows are those of `titles`."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles.rows
        self.ids: dict[tuple[UUID, tuple[str, str, str]], UUID] = {}
        self.cleared: list[UUID] = []

    async def lock_owner(self, owner_id: UUID) -> None:
        pass

    async def count(self, owner_id: UUID, *, most: int) -> int:
        return len([row for row in self.titles.values() if row.owner_id == owner_id][:most])

    async def find_and_count(self, owner_id: UUID, external: ExternalTitle, *, most: int) -> tuple[UUID | None, int]:
        return self.ids.get((owner_id, _key(external))), await self.count(owner_id, most=most)

    async def add(self, title: TitleEntity, external: ExternalTitle) -> None:
        assert title.owner_id is not None
        self.titles[title.id] = title
        self.ids[title.owner_id, _key(external)] = title.id

    async def add_many(self, titles: Sequence[tuple[TitleEntity, Sequence[ExternalTitle]]]) -> None:
        for title, externals in titles:
            for external in externals:
                await self.add(title, external)

    async def set_external_ids(self, title: TitleEntity, external_ids: Mapping[str, str]) -> None:
        assert title.owner_id is not None
        self.ids = {key: id_ for key, id_ in self.ids.items() if id_ != title.id}
        for source, external_id in external_ids.items():
            self.ids[title.owner_id, (source, title.media_type, external_id)] = title.id

    async def find_external_ids(self, title_id: UUID) -> Mapping[str, str]:
        return {key[0]: key[2] for (_, key), id_ in self.ids.items() if id_ == title_id}

    async def find_public(self, title_id: UUID) -> UUID | None:
        return None

    async def remove_unused(self, unchanged_since: datetime) -> int:
        return 0

    async def publish_ids(self, title_id: UUID) -> None:
        self.ids = {key: id_ for key, id_ in self.ids.items() if id_ != title_id}

    async def clear(self, title: TitleEntity) -> None:
        self.cleared.append(title.id)


def _key(external: ExternalTitle) -> tuple[str, str, str]:
    return (external.source, external.media_type, external.external_id)


class Named(Generic[LookupT]):
    """Genres or platforms in memory, as far as titles are entered with them."""

    def __init__(self) -> None:
        self.rows: dict[str, LookupT] = {}

    async def get_or_create(self, entities: Sequence[LookupT]) -> list[UUID]:
        return [self.rows.setdefault(entity.name_key, entity).id for entity in entities]

    async def require(self, id: UUID, *, lock: bool = False) -> LookupT:  # noqa: A002
        return next(row for row in self.rows.values() if row.id == id)

    async def search(self, query: str | None, sort: LookupSort, request: PageRequest) -> Page[LookupT]:
        return Page(list(self.rows.values()))

    async def add_missing(self, entities: Sequence[LookupT]) -> Mapping[str, UUID]:
        for entity in entities:
            self.rows.setdefault(entity.name_key, entity)
        return {entity.name_key: self.rows[entity.name_key].id for entity in entities}

    async def add(self, entity: LookupT) -> None:
        self.rows[entity.name_key] = entity

    async def save(self, entity: LookupT) -> None:
        self.rows[entity.name_key] = entity

    async def delete(self, id: UUID) -> None:  # noqa: A002
        self.rows = {key: row for key, row in self.rows.items() if row.id != id}
