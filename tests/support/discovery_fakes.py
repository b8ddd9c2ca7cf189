"""The ports of discovery in memory, for unit tests of logics."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import SecretStr

from tests.support.audit import InMemoryAuditTrail
from tests.support.catalogue_fakes import AccountStates, ExternalTitles, Named, OwnTitles, TitleMerges, Titles
from tests.support.unit_of_work import InMemoryUnitOfWork
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.catalogue.personal_titles import PersonalTitles
from watchkeeper.logics.catalogue.title_merge_logic import TitleMergeLogic
from watchkeeper.logics.discovery.one_work_logic import OneWorkLogic
from watchkeeper.logics.discovery.title_links import TitleLinks
from watchkeeper.logics.discovery.title_metadata_logic import TitleMetadataLogic
from watchkeeper.logics.discovery.title_reference_logic import TitleReferenceLogic
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.errors.discovery_errors import ProviderNotConfiguredError, ProviderTitleNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery.metadata import DueTitle, ExternalTitle, MetadataState, TitleMetadata
from watchkeeper.repositories.discovery.metadata_provider import MediaDetails, MediaPage

POSTER_HOSTS = PosterHosts(["image.tmdb.org"])


class Provider:
    """Knows the titles that it is given; `failure` is raised in place of every answer."""

    def __init__(self, failure: ServiceError | None = None) -> None:
        self.failure = failure
        self.titles: dict[tuple[MediaType, int], TitleMetadata] = {}
        self.asked: list[tuple[MediaType, int]] = []

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        self.asked.append((media_type, provider_id))
        if self.failure is not None:
            raise self.failure
        if (media_type, provider_id) not in self.titles:
            raise ProviderTitleNotFoundError
        return self.titles[media_type, provider_id]

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        raise ProviderNotConfiguredError

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        raise ProviderNotConfiguredError

    async def get_details(self, request: DetailsRequest, token: SecretStr | None) -> ProviderResponse[MediaDetails]:
        raise ProviderNotConfiguredError


class DueTitles:
    """Which of the titles in memory are due."""

    def __init__(self, external_titles: ExternalTitles, own_titles: OwnTitles) -> None:
        self._external_titles = external_titles
        self._own_titles = own_titles

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueTitle]:
        by_id = {title_id: key for key, title_id in self._external_titles.external_ids.items()}
        by_id |= {title_id: key for (_, key), title_id in self._own_titles.ids.items()}
        rows = self._external_titles.titles.values()
        due = [row for row in rows if row.metadata_due_at is not None and row.metadata_due_at <= at][:most]
        for row in due:
            row.metadata_due_at = until
        return [DueTitle(row.id, _external(by_id.get(row.id))) for row in due]

    async def postpone(self, title_id: UUID, due_at: datetime | None) -> None:
        self._external_titles.titles[title_id].metadata_due_at = due_at

    async def make_pending_due(self, at: datetime) -> None:
        for row in self._external_titles.titles.values():
            if row.metadata_state == MetadataState.PENDING:
                row.metadata_due_at = at


def _external(key: tuple[str, str, str] | None) -> ExternalTitle | None:
    return None if key is None else ExternalTitle(key[0], MediaType(key[1]), key[2])


class MetadataRoom:
    """The logic of metadata with everything it stands on."""

    def __init__(self, failure: ServiceError | None = None) -> None:
        self.provider = Provider(failure)
        self.titles = Titles()
        self.external_titles = ExternalTitles(self.titles)
        self.own_titles = OwnTitles(self.titles)
        self.genres: Named[GenreEntity] = Named()
        self.platforms: Named[PlatformEntity] = Named()
        self.unit_of_work = InMemoryUnitOfWork(self.titles.rows, self.external_titles.external_ids, self.own_titles.ids)
        links = TitleLinks(titles=self.titles, genres=self.genres, platforms=self.platforms)
        self.logic = TitleMetadataLogic(
            unit_of_work=self.unit_of_work,
            provider=self.provider,
            external_titles=self.external_titles,
            titles=self.titles,
            personal_titles=PersonalTitles(
                titles=self.own_titles,
                catalogue=self.titles,
                accounts=AccountStates(),
                most=3,
                poster_hosts=POSTER_HOSTS,
            ),
            poster_hosts=POSTER_HOSTS,
            links=links,
            one_work=OneWorkLogic(external_titles=self.external_titles, titles=self.titles, links=links),
            merges=TitleMergeLogic(
                unit_of_work=self.unit_of_work, titles=self.titles, merges=TitleMerges(), audit=InMemoryAuditTrail()
            ),
            due_titles=DueTitles(self.external_titles, self.own_titles),
        )

    def references(self, unit_of_work: UnitOfWork) -> TitleReferenceLogic:
        """Return the logic of references, for a logic with this unit of work."""
        return TitleReferenceLogic(
            unit_of_work=unit_of_work, metadata=self.logic, merged_titles=MergedTitles(merges=TitleMerges())
        )
